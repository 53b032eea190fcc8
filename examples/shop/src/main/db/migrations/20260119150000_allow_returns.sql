-- Rollback: none because PostgreSQL cannot drop a value of an enum type
-- A new value can be used only after a commit: the plugin commits after ADD VALUE by itself, and a
-- run that was interrupted continues behind it.

ALTER TYPE shop.order_status ADD VALUE 'returned' AFTER 'shipped';

-- NOT VALID: checked for new rows from now on; a later migration validates the old ones.
ALTER TABLE shop.orders
    ADD COLUMN returned_at timestamptz,
    ADD CONSTRAINT orders_returned_at_goes_with_status
        CHECK ((status = 'returned') = (returned_at IS NOT NULL)) NOT VALID;
