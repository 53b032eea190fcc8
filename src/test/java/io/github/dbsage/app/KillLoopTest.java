package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runners that are killed again and again, at any moment; takes minutes. */
@Tag("full")
@OnPostgres
final class KillLoopTest {

  private static final int KILLS = 25;

  /** A JVM needs most of a second until it talks to the server; the whole takes some five more. */
  private static final int EARLIEST_MS = 500;

  private static final int LATEST_MS = 2_000;

  @TempDir Path folder;

  private static String version(int number) {
    return String.format(Locale.ROOT, "202601%02d120000", number);
  }

  private void write(Workspace project) {
    project.file(
        version(1) + "_start",
        """
        CREATE TABLE effects (what text);
        CREATE TABLE users (id int, email text);
        INSERT INTO users SELECT i, i::text FROM generate_series(1, 20000) i;
        CREATE TYPE mood AS ENUM ('sad');
        CREATE TABLE log (at date) PARTITION BY RANGE (at);
        """);
    for (int i = 2; i <= 20; i++) {
      String sleep = "SELECT pg_sleep(0.2);\n";
      String once = "INSERT INTO effects VALUES ('" + i + "');\n";
      String name = version(i) + "_change";
      switch (i % 5) {
        case 0 ->
            project.file(
                name,
                once
                    + "CREATE INDEX CONCURRENTLY users_%1$d ON users (email, (id + %1$d));\n"
                        .formatted(i)
                    + sleep
                    + "REINDEX INDEX CONCURRENTLY users_%d;\n".formatted(i)
                    + once);
        case 1 -> project.file(name, once + sleep + "CREATE TABLE t_" + i + " ();\n" + once);
        case 2 ->
            project.file(
                name,
                once
                    + "ALTER TYPE mood ADD VALUE 'm%1$d';\nVACUUM effects;\n".formatted(i)
                    + sleep
                    + once);
        case 3 ->
            project.file(
                name,
                """
                CREATE TABLE log_%1$d PARTITION OF log
                  FOR VALUES FROM ('%2$d-01-01') TO ('%2$d-02-01');
                ALTER TABLE log DETACH PARTITION log_%1$d CONCURRENTLY;
                """
                        .formatted(i, 2000 + i)
                    + once
                    + sleep
                    + once);
        default ->
            project.file(
                name,
                "COPY effects FROM STDIN;\n"
                    + i
                    + "\n\\.\n"
                    + sleep
                    + "CREATE INDEX users_%1$d ON users (id);\n".formatted(i)
                    + "DROP INDEX CONCURRENTLY users_%d;\n".formatted(i)
                    + once);
      }
    }
  }

  @Test
  void takesEffectOnceHoweverOftenItIsKilled(TestDatabase database) throws Exception {
    Workspace project = new Workspace(folder, database);
    write(project);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int killed = 0;
    for (int i = 0; i < KILLS; i++) {
      Process runner = ForkedApply.start(folder, database);
      boolean ended =
          runner.waitFor(
              EARLIEST_MS + random.nextInt(LATEST_MS - EARLIEST_MS), TimeUnit.MILLISECONDS);
      if (ended) {
        assertThat(runner.exitValue()).as("seed " + seed).isZero();
        break;
      }
      runner.destroyForcibly().waitFor();
      killed++;
    }
    assertThat(killed).isPositive();
    assertThat(project.apply().report().passed()).as("seed " + seed + project.console()).isTrue();

    assertThat(database.query("SELECT what FROM effects GROUP BY what HAVING count(*) <> 2"))
        .isEmpty();
    assertThat(database.value("SELECT count(DISTINCT what) FROM effects")).isEqualTo("19");
    assertThat(database.value("SELECT count(*) FROM schema_migrations WHERE success"))
        .isEqualTo("20");
    assertThat(database.query("SELECT * FROM schema_migrations WHERE NOT success")).isEmpty();
    assertThat(
            database.query(
                "SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c"
                    + " ON c.oid = i.indexrelid WHERE i.indrelid = 'users'::regclass ORDER BY 1"))
        .containsExactly(
            List.of("users_10", "t"),
            List.of("users_15", "t"),
            List.of("users_20", "t"),
            List.of("users_5", "t"));
    assertThat(database.query("SELECT FROM pg_inherits")).isEmpty();
    assertThat(
            database.query(
                "SELECT FROM pg_locks WHERE locktype = 'advisory'"
                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))
        .isEmpty();
  }
}
