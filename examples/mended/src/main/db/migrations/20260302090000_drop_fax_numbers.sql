-- Rollback: none because nobody wants them back

DROP VIEW club.fax_numbers;
