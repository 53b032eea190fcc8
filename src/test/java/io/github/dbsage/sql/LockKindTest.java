package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a statement holds up while it waits for a lock. */
final class LockKindTest {

  private static LockKind kind(String sql) {
    return Reading.statement(sql).locks();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE t ADD COLUMN a int",
        "ALTER TABLE t VALIDATE CONSTRAINT c, ADD COLUMN a int",
        "ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES u NOT VALID",
        "ALTER TABLE t ATTACH PARTITION p DEFAULT",
        "ALTER TABLE t DETACH PARTITION p",
        "ALTER INDEX i RENAME TO j",
        "CREATE INDEX i ON t (a)",
        "CREATE UNIQUE INDEX i ON t (a)",
        "CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f()",
        "CREATE POLICY p ON t",
        "CREATE OR REPLACE VIEW v AS SELECT 1",
        "CREATE TABLE t (a int REFERENCES u)",
        "CREATE TABLE t (a int, FOREIGN KEY (a) REFERENCES u (a))",
        "CREATE TABLE p PARTITION OF t DEFAULT",
        "CREATE TABLE t () INHERITS (u)",
        "CREATE TABLE t AS SELECT f()",
        "CREATE UNLOGGED TABLE t (a) AS SELECT f()",
        "CREATE SCHEMA s CREATE TABLE t (a int REFERENCES u)",
        "CREATE EXTENSION e",
        "DROP TABLE t",
        "DROP INDEX i",
        "TRUNCATE t",
        "LOCK TABLE t",
        "CLUSTER t",
        "CLUSTER",
        "REINDEX TABLE t",
        "REINDEX SCHEMA s",
        "VACUUM FULL t",
        "VACUUM (ANALYZE, FULL) t",
        "REFRESH MATERIALIZED VIEW v",
        "ALTER TYPE t ADD VALUE 'a'",
        "FROBNICATE t"
      })
  void isExclusiveUnlessItIsKnownToBeHarmless(String sql) {
    assertThat(kind(sql)).isEqualTo(LockKind.EXCLUSIVE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT f()",
        "(SELECT f())",
        "WITH x AS (DELETE FROM t RETURNING a) SELECT f(a) FROM x",
        "DO $$ BEGIN END $$",
        "CALL p()",
        "EXECUTE p",
        "EXPLAIN ANALYZE SELECT f()"
      })
  void isUnknownWhereAFunctionMayDoAnything(String sql) {
    assertThat(kind(sql)).isEqualTo(LockKind.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES (1)",
        "UPDATE t SET a = 1",
        "DELETE FROM t",
        "MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE",
        "WITH x AS (SELECT 1), y (a) AS MATERIALIZED (SELECT 2) UPDATE t SET a = 1",
        "COPY t FROM '/tmp/file'",
        "DO $$ BEGIN COMMIT; END $$"
      })
  void isOfRowsWhereOnlyRowsAreChanged(String sql) {
    assertThat(kind(sql)).isEqualTo(LockKind.ROWS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE INDEX CONCURRENTLY i ON t (a)",
        "DROP INDEX CONCURRENTLY i",
        "REINDEX (CONCURRENTLY) TABLE t",
        "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
        "ALTER TABLE t VALIDATE CONSTRAINT c",
        "alter table only s.t validate constraint \"C\", VALIDATE CONSTRAINT d",
        "ALTER TABLE IF EXISTS t /* x */ VALIDATE -- y\n CONSTRAINT c",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
        "VACUUM t",
        "VACUUM (FULL false, ANALYZE) t",
        "ANALYZE t",
        "COMMENT ON TABLE t IS 'x'",
        "CREATE STATISTICS s ON a, b FROM t"
      })
  void isPatientWhereReadersAndWritersPass(String sql) {
    assertThat(kind(sql)).isEqualTo(LockKind.PATIENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, b text CHECK (b <> ''))",
        "CREATE TABLE t (a int) PARTITION BY RANGE (a)",
        "CREATE TEMP TABLE t (a int)",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TYPE e AS ENUM ('a')",
        "CREATE SCHEMA IF NOT EXISTS s",
        "CREATE VIEW v AS SELECT * FROM t",
        "GRANT SELECT ON t TO PUBLIC",
        "SET search_path = x",
        "RESET ALL"
      })
  void isNoneWhereNothingOfOthersIsLocked(String sql) {
    assertThat(kind(sql)).isEqualTo(LockKind.NONE);
  }
}
