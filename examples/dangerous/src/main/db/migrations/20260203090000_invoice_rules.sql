-- Rollback: none because the rules have been agreed on

-- danger: ADD_FK_VALIDATING
ALTER TABLE club.invoices
    ADD CONSTRAINT invoices_member_id_fkey FOREIGN KEY (member_id) REFERENCES club.members (id);

-- danger: ADD_UNIQUE_BUILDS_INDEX
ALTER TABLE club.invoices ADD CONSTRAINT invoices_number_key UNIQUE (number);

-- danger: ADD_CHECK_VALIDATING
ALTER TABLE club.invoices ADD CONSTRAINT invoices_amount_positive CHECK (amount > 0);

ALTER TABLE club.invoices
    ADD CONSTRAINT invoices_paid_after_2000 CHECK (paid_on >= '2000-01-01') NOT VALID;

-- danger: NOT_VALID_VALIDATE_SAME_TXN
ALTER TABLE club.invoices VALIDATE CONSTRAINT invoices_paid_after_2000;
