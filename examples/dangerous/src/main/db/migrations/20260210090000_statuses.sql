-- Rollback: none because PostgreSQL drops no label of an enum
-- dbsage: transaction=true

ALTER TYPE club.member_status ADD VALUE 'honorary';

-- danger: ENUM_VALUE_USED_IN_TXN
ALTER TABLE club.members ADD CONSTRAINT members_honorary_has_points
    CHECK (status <> 'honorary' OR points > 0) NOT VALID;

-- danger: ENUM_RENAME_VALUE
ALTER TYPE club.member_status RENAME VALUE 'paused' TO 'resting';
