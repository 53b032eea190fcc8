-- Rollback: none because nobody wants them back

-- first drop by its name what PostgreSQL says depends on it, then:
DROP TABLE legacy.handball_results;
DROP SCHEMA legacy;
