package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.BackfillSpec.Mode;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys at their borders, gone along for real: every row once, none left out. */
@OnPostgres
final class BackfillBordersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          id bigint PRIMARY KEY | -3000 | 3000 | n
          id smallint PRIMARY KEY | -32768 | -30000 | n
          id bigint PRIMARY KEY | 1 | 3000 | n * n * n * 1000
          id bigint PRIMARY KEY | 0 | 3000 | 9223372036854775807 - n
          id bigint PRIMARY KEY | 0 | 3000 | -9223372036854775807 + n
          id numeric PRIMARY KEY | -1500 | 1500 | n / 7.0
          id uuid PRIMARY KEY | 1 | 3000 | md5(n::text)::uuid
          id text PRIMARY KEY | 1 | 3000 | concat(chr(65 + (n % 58)::int), 'é''"\\{},', n)
          id text COLLATE "C" PRIMARY KEY | 1 | 3000 | concat(chr(65 + (n % 58)::int), n)
          id text COLLATE "und-x-icu" PRIMARY KEY | 1 | 3000 | concat(chr(65 + (n % 58)::int), n)
          id varchar(20) PRIMARY KEY | 1 | 3000 | concat(n % 13, ' ', n)
          id char(12) PRIMARY KEY | 1 | 3000 | n
          id timestamptz PRIMARY KEY | 1 | 3000 | timestamptz '2025-10-26' + n * interval '7 min'
          id date PRIMARY KEY | -1500 | 1500 | date '2000-02-29' + n::int
          """)
  void everyRowIsDoneOnceAlong(
      String key, long first, long last, String value, TestDatabase database) {
    database.execute(
        "CREATE TABLE t (" + key + ", cnt int NOT NULL DEFAULT 0)",
        "INSERT INTO t SELECT "
            + value
            + " FROM generate_series("
            + first
            + "::numeric, "
            + last
            + "::numeric) n ORDER BY md5(n::text)");

    BackfillReport report = Backfills.of("cnt", "cnt + 1").once().batch(70).done(database);

    assertThat(report.key()).isEqualTo("id");
    assertThat(report.rows()).isEqualTo(last - first + 1);
    assertThat(database.value("SELECT count(*) FROM t WHERE cnt <> 1")).isEqualTo("0");
  }

  @Test
  void everyRowIsDoneOnceAlongTwoColumns(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (a text COLLATE \"C\", b int, cnt int NOT NULL DEFAULT 0,"
            + " PRIMARY KEY (a, b))",
        "INSERT INTO t SELECT 'k' || n % 7, n - 1500 FROM generate_series(1, 3000) n",
        "ANALYZE t");

    BackfillReport report = Backfills.of("cnt", "cnt + 1").once().batch(70).done(database);

    assertThat(report.key()).isEqualTo("a, b");
    assertThat(database.value("SELECT count(*) FROM t WHERE cnt <> 1")).isEqualTo("0");
  }

  @Test
  void rowsWithNullInTheKeyThatWasAskedForAreDoneToo(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (x int, y int, a text, b text, UNIQUE (x, y))",
        "INSERT INTO t SELECT n % 9, NULLIF(n % 11, 0), 'v' || n FROM generate_series(1, 99) n");

    BackfillReport report = Backfills.of("b", "a").along("x", "y").batch(7).done(database);

    assertThat(report.key()).isEqualTo("ctid");
    assertThat(database.value("SELECT count(*) FROM t WHERE b IS DISTINCT FROM a")).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource({"BATCHED,0", "BATCHED,1", "SINGLE,0", "SINGLE,1", "AUTO,0", "AUTO,1"})
  void oneRowOrNoneIsDone(Mode mode, int rows, TestDatabase database) {
    for (String key : new String[] {"id bigint PRIMARY KEY", "id bigint", "id uuid PRIMARY KEY"}) {
      String name = "t" + Math.floorMod(key.hashCode(), 1_000);
      String id = key.contains("uuid") ? "md5(n::text)::uuid" : "n";
      database.execute(
          "CREATE TABLE " + name + " (" + key + ", a text, b text)",
          "INSERT INTO "
              + name
              + " SELECT "
              + id
              + ", 'v' FROM generate_series(1, "
              + rows
              + ") n");

      BackfillReport report = Backfills.of("b", "a").name(name).on(name).mode(mode).done(database);

      assertThat(report.rows()).isEqualTo(rows);
      assertThat(database.value("SELECT count(*) FROM " + name + " WHERE b = 'v'"))
          .isEqualTo(String.valueOf(rows));
    }
  }

  @Test
  void rowsAreDonePartitionByPartition(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, cnt int NOT NULL DEFAULT 0)"
            + " PARTITION BY RANGE (id)",
        "CREATE TABLE \"t low\" PARTITION OF t FOR VALUES FROM (MINVALUE) TO (0)",
        "CREATE TABLE t_high PARTITION OF t FOR VALUES FROM (0) TO (MAXVALUE)",
        "INSERT INTO t SELECT n FROM generate_series(-900, 2000) n",
        "ANALYZE t");

    Backfills.of("cnt", "cnt + 1").once().batch(70).done(database);

    assertThat(database.value("SELECT count(*) FROM t WHERE cnt <> 1")).isEqualTo("0");
  }
}
