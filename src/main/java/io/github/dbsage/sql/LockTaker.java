package io.github.dbsage.sql;

import static io.github.dbsage.sql.LockMode.ACCESS_EXCLUSIVE;
import static io.github.dbsage.sql.LockMode.ACCESS_SHARE;
import static io.github.dbsage.sql.LockMode.EXCLUSIVE;
import static io.github.dbsage.sql.LockMode.ROW_EXCLUSIVE;
import static io.github.dbsage.sql.LockMode.ROW_SHARE;
import static io.github.dbsage.sql.LockMode.SHARE;
import static io.github.dbsage.sql.LockMode.SHARE_ROW_EXCLUSIVE;
import static io.github.dbsage.sql.LockMode.SHARE_UPDATE_EXCLUSIVE;

import java.util.List;

/**
 * A command that locks a table in a mode (PostgreSQL manual, 13.3 "Explicit Locking", of 14 to 18,
 * and the pages of the commands).
 *
 * @param mode the one it takes
 * @param name the command, with which form of it is meant
 * @param brief the command alone
 */
record LockTaker(LockMode mode, String name, String brief) {

  /** From common to rare. */
  static final List<LockTaker> ALL =
      List.of(
          of(ACCESS_SHARE, "SELECT"),
          of(ROW_EXCLUSIVE, "INSERT"),
          of(ROW_EXCLUSIVE, "UPDATE"),
          of(ROW_EXCLUSIVE, "DELETE"),
          new LockTaker(ROW_EXCLUSIVE, "MERGE (from PostgreSQL 15 on)", "MERGE"),
          of(ROW_EXCLUSIVE, "COPY FROM"),
          of(ROW_SHARE, "SELECT FOR UPDATE"),
          of(ROW_SHARE, "SELECT FOR NO KEY UPDATE"),
          of(ROW_SHARE, "SELECT FOR SHARE"),
          of(ROW_SHARE, "SELECT FOR KEY SHARE"),
          new LockTaker(SHARE_UPDATE_EXCLUSIVE, "VACUUM (not FULL)", "VACUUM"),
          of(SHARE_UPDATE_EXCLUSIVE, "ANALYZE"),
          of(SHARE, "CREATE INDEX"),
          of(SHARE_UPDATE_EXCLUSIVE, "CREATE INDEX CONCURRENTLY"),
          of(SHARE_UPDATE_EXCLUSIVE, "REINDEX CONCURRENTLY"),
          of(SHARE_UPDATE_EXCLUSIVE, "DROP INDEX CONCURRENTLY"),
          alter(SHARE_UPDATE_EXCLUSIVE, "VALIDATE CONSTRAINT"),
          alter(SHARE_UPDATE_EXCLUSIVE, "ATTACH PARTITION"),
          alter(SHARE_UPDATE_EXCLUSIVE, "DETACH PARTITION CONCURRENTLY"),
          alter(SHARE_UPDATE_EXCLUSIVE, "ALTER COLUMN … SET STATISTICS"),
          alter(SHARE_UPDATE_EXCLUSIVE, "SET (fillfactor, autovacuum_…)"),
          new LockTaker(ACCESS_EXCLUSIVE, "ALTER TABLE (most forms)", "ALTER TABLE"),
          of(SHARE_ROW_EXCLUSIVE, "CREATE TRIGGER"),
          alter(SHARE_ROW_EXCLUSIVE, "ADD FOREIGN KEY"),
          alter(SHARE_ROW_EXCLUSIVE, "ENABLE TRIGGER, DISABLE TRIGGER"),
          of(SHARE_UPDATE_EXCLUSIVE, "CREATE STATISTICS"),
          of(SHARE_UPDATE_EXCLUSIVE, "COMMENT ON"),
          of(SHARE_UPDATE_EXCLUSIVE, "ALTER INDEX RENAME"),
          of(ACCESS_EXCLUSIVE, "DROP TABLE"),
          of(ACCESS_EXCLUSIVE, "TRUNCATE"),
          of(ACCESS_EXCLUSIVE, "DROP INDEX"),
          new LockTaker(SHARE, "REINDEX (the table)", "REINDEX"),
          new LockTaker(ACCESS_EXCLUSIVE, "REINDEX (the index)", "REINDEX"),
          of(ACCESS_EXCLUSIVE, "VACUUM FULL"),
          of(ACCESS_EXCLUSIVE, "CLUSTER"),
          of(EXCLUSIVE, "REFRESH MATERIALIZED VIEW CONCURRENTLY"),
          of(ACCESS_EXCLUSIVE, "REFRESH MATERIALIZED VIEW"),
          of(ACCESS_EXCLUSIVE, "DROP TRIGGER"),
          of(ACCESS_EXCLUSIVE, "CREATE POLICY"),
          new LockTaker(ACCESS_EXCLUSIVE, "LOCK TABLE (without a mode)", "LOCK TABLE"));

  private static LockTaker of(LockMode mode, String command) {
    return new LockTaker(mode, command, command);
  }

  private static LockTaker alter(LockMode mode, String form) {
    return new LockTaker(mode, "ALTER TABLE … " + form, "ALTER TABLE");
  }
}
