package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbsage.model.Event;
import io.github.dbsage.model.UserError;
import io.github.dbsage.sql.LockMode;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** PostgreSQL's lock modes as people look them up, and as servers have them. */
@OnPostgres
final class LockTableTest {

  private static String column(Event.Table table, String header) {
    int at = table.header().indexOf(header);
    return table.rows().stream()
        .map(row -> row.get(at))
        .filter(cell -> !cell.isEmpty())
        .collect(Collectors.joining(" "));
  }

  @Test
  void showsAModeUnderAnyOfItsNames() {
    for (String name : List.of("ShareLock", "SHARE", " share ", "share mode", "SHARE_LOCK")) {
      Event.Table table = LockTable.of(name);
      assertThat(column(table, "mode")).isEqualTo("SHARE ShareLock");
      assertThat(column(table, "conflicts with"))
          .isEqualTo(
              "ROW EXCLUSIVE, SHARE UPDATE EXCLUSIVE, SHARE ROW EXCLUSIVE, EXCLUSIVE,"
                  + " ACCESS EXCLUSIVE");
      assertThat(column(table, "taken by")).isEqualTo("CREATE INDEX, REINDEX (the table)");
      assertThat(column(table, "who waits"))
          .startsWith("INSERT, UPDATE, DELETE, MERGE, COPY FROM,");
      assertThat(column(table, "reads")).isEqualTo("go on");
      assertThat(column(table, "writes")).isEqualTo("wait");
    }
    assertThat(column(LockTable.of("AccessExclusiveLock"), "mode"))
        .isEqualTo(column(LockTable.of("ACCESS EXCLUSIVE"), "mode"));
  }

  @Test
  void showsAllModes() {
    String modes = column(LockTable.of("ALL"), "mode");
    for (LockMode mode : LockMode.values()) {
      assertThat(modes).contains(mode.words() + " " + mode.serverName());
    }
  }

  @Test
  void listsTheModesWhereOneIsUnknown() {
    UserError error = catchThrowableOfType(UserError.class, () -> LockTable.of("AcessShareLock"));
    assertThat(error.problem().what())
        .isEqualTo(
            "dbsage.explain=AcessShareLock is no lock mode of PostgreSQL"
                + " (did you mean AccessShareLock?).");
    assertThat(error.problem().fix())
        .startsWith("Write one of AccessShareLock, RowShareLock,")
        .endsWith("AccessExclusiveLock, all.");
    error = catchThrowableOfType(UserError.class, () -> LockTable.of("exclusiv access"));
    assertThat(error.problem().fix()).startsWith("Write one of ACCESS SHARE, ROW SHARE,");
  }

  @Test
  void conflictsAsOnTheServer(TestDatabase database) throws SQLException {
    database.execute("CREATE TABLE t ()");
    try (Connection one = database.connect();
        Connection two = database.connect()) {
      one.setAutoCommit(false);
      two.setAutoCommit(false);
      for (LockMode held : LockMode.values()) {
        lock(one, held);
        for (LockMode wanted : LockMode.values()) {
          assertThat(isRefused(two, wanted))
              .as(wanted + " beside " + held)
              .isEqualTo(held.conflicts().contains(wanted));
        }
        one.rollback();
      }
    }
  }

  private static void lock(Connection connection, LockMode mode) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLE t IN " + mode.words() + " MODE NOWAIT");
    }
  }

  private static boolean isRefused(Connection connection, LockMode mode) throws SQLException {
    try {
      lock(connection, mode);
      return false;
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("55P03");
      return true;
    } finally {
      connection.rollback();
    }
  }

  @Test
  void knowsWhatCommandsTakeOnTheServer(TestDatabase database) throws SQLException {
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, a int)",
        "CREATE TABLE parent (id int PRIMARY KEY)",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
    assertTaken(database, "SELECT", "SELECT FROM t");
    assertTaken(database, "SELECT FOR UPDATE", "SELECT FROM t FOR UPDATE");
    assertTaken(database, "SELECT FOR KEY SHARE", "SELECT FROM t FOR KEY SHARE");
    assertTaken(database, "INSERT", "INSERT INTO t VALUES (1)");
    assertTaken(database, "UPDATE", "UPDATE t SET a = 1");
    assertTaken(database, "DELETE", "DELETE FROM t");
    assertTaken(database, "ANALYZE", "ANALYZE t");
    assertTaken(database, "CREATE STATISTICS", "CREATE STATISTICS s ON id, a FROM t");
    assertTaken(database, "COMMENT ON", "COMMENT ON TABLE t IS 'x'");
    assertTaken(
        database,
        "ALTER TABLE … ALTER COLUMN … SET STATISTICS",
        "ALTER TABLE t ALTER a SET STATISTICS 10");
    assertTaken(
        database,
        "ALTER TABLE … SET (fillfactor, autovacuum_…)",
        "ALTER TABLE t SET (fillfactor = 90)");
    assertTaken(database, "CREATE INDEX", "CREATE INDEX ON t (a)");
    assertTaken(database, "REINDEX (the table)", "REINDEX TABLE t");
    assertTaken(
        database,
        "CREATE TRIGGER",
        "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()");
    assertTaken(
        database,
        "ALTER TABLE … ADD FOREIGN KEY",
        "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES parent");
    assertTaken(
        database,
        "ALTER TABLE … ENABLE TRIGGER, DISABLE TRIGGER",
        "ALTER TABLE t DISABLE TRIGGER USER");
    assertTaken(database, "TRUNCATE", "TRUNCATE t");
    assertTaken(database, "CREATE POLICY", "CREATE POLICY p ON t");
    assertTaken(database, "ALTER TABLE (most forms)", "ALTER TABLE t ADD COLUMN b int");
    assertTaken(database, "LOCK TABLE (without a mode)", "LOCK TABLE t");
  }

  /** The strongest lock on the table. */
  private static void assertTaken(TestDatabase database, String command, String sql)
      throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(sql);
      try (var rows =
          statement.executeQuery(
              "SELECT mode FROM pg_locks WHERE relation = 't'::regclass"
                  + " AND pid = pg_backend_pid()")) {
        LockMode strongest = LockMode.ACCESS_SHARE;
        while (rows.next()) {
          LockMode mode = LockMode.of(rows.getString(1));
          strongest = mode.compareTo(strongest) > 0 ? mode : strongest;
        }
        assertThat(strongest.takenBy()).as(sql).contains(command);
      }
      connection.rollback();
    }
  }
}
