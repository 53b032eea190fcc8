package io.github.dbsage.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Bound;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Type;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which CHECK spares ATTACH PARTITION its scan; every answer is the server's. */
@OnPostgres
final class BoundProofTest {

  /** Type of the key, bound, CHECKs; NOT NULL stands for the column's own. */
  private static final List<String> PROOFS =
      Written.lines(
          """
          int    | FROM (0) TO (100) | k >= 0 AND k < 100 AND k IS NOT NULL
          int    | FROM (0) TO (100) | k >= 0 AND k < 100 ; NOT NULL
          int    | FROM (0) TO (100) | k >= 0 ; k < 100 ; NOT NULL
          int    | FROM (0) TO (100) | k >= 0 AND k < 100 ; k IS NOT NULL
          int    | FROM (0) TO (100) | k IS NOT NULL AND (k >= 10 AND k < 50)
          int    | FROM (0) TO (100) | k > 0 AND k <= 99 ; NOT NULL
          int    | FROM (0) TO (100) | 0 <= k AND 100 > k ; NOT NULL
          int    | FROM (0) TO (100) | k BETWEEN 0 AND 99 ; NOT NULL
          int    | FROM (0) TO (100) | k = 5 ; NOT NULL
          int    | FROM (0) TO (100) | k IN (1, 2, 3) ; NOT NULL
          int    | FROM (0) TO (100) | k = ANY (ARRAY[1, 2]) ; NOT NULL
          int    | FROM (0) TO (100) | k >= 0 AND k < 50 OR k >= 50 AND k < 100 ; NOT NULL
          int    | FROM (0) TO (100) | k >= 0::bigint AND k < 100 ; NOT NULL
          int    | FROM (0) TO (100) | k >= '0' AND k < '100' ; NOT NULL
          int    | FROM ('0') TO ('100') | k >= 5 AND k < 99 ; NOT NULL
          int    | FROM (-10) TO (-1) | k >= -5 AND k < -1 ; NOT NULL
          int    | FROM (MINVALUE) TO (100) | k < 50 ; NOT NULL
          int    | FROM (0) TO (MAXVALUE) | k >= 0 ; NOT NULL
          int    | FROM (MINVALUE) TO (MAXVALUE) | NOT NULL
          bigint | FROM (0) TO (5000000000) | k >= 0 AND k < 4999999999 ; NOT NULL
          smallint | FROM (0) TO (100) | k >= 0 AND k < 100 ; NOT NULL
          numeric | FROM (0) TO (10.25) | k >= 0.0 AND k < 10.250 ; NOT NULL
          date | FROM ('2024-01-01') TO ('2024-02-01') | k >= '2024-01-01' AND k < '2024-02-01' ; NOT NULL
          date | FROM ('2024-01-01') TO ('2024-02-01') | k >= DATE '2024-01-01' AND k < '2024-01-15'::date ; NOT NULL
          date | FROM ('2024-01-01') TO ('2024-02-01') | k BETWEEN '2024-01-01' AND '2024-01-31' ; NOT NULL
          date | FROM ('2024-01-01') TO ('2024-02-01') | k >= timestamp '2024-01-01' AND k <= timestamp '2024-01-31 12:00' ; NOT NULL
          date | FROM ('2024-01-01') TO ('2024-02-01') | k = '2024-01-01' ; NOT NULL
          timestamp | FROM ('2024-01-01') TO ('2024-02-01') | k >= '2024-01-01 00:00:00' AND k < '2024-01-31 12:00' ; NOT NULL
          timestamp | FROM ('2024-01-01') TO ('2024-02-01') | k >= date '2024-01-01' AND k < date '2024-02-01' ; NOT NULL
          timestamp | FROM ('2024-01-01 10:00') TO ('2024-01-01 20:00') | k >= '2024-01-01 10:30' AND k < '2024-01-01 19:00' ; NOT NULL
          timestamptz | FROM ('2024-01-01') TO ('2024-02-01') | k >= '2024-01-01' AND k < '2024-02-01 00:00' ; NOT NULL
          timestamptz | FROM ('2024-01-01') TO ('2024-02-01') | k >= timestamptz '2024-01-01' AND k < '2024-02-01'::timestamptz ; NOT NULL
          timestamptz | FROM ('2024-01-01 00:00:00+00') TO ('2024-02-01 00:00:00+00') | k >= '2024-01-01 00:00:00+00' AND k < '2024-01-31 00:00:00+00' ; NOT NULL
          text | FROM ('a') TO ('m') | k >= 'a' AND k < 'm' ; NOT NULL
          text | FROM ('2024-01') TO ('2024-02') | k >= '2024-01' AND k < '2024-02' ; NOT NULL
          float8 | FROM (0) TO (10) | k >= 0 AND k < 10 ; NOT NULL
          uuid | FROM ('00000000-0000-0000-0000-000000000000') TO (MAXVALUE) | k >= '00000000-0000-0000-0000-000000000000' ; NOT NULL
          text | IN ('de', 'at') | k IN ('de', 'at') AND k IS NOT NULL
          text | IN ('de', 'at') | k IN ('at') ; NOT NULL
          text | IN ('de', 'at') | k = 'de' ; NOT NULL
          text | IN ('de', 'at') | k = 'de' OR k = 'at' ; NOT NULL
          text | IN ('de', 'at') | k = ANY (ARRAY['de', 'at']) ; NOT NULL
          text | IN ('de', 'at') | k = ANY (ARRAY['de', 'at']::text[]) ; NOT NULL
          text | IN ('de', 'at') | k = 'de'::varchar ; NOT NULL
          text | IN ('de', NULL) | k IN ('de')
          text | IN ('de', NULL) | k IS NULL OR k IN ('de')
          text | IN ('de', NULL) | k IN ('de') ; NOT NULL
          text | IN (NULL) | k IS NULL
          varchar(10) | IN ('de', 'at') | k IN ('de', 'at') ; NOT NULL
          varchar(10) | IN ('de') | k = 'de'::text ; NOT NULL
          char(2) | IN ('de', 'at') | k IN ('de', 'at') ; NOT NULL
          int | IN (1, 2, 3) | k IN (3, 1) ; NOT NULL
          bigint | IN (1, 2) | k IN (1, 2::bigint) ; NOT NULL
          numeric | IN (1, 2) | k IN (1.0, 2) ; NOT NULL
          bool | IN (true) | k = true ; NOT NULL
          mood | IN ('a', 'b') | k = 'a' ; NOT NULL
          """);

