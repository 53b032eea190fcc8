-- Rollback: none because nobody needs it any more

ALTER TABLE users DROP COLUMN email;
