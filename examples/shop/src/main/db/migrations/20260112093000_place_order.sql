-- The shop's one way to place an order: all of it, or none.

-- p_items holds quantities by SKU: {"MUG-01": 2, "TEE-01": 1}
CREATE FUNCTION shop.place_order(p_customer_id bigint, p_items jsonb)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = ''
AS $place_order$
DECLARE
    v_order_id bigint;
    v_unknown  text;
BEGIN
    SELECT string_agg(i.sku, ', ' ORDER BY i.sku)
    INTO v_unknown
    FROM jsonb_object_keys(p_items) AS i (sku)
    WHERE NOT EXISTS (SELECT FROM shop.products AS p WHERE p.sku = i.sku);

    IF v_unknown IS NOT NULL THEN
        RAISE EXCEPTION 'no such product: %', v_unknown
            USING ERRCODE = 'foreign_key_violation', HINT = $hint$Look the SKU up in shop.products; it isn't the id.$hint$;
    END IF;

    -- In one order for everybody, so that two orders wait for each other but never deadlock.
    PERFORM p.id
    FROM shop.products AS p
    WHERE p.sku IN (SELECT jsonb_object_keys(p_items))
    ORDER BY p.id
    FOR NO KEY UPDATE;

    INSERT INTO shop.orders (customer_id)
    VALUES (p_customer_id)
    RETURNING id INTO v_order_id;

    INSERT INTO shop.order_items (order_id, product_id, quantity, unit_price)
    SELECT v_order_id, p.id, i.value::integer, p.price
    FROM jsonb_each_text(p_items) AS i
    JOIN shop.products AS p ON p.sku = i.key;

    IF NOT FOUND THEN
        RAISE EXCEPTION 'an order needs at least one item' USING ERRCODE = 'check_violation';
    END IF;

    -- The CHECK on stock refuses what is not there.
    UPDATE shop.products AS p
    SET stock = p.stock - i.quantity
    FROM shop.order_items AS i
    WHERE i.order_id = v_order_id
      AND p.id = i.product_id;

    RETURN v_order_id;
END;
$place_order$;

-- ROLLBACK SECTION
/*
DROP FUNCTION shop.place_order(bigint, jsonb);
*/
