-- What customers ordered.
CREATE TABLE orders (id bigint PRIMARY KEY, state text);
