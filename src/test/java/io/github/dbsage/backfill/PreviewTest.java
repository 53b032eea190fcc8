package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.backfill.Preview.Plan.State;
import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@OnPostgres
final class PreviewTest {

  private static final String ROWS =
      "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 20000) i";

  private static Preview of(TestDatabase database, Backfills backfills) {
    try (Database opened = Database.at(database.target(), "test");
        Session session = opened.open()) {
      Preview preview = Preview.of(session, backfills.spec(), backfills.source(), "public", false);
      session.send("BEGIN");
      assertThat(Preview.of(session, backfills.spec(), backfills.source(), "public", true))
          .isEqualTo(preview);
      session.send("COMMIT");
      return preview;
    }
  }

  @Test
  void seesARangeOfAnIndex(TestDatabase database) {
    database.execute("CREATE TABLE t (id bigint PRIMARY KEY, a text, b text)", ROWS, "ANALYZE t");
    Preview preview = of(database, Backfills.of("b", "a").batch(500));
    assertThat(preview.plan()).isEqualTo(new Preview.Plan(State.RANGE, ""));
    assertThat(preview.key()).isEqualTo("id");
    assertThat(preview.rows()).isEqualTo(20_000);
    assertThat(preview.batchRows()).isEqualTo(500);
    assertThat(database.value("SELECT count(b) FROM t")).isEqualTo("0");
  }

  @Test
  void seesARangeOfPlacesInTheTable(TestDatabase database) {
    database.execute("CREATE TABLE t (id bigint, a text, b text)", ROWS);
    Preview preview = of(database, Backfills.of("b", "a"));
    assertThat(preview.key()).isEqualTo("ctid");
    assertThat(preview.plan().state()).isEqualTo(State.RANGE);
  }

  @Test
  void seesARangeOfSeveralColumnsInPasses(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (id bigint, \"A\" text, b text, PRIMARY KEY (\"A\", id))", ROWS);
    assertThat(of(database, Backfills.of("b", "\"A\"").passes(4)).plan().state())
        .isEqualTo(State.RANGE);
  }

  @Test
  void seesRangesOfPartitions(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, a text, b text) PARTITION BY RANGE (id)",
        "CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (10000)",
        "CREATE TABLE t_2 PARTITION OF t DEFAULT",
        ROWS);
    assertThat(of(database, Backfills.of("b", "a")).plan().state()).isEqualTo(State.RANGE);
    assertThat(
            of(database, Backfills.statement("UPDATE t SET b = a WHERE {chunk}", "t"))
                .plan()
                .state())
        .isEqualTo(State.RANGE);
  }

  @Test
  void seesThatAStatementReadsEverything(TestDatabase database) {
    database.execute("CREATE TABLE t (id bigint PRIMARY KEY, a text, b text)", ROWS);
    Preview.Plan plan =
        of(database, Backfills.statement("UPDATE t x SET b = a WHERE ({chunk}) IS TRUE", "x"))
            .plan();
    assertThat(plan).isEqualTo(new Preview.Plan(State.SCAN, "Seq Scan on public.t"));
  }

  @Test
  void seesThatAnIndexIsReadWithoutARange(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, a text, b text)",
        "CREATE INDEX t_a ON t (a)",
        ROWS,
        "ANALYZE t");
    Preview.Plan plan =
        of(
                database,
                Backfills.statement("DELETE FROM t x WHERE a >= 'v' AND ({chunk}) IS TRUE", "x"))
            .plan();
    assertThat(plan.state()).isEqualTo(State.SCAN);
    assertThat(plan.found()).endsWith("on public.t without a range of id");
  }

  @Test
  void looksAtTheTableOfTheBatchOnly(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, a text, b text)",
        "CREATE TABLE names (a text, b text)",
        ROWS);
    assertThat(
            of(database, Backfills.of("b", "(SELECT max(n.b) FROM names n WHERE n.a = t.a)"))
                .plan()
                .state())
        .isEqualTo(State.RANGE);
  }

  @Test
  void saysThatThereIsNothingToSee(TestDatabase database) {
    database.execute("CREATE TABLE t (id bigint PRIMARY KEY, a text, b text)");
    assertThat(of(database, Backfills.of("b", "a")).plan())
        .isEqualTo(new Preview.Plan(State.UNSEEN, "the table is empty"));
  }

  @Test
  void weighsATableWithItsPartitions(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, a text, b text) PARTITION BY RANGE (id)",
        "CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (10000) WITH (fillfactor = 70)",
        "CREATE TABLE t_2 PARTITION OF t DEFAULT",
        "CREATE INDEX t_2_b ON t_2 (lower(b))",
        ROWS,
        "ANALYZE");
    try (Database opened = Database.at(database.target(), "test");
        Session session = opened.open()) {
      Bulk bulk = Objects.requireNonNull(Bulk.of(session, Backfills.of("b", "a").spec()));
      assertThat(bulk.rows()).isBetween(19_900L, 20_100L);
      assertThat(bulk.indexes()).isEqualTo(2);
      assertThat(bulk.indexed()).isTrue();
      assertThat(bulk.fillfactor()).isEqualTo(70);
      assertThat(bulk.heapBytes()).isPositive();
      assertThat(Bulk.of(session, Backfills.of("b", "a").on("nowhere").spec())).isNull();
    }
  }
}
