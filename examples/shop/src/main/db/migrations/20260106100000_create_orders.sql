-- The outer BEGIN and COMMIT may stay: the plugin opens the transaction itself and drops them.
-- dbsage:ignore ROLLBACK_LOSES_DATA because it is for the days before the shop opens; from then on we go forward

BEGIN;

CREATE TYPE shop.order_status AS ENUM ('placed', 'paid', 'shipped', 'cancelled');

CREATE TABLE shop.orders (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES shop.customers (id),
    status      shop.order_status NOT NULL DEFAULT 'placed',
    placed_at   timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now()
);

-- PostgreSQL does not index the referencing side of a foreign key by itself.
CREATE INDEX orders_customer_id_idx ON shop.orders (customer_id);

CREATE TABLE shop.order_items (
    order_id   bigint NOT NULL REFERENCES shop.orders (id) ON DELETE CASCADE,
    product_id bigint NOT NULL REFERENCES shop.products (id),
    quantity   integer NOT NULL,
    unit_price numeric(12, 2) NOT NULL,
    line_total numeric(14, 2) GENERATED ALWAYS AS (quantity * unit_price) STORED,
    PRIMARY KEY (order_id, product_id),
    CONSTRAINT order_items_quantity_positive CHECK (quantity > 0),
    CONSTRAINT order_items_unit_price_not_negative CHECK (unit_price >= 0)
);

CREATE INDEX order_items_product_id_idx ON shop.order_items (product_id);

COMMENT ON COLUMN shop.order_items.unit_price IS 'The price on the day of the order; products.price moves on.';

COMMIT;

-- ROLLBACK SECTION
/*
DROP TABLE shop.order_items;
DROP TABLE shop.orders;
DROP TYPE shop.order_status;
*/
