package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import org.junit.jupiter.api.Test;

@OnPostgres
final class BackfillEngineTest {

  private static final String WRONG = "SELECT count(*) FROM t WHERE b IS DISTINCT FROM a";

  @Test
  void fillsEveryRowOfATable(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, a text, b text)",
        "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 20000) i",
        "ANALYZE t");

    BackfillReport report = Backfills.of("b", "a").batch(500).done(database);

    assertThat(report.rows()).isEqualTo(20_000);
    assertThat(report.status()).isEqualTo("done");
    assertThat(database.value(WRONG)).isEqualTo("0");
  }

  @Test
  void doesEachRowOnceWhatIsNotToBeDoneTwice(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, cnt int NOT NULL DEFAULT 0)",
        "INSERT INTO t SELECT i FROM generate_series(1, 20000) i",
        "ANALYZE t");

    BackfillReport report = Backfills.of("cnt", "cnt + 1").once().batch(300).done(database);

    assertThat(report.rows()).isEqualTo(20_000);
    assertThat(database.value("SELECT count(*) FROM t WHERE cnt <> 1")).isEqualTo("0");
  }

  @Test
  void goesThroughATableWithoutAKeyInPhysicalOrder(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (a text, b text)",
        "INSERT INTO t SELECT 'v' || i FROM generate_series(1, 20000) i",
        "ANALYZE t");

    BackfillReport report = Backfills.of("b", "a").batch(500).done(database);

    assertThat(report.key()).isEqualTo("ctid");
    assertThat(database.value(WRONG)).isEqualTo("0");
  }

  @Test
  void goesInInterleavedPasses(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, a text, b text)",
        "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 20000) i",
        "ANALYZE t");

    BackfillReport report = Backfills.of("b", "a").batch(500).passes(8).done(database);

    assertThat(report.rows()).isEqualTo(20_000);
    assertThat(database.value(WRONG)).isEqualTo("0");
  }
}
