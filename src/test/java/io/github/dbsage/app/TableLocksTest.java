package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** What status shows of a table's locks. */
@OnPostgres
final class TableLocksTest {

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    project.file("20260101120000_one", "SELECT 1;");
    database.execute(
        "CREATE TABLE users (id int PRIMARY KEY, name text)",
        "CREATE TABLE users_archive (id int)",
        "CREATE SCHEMA other",
        "CREATE TABLE other.orders (id int) PARTITION BY RANGE (id)",
        "CREATE TABLE other.first PARTITION OF other.orders FOR VALUES FROM (0) TO (10)",
        "CREATE TABLE other.users (id int)",
        "CREATE TABLE \"My \"\"Table\" (id int)");
  }

  private static Connection open(TestDatabase as, String... statements) throws SQLException {
    Connection connection = as.connect();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET application_name = 'the holder'");
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return connection;
  }

  private void show(String table) {
    assertThat(project.table(table).status().report().passed()).as(project.console()).isTrue();
  }

  private Problem refused(String table) {
    return Objects.requireNonNull(project.table(table).status().report().error());
  }

  @Test
  void showsWhoHoldsAndWhoWants() throws Exception {
    try (Connection holder = open(database, "UPDATE users SET name = $$PASSWORD 'hunter2'$$");
        Connection waiter = open(database)) {
      CompletableFuture<Void> alter =
          CompletableFuture.runAsync(() -> execute(waiter, "ALTER TABLE users ADD COLUMN b int"));
      assertThat(Eventually.holds(this::isQueued)).isTrue();
      show("public.users");
      String pid = String.valueOf(holder.unwrap(PGConnection.class).getBackendPID());
      assertThat(project.console())
          .contains("Sessions that hold or want a lock on public.users:")
          .containsPattern(
              pid
                  + " +"
                  + database.user()
                  + " +the holder +idle in transaction +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d"
                  + " +ROW EXCLUSIVE +Client: ClientRead +UPDATE users SET name = ")
          .containsPattern(
              "active +\\d{4}-.{14} +ACCESS EXCLUSIVE +Lock: relation +ALTER TABLE users ADD COLUMN")
          .containsPattern(
              "relation +users +ACCESS EXCLUSIVE +no, waits +1 +SELECT, INSERT, UPDATE")
          .containsPattern("relation +users +ROW EXCLUSIVE +yes +1 +CREATE INDEX, ALTER TABLE")
          .containsPattern("relation +users_pkey +ROW EXCLUSIVE +yes +1 +")
          .doesNotContain("hunter2");
      holder.rollback();
      alter.get();
      waiter.rollback();
    }
  }

  private boolean isQueued() {
    return "1"
        .equals(
            database.value(
                "SELECT count(*) FROM pg_locks"
                    + " WHERE relation = 'users'::regclass AND NOT granted"));
  }

  private static void execute(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Test
  void looksAtPartitionsAndAtNothingThatIsOnlyCalledAlike() throws Exception {
    try (Connection holder =
        open(database, "SELECT FROM other.first", "SELECT FROM users_archive")) {
      show("orders");
      assertThat(project.console())
          .containsPattern("relation +other.first +ACCESS SHARE +yes +1 +ALTER TABLE, DROP TABLE");
      show("public.users");
      assertThat(project.console()).contains("Nobody holds or wants a lock on public.users.");
      holder.rollback();
    }
  }

  @Test
  void writesTheTwoQueriesWithTheTableFilledIn() throws IOException {
    show("\"My \"\"Table\"");
    String sql = Files.readString(folder.resolve("target/dbsage/status.sql"));
    assertThat(sql)
        .contains("-- Sessions that hold or want a lock on public.\"My \"\"Table\"\n")
        .contains("'\"public\".\"My \"\"Table\"'::pg_catalog.regclass");
    database.execute(sql);
  }

  @Test
  void saysWhatAPlainRoleIsNotShown() throws Exception {
    String stranger = database.createRole("LOGIN PASSWORD 'open sesame'");
    database.execute("GRANT SELECT ON users TO " + stranger);
    try (Connection holder = open(database.as(stranger, "open sesame"), "SELECT id FROM users")) {
      show("public.users");
      assertThat(project.console())
          .containsPattern(stranger + " +the holder +not shown +ACCESS SHARE +not shown")
          .contains("GRANT pg_read_all_stats TO " + database.user() + ";");
      holder.rollback();
    }
  }

  @Test
  void refusesWhatIsNoTable() {
    assertThat(refused("a b").what()).isEqualTo("-Ddbsage.table=a b is no name of a table.");
    Problem misspelled = refused("public.usres");
    assertThat(misspelled.what())
        .isEqualTo("There is no table public.usres in the database " + database.name() + ".");
    assertThat(misspelled.fix()).startsWith("Did you mean public.users");
    assertThat(refused("public.orders").fix()).isEqualTo("Did you mean other.orders?");
    assertThat(refused("\"my \"\"table\"").fix())
        .isEqualTo("Did you mean public.\"My \"\"Table\"?");
    assertThat(refused("wholly_different").fix()).contains("Write its schema too");
  }

  @Test
  void asksWhichOfSeveralTablesIsMeant() {
    Problem several = refused("users");
    assertThat(several.what())
        .isEqualTo("-Ddbsage.table=users could be one of 2 tables: other.users, public.users.");
    assertThat(several.fix()).isEqualTo("Write the schema too: -Ddbsage.table=other.users");
    assertThat(project.console()).doesNotContain("Migrations: ");
  }
}
