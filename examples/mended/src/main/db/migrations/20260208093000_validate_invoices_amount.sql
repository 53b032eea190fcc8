-- Rollback: none because a validated constraint stands in nobody's way

ALTER TABLE club.invoices VALIDATE CONSTRAINT invoices_amount_new_present;
