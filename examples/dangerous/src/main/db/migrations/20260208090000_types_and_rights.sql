-- Rollback: none because the old types were too small
-- dbsage: transaction=false

-- danger: ALTER_TYPE_REWRITE
ALTER TABLE club.invoices ALTER COLUMN amount TYPE numeric(12, 4);

-- danger: ALTER_TYPE_INDEX_REBUILD
ALTER TABLE club.members ALTER COLUMN nickname TYPE varchar(40) COLLATE "C";

-- danger: SET_LOGGED_REWRITE
ALTER TABLE club.imported_scores SET LOGGED;

-- danger: DOMAIN_CONSTRAINT_SCAN
ALTER DOMAIN club.phone_number ADD CONSTRAINT phone_number_is_short CHECK (length(VALUE) <= 20);

-- danger: FK_MISSING_INDEX
ALTER TABLE club.lockers
    ADD CONSTRAINT lockers_member_id_fkey
    FOREIGN KEY (member_id) REFERENCES club.members (id) NOT VALID;

-- danger: RLS_NO_POLICY
ALTER TABLE club.reminders ENABLE ROW LEVEL SECURITY;

-- danger: SECDEF_NO_SEARCH_PATH
CREATE FUNCTION club.unpaid(p_member_id bigint)
RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
AS $$ SELECT count(*) FROM club.invoices WHERE member_id = p_member_id AND paid_on IS NULL $$;
