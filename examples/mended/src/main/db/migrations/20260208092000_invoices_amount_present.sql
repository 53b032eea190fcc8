-- Rollback: none because every invoice has an amount

ALTER TABLE club.invoices ADD CONSTRAINT invoices_amount_new_present CHECK (amount_new IS NOT NULL) NOT VALID;