  private static final List<String> NO_PROOFS =
      Written.lines(
          """
          int    | FROM (0) TO (100) | k >= 0 AND k < 100
          int    | FROM (0) TO (100) | NOT NULL
          int    | FROM (0) TO (100) | k >= 0 ; NOT NULL
          int    | FROM (0) TO (100) | k < 100 ; NOT NULL
          int    | FROM (0) TO (100) | k >= 0 AND k <= 100 ; NOT NULL
          int    | FROM (0) TO (100) | k > -1 AND k < 100 ; NOT NULL
          int    | FROM (0) TO (100) | k BETWEEN 0 AND 100 ; NOT NULL
          int    | FROM (0) TO (100) | k IN (1, 100) ; NOT NULL
          int    | FROM (0) TO (100) | k <> ALL (ARRAY[100]) ; NOT NULL
          int    | FROM (0) TO (100) | k <> 5 ; NOT NULL
          int    | FROM (0) TO (100) | k <> ANY (ARRAY[1, 2]) ; NOT NULL
          int    | FROM (0) TO (100) | k <= ANY (ARRAY[1, 2]) ; NOT NULL
          int    | FROM (0) TO (100) | k >= 0 OR k < 100 ; NOT NULL
          int    | FROM (0) TO (100) | k >= 0 AND k < 100 OR d = 'x' ; NOT NULL
          int    | FROM (0) TO (100) | k >= 0.5 AND k < 99.5 ; NOT NULL
          int    | FROM (0) TO (100) | k + 0 >= 0 AND k + 0 < 100 ; NOT NULL
          int    | FROM (0) TO (100) | k >= length(d) AND k < 100 ; NOT NULL
          int    | FROM (0) TO (100) | k >= 0 AND k < 99999999999999999999 ; NOT NULL
          date | FROM ('2024-01-01') TO ('2024-02-01') | k >= timestamptz '2024-01-01' AND k < timestamptz '2024-02-01' ; NOT NULL
          date | FROM ('2024-01-01') TO ('2024-02-01') | k >= '2024-01-01' AND k <= '2024-02-01' ; NOT NULL
          timestamptz | FROM ('2024-01-01') TO ('2024-02-01') | k >= '2024-01-01'::date AND k < '2024-02-01'::date ; NOT NULL
          timestamp | FROM ('2024-01-01') TO ('2024-02-01') | k::date >= '2024-01-01' AND k::date < '2024-02-01' ; NOT NULL
          text | IN ('de', 'at') | k IN ('de', 'at')
          text | IN ('de', 'at') | k IN ('de', 'at', 'ch') ; NOT NULL
          text | IN ('de', 'at') | k <> 'ch' ; NOT NULL
          text | IN ('de', 'at') | lower(k) IN ('de', 'at') ; NOT NULL
          text | IN ('de', 'at') | d IN ('de', 'at') ; NOT NULL
          text | IN ('de', 'at') | k >= 'at' AND k <= 'de' ; NOT NULL
          text | IN ('de', NULL) | k IN ('de', 'at')
          int | IN (1, 2, 3) | k BETWEEN 1 AND 3 ; NOT NULL
          bool | IN (true) | k IS TRUE
          """);

