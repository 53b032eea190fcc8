-- The currency is a placeholder: pom.xml gives its value in <placeholders>.
-- dbsage:ignore ROLLBACK_LOSES_DATA because it is for the days before the shop opens; from then on we go forward

CREATE TABLE shop.products (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sku         text NOT NULL,
    name        text NOT NULL,
    description text,
    price       numeric(12, 2) NOT NULL,
    currency    text NOT NULL DEFAULT '${currency}',
    stock       integer NOT NULL DEFAULT 0,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT products_sku_key UNIQUE (sku),
    CONSTRAINT products_price_not_negative CHECK (price >= 0),
    CONSTRAINT products_currency_is_a_code CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT products_stock_not_negative CHECK (stock >= 0)
);

COMMENT ON TABLE shop.products IS 'What the shop sells; prices are in ${currency} unless a row says otherwise.';
COMMENT ON COLUMN shop.products.sku IS 'The number on the shelf: unlike the id, people read and type it.';

-- ROLLBACK SECTION
/*
DROP TABLE shop.products;
*/
