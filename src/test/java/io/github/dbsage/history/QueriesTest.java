package io.github.dbsage.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.backfill.BegunJob;
import io.github.dbsage.db.Database;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries that people paste: ours as they are written, the template's as they are printed. */
@OnPostgres
final class QueriesTest {

  private static final String PROGRESS =
      """
      CREATE TABLE %s.migration_progress (migration_name TEXT PRIMARY KEY,
        last_processed_id BIGINT, total_processed BIGINT DEFAULT 0,
        started_at TIMESTAMPTZ DEFAULT NOW(), updated_at TIMESTAMPTZ DEFAULT NOW())
      """;

  private static void create(TestDatabase fresh, Tables tables) {
    try (Database database = Database.at(fresh.target(), "queries test")) {
      tables.create(database.open());
    }
  }

  @Test
  void runInASchemaThatNeedsQuotes(TestDatabase fresh) {
    Tables tables = new Tables("Ops \"%s\" x");
    create(fresh, tables);
    fresh.execute(PROGRESS.replace("%s.", "\"Ops \"\"%s\"\" x\"."));
    List<Queries.Query> queries = Queries.of(tables, Tables.State.READY, true, false);
    assertThat(queries).hasSize(12);
    assertThat(queries).allSatisfy(query -> fresh.query(query.sql()));
    assertThat(queries).extracting(Queries.Query::title).doesNotHaveDuplicates();
  }

  @Test
  void runWhereBackfillsWere(TestDatabase fresh) {
    Tables tables = new Tables("public");
    create(fresh, tables);
    BegunJob.write(fresh, "public", "it's", "20260102120000");
    List<Queries.Query> queries = Queries.of(tables, Tables.State.READY, true, true);
    assertThat(queries).hasSize(14).allSatisfy(query -> fresh.query(query.sql()));
    String pause = Objects.requireNonNull(fresh.value(queries.get(12).sql()));
    assertThat(pause)
        .isEqualTo(
            "UPDATE migration_progress SET status = 'paused' WHERE migration_name = 'it''s'");
    fresh.execute(pause);
    assertThat(fresh.value("SELECT status FROM migration_progress")).isEqualTo("paused");
  }

  @Test
  void runOnTheTemplatesOwnTable(TestDatabase fresh) {
    fresh.execute(
        """
        CREATE TABLE schema_migrations (version TEXT PRIMARY KEY, name TEXT NOT NULL,
          applied_at TIMESTAMPTZ DEFAULT now(), applied_by TEXT NOT NULL, execution_time_ms INTEGER,
          success BOOLEAN NOT NULL, checksum TEXT NOT NULL, rollback_script TEXT, notes TEXT)
        """);
    List<Queries.Query> queries =
        Queries.of(new Tables("public"), Tables.State.TEMPLATE, false, false);
    assertThat(queries).hasSize(8).allSatisfy(query -> fresh.query(query.sql()));
  }

  @Test
  void sayThatThereIsNothingToAsk() {
    assertThat(Queries.file(Queries.of(new Tables("public"), Tables.State.ABSENT, false, false)))
        .endsWith("-- There is no history in this database yet: nothing to ask for.\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        -- Recent successful migrations
        SELECT
        version,
        name,
        applied_at,
        applied_by,
        execution_time_ms,
        notes
        FROM schema_migrations
        WHERE success = true
        ORDER BY applied_at DESC
        LIMIT 10;
        """,
        """
        -- Failed migrations (investigate)
        SELECT
        version,
        name,
        applied_at,
        applied_by,
        notes
        FROM schema_migrations
        WHERE success = false
        ORDER BY applied_at DESC;
        """,
        """
        -- Pending rollbacks
        SELECT
        version,
        name,
        applied_at,
        LENGTH(rollback_script) AS rollback_size_bytes
        FROM schema_migrations
        WHERE success = true
        AND rollback_script IS NOT NULL
        ORDER BY applied_at DESC;
        """,
        """
        -- Checksum verification (detect tampering)
        SELECT
        version,
        name,
        checksum,
        applied_at
        FROM schema_migrations
        WHERE success = true
        ORDER BY applied_at DESC;
        """,
        "SELECT version, checksum FROM schema_migrations WHERE version = '20251027120000'",
        """
        SELECT rollback_script
        FROM schema_migrations
        WHERE version = '20251027120000';
        """,
        """
        SELECT
        migration_name,
        last_processed_id,
        total_processed,
        updated_at,
        AGE(NOW(), updated_at) AS time_since_update
        FROM migration_progress;
        """,
      })
  void theTemplatesRunAsPrinted(String query, TestDatabase fresh) {
    create(fresh, new Tables("public"));
    fresh.execute(PROGRESS.formatted("public"));
    fresh.execute(
        "INSERT INTO schema_migrations (version, name, applied_by, success, checksum,"
            + " rollback_script) VALUES ('20251027120000', 'a', 'me', true, repeat('a', 64), 'x'),"
            + " ('20251027120001', 'b', 'me', false, repeat('a', 64), NULL)",
        "INSERT INTO migration_progress (migration_name) VALUES ('x')");
    assertThat(fresh.query(query)).hasSize(1);
  }
}
