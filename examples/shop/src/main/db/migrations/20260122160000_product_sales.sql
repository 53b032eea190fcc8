-- Figures that are costly to add up on every read.

CREATE MATERIALIZED VIEW shop.product_sales AS
SELECT p.id AS product_id,
       p.sku,
       coalesce(sum(i.quantity), 0) AS units,
       coalesce(sum(i.line_total), 0.00) AS revenue
FROM shop.products AS p
LEFT JOIN shop.order_items AS i ON i.product_id = p.id
GROUP BY p.id;

-- REFRESH … CONCURRENTLY, which does not block readers, wants a unique index.
CREATE UNIQUE INDEX product_sales_product_id_key ON shop.product_sales (product_id);

COMMENT ON MATERIALIZED VIEW shop.product_sales IS
    'Units and revenue by product, as of the last REFRESH MATERIALIZED VIEW CONCURRENTLY.';

-- Unlike the other CONCURRENTLY statements this one may run inside a transaction, and does.
REFRESH MATERIALIZED VIEW CONCURRENTLY shop.product_sales;

-- ROLLBACK SECTION
/*
DROP MATERIALIZED VIEW shop.product_sales;
*/
