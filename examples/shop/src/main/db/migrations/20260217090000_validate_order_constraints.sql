-- The second half of what allow_returns and add_coupons began: VALIDATE reads every row, but blocks
-- neither reads nor writes while it does.

CREATE INDEX CONCURRENTLY orders_coupon_code_idx
    ON shop.orders (coupon_code)
    WHERE coupon_code IS NOT NULL;

ALTER TABLE shop.orders VALIDATE CONSTRAINT orders_coupon_code_fkey;
ALTER TABLE shop.orders VALIDATE CONSTRAINT orders_returned_at_goes_with_status;

-- ROLLBACK SECTION
/*
-- The constraints may stay validated: they go with the migrations that added them.
DROP INDEX CONCURRENTLY shop.orders_coupon_code_idx;
*/
