-- A trigger function between plain dollar quotes: the semicolons inside end no statement.

CREATE FUNCTION shop.touch_updated_at()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END;
$$;

CREATE TRIGGER customers_touch_updated_at
    BEFORE UPDATE ON shop.customers
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION shop.touch_updated_at();

CREATE TRIGGER products_touch_updated_at
    BEFORE UPDATE ON shop.products
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION shop.touch_updated_at();

CREATE TRIGGER orders_touch_updated_at
    BEFORE UPDATE ON shop.orders
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION shop.touch_updated_at();

-- ROLLBACK SECTION
/*
DROP TRIGGER orders_touch_updated_at ON shop.orders;
DROP TRIGGER products_touch_updated_at ON shop.products;
DROP TRIGGER customers_touch_updated_at ON shop.customers;
DROP FUNCTION shop.touch_updated_at();
*/
