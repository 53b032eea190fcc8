-- A new column, and a trigger that fills it for new visits: from here on, only the rows that are
-- there already lack a device, and the backfill behind this file has an end.
-- dbsage:ignore ROLLBACK_LOSES_DATA because a device can be computed from its user agent again

ALTER TABLE shop.visits ADD COLUMN device text;

CREATE FUNCTION shop.device_of(p_user_agent text)
RETURNS text
LANGUAGE sql
IMMUTABLE
RETURN CASE WHEN p_user_agent LIKE '%Mobile%' THEN 'phone' ELSE 'desktop' END;

CREATE FUNCTION shop.fill_device()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.device := coalesce(NEW.device, shop.device_of(NEW.user_agent));
    RETURN NEW;
END;
$$;

CREATE TRIGGER visits_fill_device
    BEFORE INSERT ON shop.visits
    FOR EACH ROW EXECUTE FUNCTION shop.fill_device();

-- ROLLBACK SECTION
/*
DROP TRIGGER visits_fill_device ON shop.visits;
DROP FUNCTION shop.fill_device();
DROP FUNCTION shop.device_of(text);
ALTER TABLE shop.visits DROP COLUMN device;
*/
