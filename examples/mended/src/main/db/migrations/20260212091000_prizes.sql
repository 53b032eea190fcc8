-- Rollback: none because nobody wants them back

ALTER TABLE club.trophies RENAME TO prizes;
CREATE VIEW club.trophies AS SELECT * FROM club.prizes; -- and GRANT on it what is granted on the table
