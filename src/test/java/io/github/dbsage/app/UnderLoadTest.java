package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Report;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A change from its first file to its last while three versions of an application write: none of
 * them gets an error or waits for a lock for longer than the lock budget, and no write is lost.
 */
@OnPostgres
final class UnderLoadTest {

  private static final int SOME = 5_000;
  private static final int MANY = 200_000;

  @TempDir Path folder;
  @TempDir Path cache;

  private TestDatabase database;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
  }

  /** The rows of the base migration; that with the number 0 is nobody's. */
  private static String rows(int rows, String table, String column, String value) {
    return "INSERT INTO "
        + table
        + " (id, "
        + column
        + ") SELECT i, "
        + value
        + " FROM generate_series(0, "
        + rows
        + ") i;";
  }

  private static Map<Integer, @Nullable String> known(int rows, Traffic.Values values) {
    Map<Integer, @Nullable String> known = new HashMap<>();
    for (int i = 1; i <= rows; i++) {
      known.put(i, values.of(i, 0));
    }
    return known;
  }

  private void rename(int rows, boolean killed) {
    String table = "public.users";
    Traffic.Values values = (key, serial) -> "u" + key + "-" + serial + "@example.com";
    PatternTrial trial =
        new PatternTrial(
            folder,
            cache,
            database,
            "rename-column",
            "CREATE TABLE public.users (id integer PRIMARY KEY, email text UNIQUE,"
                + " other integer NOT NULL DEFAULT 0, CHECK (email LIKE '%@%'));"
                + " CREATE INDEX users_email_lower ON public.users (lower(email));"
                + rows(rows, table, "email", "'u' || i || '-0@example.com'"));
    trial.writes("table", table, "from", "email", "to", "email_address");
    Traffic.Scene scene = new Traffic.Scene(table, rows, "text", values);
    try (Traffic traffic = new Traffic(database, scene, known(rows, values))) {
      change(trial.project(), traffic, table, "email", "email_address", true, killed, rows);
      traffic.isAsTheOracleSays("email_address", null);
    }
  }

  private void retype(int rows, boolean killed) {
    String table = "public.people";
    Traffic.Values values = (key, serial) -> String.valueOf(key * 7 + serial);
    PatternTrial trial =
        new PatternTrial(
            folder,
            cache,
            database,
            "change-type",
            "CREATE TABLE public.people (id integer PRIMARY KEY, age integer NOT NULL DEFAULT 18,"
                + " other integer NOT NULL DEFAULT 0);"
                + " CREATE INDEX people_age ON public.people (age);"
                + rows(rows, table, "age", "i * 7"));
    trial.writes("table", table, "column", "age", "type", "numeric(12,2)");
    Traffic.Scene scene = new Traffic.Scene(table, rows, "integer", values);
    try (Traffic traffic = new Traffic(database, scene, known(rows, values))) {
      change(trial.project(), traffic, table, "age", "age_new", false, killed, rows);
      traffic.isAsTheOracleSays("age_new::bigint::text", null);
    }
  }

  /** The column is one and the same; version 1 writes NULL, which nobody does behind the gate. */
  private void demand(int rows, boolean killed) {
    String table = "public.members";
    Traffic.Values values = (key, serial) -> "m" + key + "-" + serial;
    PatternTrial trial =
        new PatternTrial(
            folder,
            cache,
            database,
            "not-null",
            "CREATE TABLE public.members (id integer PRIMARY KEY, name text,"
                + " other integer NOT NULL DEFAULT 0);"
                + rows(
                    rows,
                    table,
                    "name",
                    "CASE WHEN i % 2 = 0 THEN NULL ELSE 'm' || i || '-0' END"));
    trial.writes("table", table, "column", "name", "to", "'nobody'");
    Map<Integer, @Nullable String> known = new HashMap<>();
    for (int i = 1; i <= rows; i++) {
      known.put(i, i % 2 == 0 ? null : values.of(i, 0));
    }
    Workspace project = trial.project();
    try (Traffic traffic =
        new Traffic(database, new Traffic.Scene(table, rows, "text", values), known)) {
      Traffic.Version first = traffic.start(true, "name");
      waits(project, "app-v2");
      first.writesMore();
      Traffic.Version second = traffic.start(false, "name");
      first.writesMore();
      first.stop();
      Traffic.Version third = traffic.start(false, "name");
      project.deployed("app-v2");
      if (killed) {
        killed(table, "app-v2", rows);
      }
      waits(project, "app-v3");
      second.writesMore();
      second.stop();
      project.deployed("app-v3");
      waits(project, null);
      third.writesMore();
      third.stop();
      traffic.isAsTheOracleSays("name", "nobody");
    }
  }

  private void change(
      Workspace project,
      Traffic traffic,
      String table,
      String old,
      String fresh,
      boolean nulls,
      boolean killed,
      int rows) {
    Traffic.Version first = traffic.start(nulls, old);
    waits(project, "app-v2");
    first.writesMore();
    Traffic.Version second = traffic.start(nulls, old, fresh);
    first.writesMore();
    first.stop();

    Traffic.Version third = traffic.start(nulls, fresh);
    project.deployed("app-v2");
    if (killed) {
      killed(table, "app-v2", rows);
    }
    waits(project, "app-v3");
    second.writesMore();
    third.writesMore();
    second.stop();

    project.deployed("app-v3");
    waits(project, null);
    third.writesMore();
    third.stop();
  }

  private static void waits(Workspace project, @Nullable String gate) {
    Report report = project.apply().report();
    assertThat(report.passed()).as(project.console()).isTrue();
    Report.Waiting waiting = report.waiting();
    assertThat(waiting == null ? null : waiting.gate()).as(project.console()).isEqualTo(gate);
  }

  /** Kills a run in the middle of the backfill, which a locked row keeps open. */
  private void killed(String table, String gate, int rows) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT FROM " + table + " WHERE id = 0 FOR UPDATE");
      Process run = ForkedApply.start(folder, database, database.jdbcUrl(), Lock.SESSION, gate);
      try {
        assertThat(Eventually.holds(() -> hasBegun(rows))).as("the backfill has begun").isTrue();
        assertThat(run.isAlive()).as("it is not at its end").isTrue();
      } finally {
        run.destroyForcibly().waitFor();
      }
      connection.rollback();
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Few rows may be one batch, which waits for the one that is locked. */
  private boolean hasBegun(int rows) {
    String begun = rows > SOME ? "total_processed > 0" : "true";
    return "t".equals(database.value("SELECT to_regclass('migration_progress') IS NOT NULL"))
        && !"0".equals(database.value("SELECT count(*) FROM migration_progress WHERE " + begun));
  }

  @Test
  void renamesAColumn() {
    rename(SOME, false);
  }

  @Test
  void changesAType() {
    retype(SOME, false);
  }

  @Test
  void renamesAColumnThoughTheBackfillIsKilled() {
    rename(SOME, true);
  }

  @Test
  void demandsAValue() {
    demand(SOME, true);
  }

  @Test
  @Tag("full")
  void demandsAValueOfManyRows() {
    demand(MANY, true);
  }

  @Test
  @Tag("full")
  void renamesAColumnOfManyRows() {
    rename(MANY, true);
  }

  @Test
  @Tag("full")
  void changesTheTypeOfManyRows() {
    retype(MANY, true);
  }
}
