-- Rollback: none because nobody wants them back

DROP VIEW club.trophies;
DROP VIEW club.active_members;