  /** The server proves these; we do not try, and say that it may scan. */
  private static final List<String> BEYOND =
      Written.lines(
          """
          int    | FROM (0) TO (100) | NOT (k < 0 OR k >= 100) ; NOT NULL
          int    | FROM (0) TO (100) | k >= 0 AND k < 10 * 10 ; NOT NULL
          date | FROM ('2024-01-01') TO ('2024-02-01') | k >= '20240101' AND k < 'Feb 1 2024' ; NOT NULL
          text | FROM ('a') TO ('m') | k >= 'b' AND k < 'c' ; NOT NULL
          text | IN ('de', 'at') | k = ANY ('{de,at}') ; NOT NULL
          bool | IN (true) | k ; NOT NULL
          """);

  private static void prepare(TestDatabase fresh) {
    fresh.execute(
        "CREATE TYPE mood AS ENUM ('a', 'b', 'c')",
        """
        CREATE FUNCTION scans(type text, how text, bound text, required text, checks text[])
        RETURNS boolean LANGUAGE plpgsql AS $$
        DECLARE before bigint; after bigint; check_of text;
        BEGIN
          EXECUTE format('CREATE TABLE t (k %s, d text) PARTITION BY %s (k)', type, how);
          EXECUTE format('CREATE TABLE p (k %s %s, d text)', type, required);
          FOREACH check_of IN ARRAY checks LOOP
            EXECUTE format('ALTER TABLE p ADD CHECK (%s)', check_of);
          END LOOP;
          before := pg_stat_get_xact_numscans('p'::regclass);
          EXECUTE 'ALTER TABLE t ATTACH PARTITION p FOR VALUES ' || bound;
          after := pg_stat_get_xact_numscans('p'::regclass);
          DROP TABLE t;
          RETURN after > before;
        END $$
        """);
  }

  private record Row(
      Type type, String typeText, String bound, boolean required, List<String> checks) {

    static Row of(String line) {
      String[] cells = line.split("\\|", 3);
      List<String> checks = new ArrayList<>(List.of(cells[2].strip().split("\\s*;\\s*", -1)));
      boolean required = checks.remove("NOT NULL");
      String type = cells[0].strip();
      return new Row(Written.type(type), type, cells[1].strip(), required, checks);
    }

    boolean proven(@Nullable Type known) {
      List<Expr> expressions = checks.stream().map(Written::expression).toList();
      return BoundProof.proves(
          expressions, required ? Set.of("k") : Set.of(), List.of("k"), known, written(bound));
    }

    String question() {
      String quoted =
          String.join(", ", checks.stream().map(check -> "$q$" + check + "$q$").toList());
      return "SELECT scans('%s', '%s', $q$%s$q$, '%s', ARRAY[%s]::text[])"
          .formatted(
              typeText,
              bound.startsWith("IN") ? "LIST" : "RANGE",
              bound,
              required ? "NOT NULL" : "",
              quoted);
    }
  }

  private static Bound written(String bound) {
    return ((Action.AttachPartition) Written.action("ATTACH PARTITION p FOR VALUES " + bound))
        .bound();
  }

  @Test
  void provesWhatTheServerDoesNotScanFor(TestDatabase fresh) {
    prepare(fresh);
    for (String line : PROOFS) {
      Row row = Row.of(line);
      assertThat(fresh.value(row.question())).as(line).isEqualTo("f");
      assertThat(row.proven(row.type())).as(line).isTrue();
    }
  }

  @Test
  void provesNothingThatTheServerScansFor(TestDatabase fresh) {
    prepare(fresh);
    for (String line : NO_PROOFS) {
      Row row = Row.of(line);
      assertThat(fresh.value(row.question())).as(line).isEqualTo("t");
      assertThat(row.proven(row.type())).as(line).isFalse();
      assertThat(row.proven(null)).as(line + " without the type").isFalse();
    }
  }

  @Test
  void leavesSomethingToTheServer(TestDatabase fresh) {
    prepare(fresh);
    for (String line : BEYOND) {
      Row row = Row.of(line);
      assertThat(fresh.value(row.question())).as(line).isEqualTo("f");
      assertThat(row.proven(row.type())).as(line).isFalse();
    }
  }
}
