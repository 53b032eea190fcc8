package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements by themselves that really fail, and sessions that really end in them. */
@OnPostgres
final class CutOffTest {

  private static final String FILE = "20260102120000_segments";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    project.file(
        "20260101120000_users",
        """
        CREATE TABLE users (id int, email text);
        INSERT INTO users SELECT i, i::text FROM generate_series(1, 100) i;
        CREATE TYPE mood AS ENUM ('sad');
        CREATE TABLE log (at date) PARTITION BY RANGE (at);
        CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
        CREATE TABLE log_2 (at date);
        CREATE FUNCTION slowly(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
        BEGIN RETURN $1; END $$;
        """);
    apply();
  }

  private void apply() {
    Outcome outcome = project.apply();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
  }

  private Problem failure() {
    return Objects.requireNonNull(project.apply().report().error(), project::console);
  }

  /** The schema public of PostgreSQL 14 is not the database owner's. */
  private void ownSchema() {
    database.asSuperuser().execute("ALTER SCHEMA public OWNER TO " + database.user());
  }

  private void slow(boolean slow) {
    database.execute(
        "CREATE OR REPLACE FUNCTION slowly(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN "
            + (slow ? "PERFORM pg_sleep(0.5); " : "")
            + "RETURN $1; END $$");
  }

  /** Ends the session that runs such a statement, as soon as it waits or sleeps there. */
  private void endSessionIn(String statement, String waiting) {
    String sessions =
        " FROM pg_stat_activity WHERE query LIKE '"
            + statement
            + "%' AND state = 'active' AND pid <> pg_backend_pid() AND wait_event "
            + waiting
            + " AND datname = current_database()";
    assertThat(Eventually.holds(() -> "1".equals(database.value("SELECT count(*)" + sessions))))
        .as(project::console)
        .isTrue();
    database.query("SELECT pg_terminate_backend(pid)" + sessions);
  }

  private Problem applyAndEndSessionIn(String statement, String waiting)
      throws ExecutionException, InterruptedException {
    CompletableFuture<Outcome> run = CompletableFuture.supplyAsync(project::apply);
    endSessionIn(statement, waiting);
    return Objects.requireNonNull(run.get().report().error());
  }

  private List<?> indexes() {
    return database.query(
        "SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            + " WHERE i.indrelid = 'users'::regclass ORDER BY 1");
  }

  @Test
  void rebuildsAnIndexWhoseSessionEnded() throws ExecutionException, InterruptedException {
    slow(true);
    project.file(FILE, "CREATE INDEX CONCURRENTLY users_slow ON users (slowly(id));");
    assertThat(applyAndEndSessionIn("CREATE INDEX", "= 'PgSleep'").code())
        .isEqualTo("CONNECTION_LOST");
    assertThat(indexes()).isEqualTo(List.of(List.of("users_slow", "f")));
    slow(false);
    apply();
    assertThat(indexes()).isEqualTo(List.of(List.of("users_slow", "t")));
    assertThat(project.console()).contains("left INVALID by the earlier run");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "REINDEX INDEX CONCURRENTLY users_slow",
        "REINDEX TABLE CONCURRENTLY users",
        "REINDEX SCHEMA CONCURRENTLY public"
      })
  void reindexesAgainWhenTheSessionEnded(String reindex)
      throws ExecutionException, InterruptedException {
    ownSchema();
    database.execute("CREATE INDEX users_slow ON users (slowly(id))");
    slow(true);
    project.file(FILE, reindex + ";");
    assertThat(applyAndEndSessionIn("REINDEX", "= 'PgSleep'").code()).isEqualTo("CONNECTION_LOST");
    assertThat(indexes().toString()).contains("[users_slow_ccnew, f]");
    slow(false);
    apply();
    assertThat(indexes()).isEqualTo(List.of(List.of("users_slow", "t")));
  }

  @Test
  void dropsAnIndexAgainWhenTheSessionEnded()
      throws ExecutionException, InterruptedException, SQLException {
    database.execute("CREATE INDEX users_email ON users (email)");
    project.file(FILE, "DROP INDEX CONCURRENTLY users_email;");
    try (Connection reader = database.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("SELECT FROM users");
      assertThat(applyAndEndSessionIn("DROP INDEX", "= 'virtualxid'").code())
          .isEqualTo("CONNECTION_LOST");
      reader.rollback();
    }
    assertThat(indexes()).isEqualTo(List.of(List.of("users_email", "f")));
    apply();
    assertThat(indexes()).isEqualTo(List.of());
  }

  @Test
  void finalizesADetachThatIsReallyPending()
      throws ExecutionException, InterruptedException, SQLException {
    project.file(FILE, "ALTER TABLE log DETACH PARTITION log_1 CONCURRENTLY;");
    try (Connection reader = database.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("SELECT FROM log");
      assertThat(applyAndEndSessionIn("ALTER TABLE", "= 'virtualxid'").code())
          .isEqualTo("CONNECTION_LOST");
      reader.rollback();
    }
    assertThat(database.value("SELECT inhdetachpending FROM pg_inherits")).isEqualTo("t");
    apply();
    assertThat(database.value("SELECT count(*) FROM pg_inherits")).isEqualTo("0");
    assertThat(project.console()).contains("finalized");
  }

  @Test
  void neverCallsADetachDoneThatTheServerRefused() {
    project.file(FILE, "ALTER TABLE log DETACH PARTITION log_2 CONCURRENTLY;");
    String first = failure().sqlState();
    assertThat(failure().sqlState()).isEqualTo(first);
  }

  @Test
  void neverCallsADropDoneThatTheServerRefused() {
    project.file(FILE, "DROP INDEX CONCURRENTLY users_emial;");
    assertThat(failure().sqlState()).isEqualTo("42704");
    assertThat(failure().sqlState()).isEqualTo("42704");
  }

  @Test
  void neverCallsAnEnumValueAddedThatTheServerRefused() {
    project.file(FILE, "-- dbsage: transaction=false\nALTER TYPE mood ADD VALUE 'sad';");
    assertThat(failure().sqlState()).isEqualTo("42710");
    assertThat(failure().sqlState()).isEqualTo("42710");
  }

  private void cutOffInSecond() {
    project.file(
        FILE, "-- dbsage: transaction=false\nSELECT 1;\nINSERT INTO users VALUES (0, 'once');");
    apply();
    database.execute(
        "UPDATE dbsage_journal SET state = 'running', finished_at = NULL"
            + " WHERE version = '20260102120000' AND ordinal = 2",
        "UPDATE schema_migrations SET success = false, notes = 'running'"
            + " WHERE version = '20260102120000'");
  }

  @Test
  void doesNotRepeatACutOffStatementBecauseItsDirectiveIsGone() {
    cutOffInSecond();
    project.file(FILE, "SELECT 1;\nINSERT INTO users VALUES (0, 'once');");
    assertThat(failure().code()).isEqualTo("OUTCOME_UNKNOWN");
    project.file(FILE, "SELECT 1;\nINSERT INTO users VALUES (0, 'twice');");
    assertThat(failure().code()).isEqualTo("JOURNAL_PREFIX");
    assertThat(database.value("SELECT count(*) FROM users WHERE id = 0")).isEqualTo("1");
  }

  @Test
  void doesNotForgetACutOffStatementThatIsGone() {
    cutOffInSecond();
    project.file(FILE, "SELECT 1;");
    assertThat(failure().code()).isEqualTo("JOURNAL_PREFIX");
    assertThat(
            database.value(
                "SELECT success FROM schema_migrations WHERE version = '20260102120000'"))
        .isEqualTo("f");
  }

  @Test
  void waitsForLocksNoLongerBecauseAStatementStandsByItself() throws Exception {
    project.file(
        FILE, "-- dbsage: transaction=false\nSELECT 1;\nALTER TABLE users ADD COLUMN b int;");
    project.lockTimeout(Duration.ofMillis(20));
    try (Connection reader = database.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("SELECT FROM users");
      CompletableFuture<Outcome> run = CompletableFuture.supplyAsync(project::apply);
      // Someone who would queue behind an ALTER TABLE that waits without limit.
      assertThat(Eventually.holds(() -> project.console().contains("try 2 of"))).isTrue();
      reader.rollback();
      assertThat(run.get().report().passed()).as(project.console()).isTrue();
    }
  }

  @Test
  void becomesOneTransactionAgainWhenNothingOfItWasDone() {
    project.file(FILE, "CREATE INDEX CONCURRENTLY users_email ON users (emial);");
    failure();
    project.file(FILE, "CREATE TABLE a ();\nSELECT 1/0;");
    failure();
    assertThat(database.value("SELECT to_regclass('a') IS NULL")).isEqualTo("t");
    project.file(FILE, "CREATE TABLE a ();\nVACUUM a;\nSELECT 1;");
    apply();
    assertThat(
            database.value(
                "SELECT count(*) FROM dbsage_journal WHERE version = '20260102120000'"
                    + " AND ordinal > 0 AND state = 'done'"))
        .isEqualTo("3");
  }
}
