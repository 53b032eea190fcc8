-- Rollback: none because nobody wants them back

DROP TABLE club.newsletter;
