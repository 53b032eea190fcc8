-- Row level security: the application says whom it serves with
--   SELECT set_config('shop.customer_id', '42', true)
-- at the start of a transaction. Without it, its role sees nobody's rows. The tables' owner, who
-- migrates, sees all of them.
--
-- Each statement by itself, so that no table stays locked while the next one is waited for.
-- dbsage: transaction=false

CREATE FUNCTION shop.current_customer_id()
RETURNS bigint
LANGUAGE sql
STABLE
RETURN nullif(current_setting('shop.customer_id', true), '')::bigint;

-- The function stands in a sub-select, so that it is called once per query and not once per row.
CREATE POLICY customers_read_own ON shop.customers
    FOR SELECT
    USING (id = (SELECT shop.current_customer_id()));

CREATE POLICY orders_read_own ON shop.orders
    FOR SELECT
    USING (customer_id = (SELECT shop.current_customer_id()));

CREATE POLICY orders_place_own ON shop.orders
    FOR INSERT
    WITH CHECK (customer_id = (SELECT shop.current_customer_id()));

-- Whoever sees an order sees its items: the policies of shop.orders hold inside the sub-select too.
CREATE POLICY order_items_read_own ON shop.order_items
    FOR SELECT
    USING (EXISTS (SELECT FROM shop.orders AS o WHERE o.id = order_id));

CREATE POLICY order_items_place_own ON shop.order_items
    FOR INSERT
    WITH CHECK (EXISTS (SELECT FROM shop.orders AS o WHERE o.id = order_id));

-- Last: from here on the policies decide.
ALTER TABLE shop.customers ENABLE ROW LEVEL SECURITY;
ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE shop.order_items ENABLE ROW LEVEL SECURITY;

-- ROLLBACK SECTION
/*
DROP POLICY order_items_place_own ON shop.order_items;
DROP POLICY order_items_read_own ON shop.order_items;
DROP POLICY orders_place_own ON shop.orders;
DROP POLICY orders_read_own ON shop.orders;
DROP POLICY customers_read_own ON shop.customers;
ALTER TABLE shop.order_items DISABLE ROW LEVEL SECURITY;
ALTER TABLE shop.orders DISABLE ROW LEVEL SECURITY;
ALTER TABLE shop.customers DISABLE ROW LEVEL SECURITY;
DROP FUNCTION shop.current_customer_id();
*/
