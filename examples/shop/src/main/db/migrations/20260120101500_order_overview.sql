-- A view for the back office.

CREATE VIEW shop.order_overview AS
SELECT o.id AS order_id,
       c.name AS customer,
       o.status,
       o.placed_at,
       (SELECT count(*) FROM shop.order_items AS i WHERE i.order_id = o.id) AS items,
       shop.order_total(o.id) AS total
FROM shop.orders AS o
JOIN shop.customers AS c ON c.id = o.customer_id;

-- A view reads with its owner's rights and so passes by row level security, unless it is told not to.
-- PostgreSQL 14 cannot be told: there, grant this view to the back office only.
DO $$
BEGIN
    IF current_setting('server_version_num')::integer >= 150000 THEN
        ALTER VIEW shop.order_overview SET (security_invoker = true);
    END IF;
END;
$$;

-- ROLLBACK SECTION
/*
DROP VIEW shop.order_overview;
*/
