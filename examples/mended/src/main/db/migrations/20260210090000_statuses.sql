-- Rollback: none because PostgreSQL drops no label of an enum

ALTER TYPE club.member_status ADD VALUE 'honorary';

ALTER TABLE club.members ADD CONSTRAINT members_honorary_has_points
    CHECK (status <> 'honorary' OR points > 0) NOT VALID;

ALTER TYPE club.member_status ADD VALUE 'resting' AFTER 'paused';
