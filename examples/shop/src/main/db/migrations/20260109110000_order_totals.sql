-- SQL-standard function bodies (PostgreSQL 14 and later): no quotes around them, and semicolons and
-- an END of their own inside. PostgreSQL records what they use, so nobody drops a column under them.

CREATE FUNCTION shop.shipping_fee(p_goods numeric)
RETURNS numeric
LANGUAGE sql
IMMUTABLE
RETURN CASE WHEN p_goods >= 50 THEN 0.00 ELSE 4.90 END;

CREATE FUNCTION shop.order_total(p_order_id bigint)
RETURNS numeric
LANGUAGE sql
STABLE
BEGIN ATOMIC
    SELECT CASE
               WHEN count(*) = 0 THEN 0.00
               ELSE sum(i.line_total) + shop.shipping_fee(sum(i.line_total))
           END
    FROM shop.order_items AS i
    WHERE i.order_id = p_order_id;
END;

COMMENT ON FUNCTION shop.order_total(bigint) IS 'Goods and shipping; 0 for an order without items.';

-- ROLLBACK SECTION
/*
DROP FUNCTION shop.order_total(bigint);
DROP FUNCTION shop.shipping_fee(numeric);
*/
