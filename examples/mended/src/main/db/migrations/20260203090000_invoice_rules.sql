-- Rollback: none because the rules have been agreed on

ALTER TABLE club.invoices ADD CONSTRAINT invoices_member_id_fkey FOREIGN KEY (member_id) REFERENCES club.members (id) NOT VALID;

CREATE UNIQUE INDEX CONCURRENTLY invoices_number_key ON club.invoices (number);
ALTER TABLE club.invoices ADD CONSTRAINT invoices_number_key UNIQUE USING INDEX invoices_number_key;

ALTER TABLE club.invoices ADD CONSTRAINT invoices_amount_positive CHECK (amount > 0) NOT VALID;

ALTER TABLE club.invoices
    ADD CONSTRAINT invoices_paid_after_2000 CHECK (paid_on >= '2000-01-01') NOT VALID;
