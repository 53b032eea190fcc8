-- Rollback: none because nobody wants it back

DROP TRIGGER sync_invoices_amount_new ON club.invoices;
DROP FUNCTION club.sync_invoices_amount_new();
ALTER TABLE club.invoices DROP COLUMN amount;
