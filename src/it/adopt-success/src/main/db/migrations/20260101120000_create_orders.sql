CREATE TABLE orders (id bigint PRIMARY KEY, state text);
CREATE VIEW open_orders AS SELECT id FROM orders WHERE state = 'open';
