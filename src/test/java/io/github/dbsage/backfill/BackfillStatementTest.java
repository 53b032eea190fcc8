package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Statements of the file's own, with {@code {chunk}} in them. */
@SuppressWarnings("try") // What is held is held by being open.
@OnPostgres
final class BackfillStatementTest {

  private static void tables(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, a text, b text)",
        "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 3000) i",
        "CREATE TABLE o (id bigint PRIMARY KEY, a text)",
        "INSERT INTO o SELECT i, 'o' || i FROM generate_series(1, 3000) i",
        "ANALYZE t",
        "ANALYZE o");
  }

  @Test
  void updatesFromAnotherTable(TestDatabase database) {
    tables(database);

    BackfillReport report =
        Backfills.statement("UPDATE t SET b = o.a FROM o WHERE o.id = t.id AND {chunk}", "t")
            .batch(200)
            .done(database);

    assertThat(report.rows()).isEqualTo(3_000);
    assertThat(
            database.value("SELECT count(*) FROM t JOIN o USING (id) WHERE b IS DISTINCT FROM o.a"))
        .isEqualTo("0");
  }

  @Test
  void deletes(TestDatabase database) {
    tables(database);

    BackfillReport report =
        Backfills.statement("DELETE FROM t WHERE id % 3 = 0 AND {chunk}", "t")
            .batch(200)
            .done(database);

    assertThat(report.rows()).isEqualTo(1_000);
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("2000");
    assertThat(database.value("SELECT count(*) FROM t WHERE id % 3 = 0")).isEqualTo("0");
  }

  @Test
  void insertsOnceBesideWhatIsThere(TestDatabase database) {
    tables(database);
    database.execute("DELETE FROM o WHERE id > 100");

    BackfillReport report =
        Backfills.statement(
                "INSERT INTO o (id, a) SELECT s.id, s.a FROM t s WHERE {chunk}"
                    + " ON CONFLICT DO NOTHING;",
                "s")
            .batch(200)
            .done(database);

    assertThat(report.rows()).isEqualTo(2_900);
    assertThat(database.value("SELECT count(*) FROM o")).isEqualTo("3000");
    assertThat(database.value("SELECT count(*) FROM o WHERE a LIKE 'o%'")).isEqualTo("100");
  }

  @Test
  void poisonIsFoundAndListed(TestDatabase database) {
    tables(database);
    database.execute("ALTER TABLE t ADD CHECK (b NOT IN ('o17', 'o2500'))");

    BackfillEngine.Result result =
        Backfills.statement("UPDATE t SET b = o.a FROM o WHERE o.id = t.id AND {chunk}", "t")
            .batch(200)
            .run(database);

    Problem error = result.error();
    assertThat(error).isNotNull();
    assertThat(error.code()).isEqualTo("BACKFILL_POISON");
    assertThat(result.report().poison())
        .extracting(BackfillReport.Poison::key)
        .containsExactlyInAnyOrder("id = 17", "id = 2500");
    assertThat(database.value("SELECT count(*) FROM t WHERE b IS NULL")).isEqualTo("2");
  }

  @Test
  void rowsThatAreHeldAreDeletedInTheEnd(TestDatabase database) throws Exception {
    tables(database);
    CompletableFuture<BackfillEngine.Result> running;
    try (Held held = Held.by(database, "SELECT FROM t WHERE id IN (1, 2000) FOR UPDATE")) {
      running = Backfills.statement("DELETE FROM t WHERE {chunk}", "t").batch(200).start(database);
      boolean rest =
          io.github.dbsage.testing.Eventually.holds(
              () -> "2".equals(database.value("SELECT count(*) FROM t")));
      assertThat(rest).isTrue();
      assertThat(running).isNotDone();
    }

    assertThat(running.get(1, TimeUnit.MINUTES).error()).isNull();
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("0");
  }
}
