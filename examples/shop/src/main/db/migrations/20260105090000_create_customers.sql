-- Migration: 20260105090000_create_customers
-- Checksum: 7651876fe7576599277833ba8d36e549c4f99cef6edb2768cd235efd0ee2df71
-- Applied by: shop-team@example.com
-- Rollback: See section at end of file
-- dbsage:ignore ROLLBACK_LOSES_DATA because it is for the days before the shop opens; from then on we go forward

CREATE SCHEMA shop;

COMMENT ON SCHEMA shop IS 'The online shop; the public schema is left to the migration history.';

CREATE TABLE shop.customers (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email      text NOT NULL,
    name       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT customers_email_has_an_at CHECK (email LIKE '_%@_%'),
    CONSTRAINT customers_name_not_blank CHECK (btrim(name) <> '')
);

-- One account per address, however its letters are written.
CREATE UNIQUE INDEX customers_email_key ON shop.customers (lower(email));

-- ROLLBACK SECTION (stored with the migration's history row, not run by apply)
/*
DROP TABLE shop.customers;
DROP SCHEMA shop;
*/
