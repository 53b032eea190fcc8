package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Target;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.PgBouncer;
import io.github.dbsage.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.Test;

@OnPostgres
final class BackfillPoolerTest {

  @Test
  void worksThroughATransactionPoolerAndLeavesNothingInItsSessions(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, cnt int NOT NULL DEFAULT 0)",
        "INSERT INTO t SELECT n FROM generate_series(1, 20000) n",
        "ANALYZE t");
    try (PgBouncer bouncer = PgBouncer.start(database, PgBouncer.Mode.TRANSACTION);
        Database target = Database.at(through(database, bouncer.port()), "dbsage:test")) {
      BackfillEngine.Result result = Backfills.of("cnt", "cnt + 1").once().batch(300).run(target);

      assertThat(result.error()).isNull();
      assertThat(
              target
                  .open()
                  .query(
                      """
                      SELECT name FROM pg_settings WHERE source = 'session'
                         AND name IN ('synchronous_commit', 'enable_seqscan', 'jit',
                                      'default_transaction_isolation')
                      """,
                      row -> row.string(1)))
          .isEmpty();
    }
    assertThat(database.value("SELECT count(*) FROM t WHERE cnt <> 1")).isEqualTo("0");
  }

  private static Target through(TestDatabase database, int port) {
    return new Target(
        "127.0.0.1", port, database.name(), database.user(), database.password(), Map.of());
  }
}
