-- Rollback: none because every invoice has an amount

ALTER TABLE club.invoices ALTER COLUMN amount_new SET NOT NULL;
ALTER TABLE club.invoices DROP CONSTRAINT invoices_amount_new_present;
