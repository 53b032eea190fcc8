-- Orders are busy: nothing in this file waits longer than that for a lock.
-- dbsage: lock_timeout=2s
-- dbsage:ignore ROLLBACK_LOSES_DATA because it is for the first hour, before coupons are sent out

CREATE TABLE shop.coupons (
    code         text PRIMARY KEY,
    percent_off  numeric(5, 2) NOT NULL,
    valid_during tstzrange NOT NULL,
    CONSTRAINT coupons_code_is_upper_case CHECK (code = upper(code)),
    CONSTRAINT coupons_percent_off_is_a_share CHECK (percent_off > 0 AND percent_off <= 100)
);

-- A nullable column is only a note in the catalogue; a NOT VALID foreign key reads no row. The next
-- migration validates it, under a lock that lets orders through.
ALTER TABLE shop.orders
    ADD COLUMN coupon_code text,
    ADD CONSTRAINT orders_coupon_code_fkey
        FOREIGN KEY (coupon_code) REFERENCES shop.coupons (code) NOT VALID;

-- ROLLBACK SECTION
/*
ALTER TABLE shop.orders DROP COLUMN coupon_code;
DROP TABLE shop.coupons;
*/
