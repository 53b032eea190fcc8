package io.github.dbsage.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which CHECK spares SET NOT NULL its scan; every answer is the server's. */
@OnPostgres
final class NotNullProofTest {

  private static final List<String> PROOFS =
      Written.lines(
          """
          c IS NOT NULL
          NOT (c IS NULL)
          NOT NOT (c IS NOT NULL)
          t.c IS NOT NULL
          c NOTNULL
          c IS DISTINCT FROM NULL
          NOT (c IS NOT DISTINCT FROM NULL)
          c IS NOT NULL AND c > 0
          c > 0 AND (d > 0 AND c IS NOT NULL)
          true AND c IS NOT NULL
          c IS NOT NULL AND (d IS NULL OR d > 0)
          c IS NOT NULL OR c IS NOT NULL
          c IS NOT NULL OR false
          (c IS NOT NULL AND d > 0) OR (d < 0 AND c IS NOT NULL)
          NOT (c IS NULL OR d IS NULL)
          (c, d) IS NOT NULL
          ROW(d, c) IS NOT NULL
          """);

  private static final List<String> NO_PROOFS =
      Written.lines(
          """
          d IS NOT NULL
          c IS NULL OR c > 0
          c > 0
          c >= 0 AND c < 10
          c <> 0 AND d IS NOT NULL
          c IN (1, 2, 3)
          c = ANY (ARRAY[1, 2])
          c BETWEEN 1 AND 5
          c > 0 OR c < 0
          c IS NOT NULL OR d > 0
          c IS NOT NULL OR c > 0
          NOT (c IS NULL AND d IS NULL)
          NOT ((c, d) IS NULL)
          NOT (c IS NOT NULL)
          (c IS NOT NULL) IS TRUE
          (c > 0) IS TRUE
          (c > 0) IS NOT NULL
          (c + 1) IS NOT NULL
          abs(c) IS NOT NULL
          coalesce(c, 0) > 0
          num_nulls(c, d) = 0
          CASE WHEN c IS NULL THEN false ELSE true END
          false
          """);

  /** Whether the table is scanned tells it without reading messages. */
  private static void prepare(TestDatabase fresh) {
    fresh.execute(
        """
        CREATE FUNCTION scans(what text) RETURNS boolean LANGUAGE plpgsql AS $$
        DECLARE before bigint; after bigint;
        BEGIN
          CREATE TABLE t (c int, d int);
          EXECUTE 'ALTER TABLE t ADD CHECK (' || what || ')';
          before := pg_stat_get_xact_numscans('t'::regclass);
          ALTER TABLE t ALTER COLUMN c SET NOT NULL;
          after := pg_stat_get_xact_numscans('t'::regclass);
          DROP TABLE t;
          RETURN after > before;
        END $$
        """);
  }

  @Test
  void isWhatTheServerTakesForOne(TestDatabase fresh) {
    prepare(fresh);
    for (String check : PROOFS) {
      assertThat(fresh.value("SELECT scans($q$" + check + "$q$)")).as(check).isEqualTo("f");
      assertThat(NotNullProof.proves(Written.expression(check), "c")).as(check).isTrue();
    }
  }

  @Test
  void isNothingThatTheServerScansFor(TestDatabase fresh) {
    prepare(fresh);
    for (String check : NO_PROOFS) {
      assertThat(fresh.value("SELECT scans($q$" + check + "$q$)")).as(check).isEqualTo("t");
      assertThat(NotNullProof.proves(Written.expression(check), "c")).as(check).isFalse();
    }
  }
}
