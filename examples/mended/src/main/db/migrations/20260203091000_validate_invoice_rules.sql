-- Rollback: none because a validated constraint stands in nobody's way

ALTER TABLE club.invoices VALIDATE CONSTRAINT invoices_member_id_fkey;
ALTER TABLE club.invoices VALIDATE CONSTRAINT invoices_amount_positive;
ALTER TABLE club.invoices VALIDATE CONSTRAINT invoices_paid_after_2000;
