package io.github.dbsage.run;

import io.github.dbsage.db.Batch;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.Journal;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.UserError;
import io.github.dbsage.sql.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mends what CREATE INDEX CONCURRENTLY and REINDEX CONCURRENTLY leave behind when they fail:
 * INVALID indexes (PostgreSQL manual, "Building Indexes Concurrently" and "Rebuilding Indexes
 * Concurrently").
 */
final class IndexRecovery {

  private static final String DUPLICATE_TABLE = "42P07";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String TOAST = "pg_toast";
  private static final long POLL_MS = 250;

  private final Session session;
  private final Settings settings;
  private final Listener listener;
  private final Watch watch;

  IndexRecovery(Session session, Settings settings, Listener listener, Watch watch) {
    this.session = session;
    this.settings = settings;
    this.listener = listener;
    this.watch = watch;
  }

  /** An index of the catalog; {@code definition} is what stands behind USING. */
  private record Index(long oid, QualifiedName name, boolean valid, String definition) {}

  /**
   * Refuses to begin where an index of the name exists: later nobody could tell whose it was.
   *
   * @throws UserError naming the index and what to do
   */
  void requireFree(Command.CreateIndexConcurrently create, Place place) {
    Index index = create.name() == null ? null : named(create);
    if (index != null && !(create.ifNotExists() && index.valid())) {
      throw new UserError(RunProblems.indexExists(place, index.name(), index.valid()));
    }
  }

  /**
   * Mends what an earlier attempt left; returns whether the statement has to run.
   *
   * @throws UserError where an index of the name is not the one that the statement builds
   */
  boolean mend(Command.CreateIndexConcurrently create, Journal.Line line, Place place) {
    String error = line.error();
    if (error != null && error.startsWith(DUPLICATE_TABLE)) {
      return true;
    }
    String definition = definition(create);
    Index index = create.name() == null ? alike(create, definition) : named(create);
    if (index == null) {
      return true;
    }
    if (!index.definition().equals(definition)) {
      throw new UserError(RunProblems.indexDiffers(place, index.name(), index.valid()));
    }
    if (index.valid()) {
      return false;
    }
    awaitBuilders(index);
    drop(index, "left INVALID by the earlier run");
    return true;
  }

  /** Drops the INVALID copies that a REINDEX left on its tables. */
  void dropLeftovers(Command.ReindexConcurrently reindex) {
    for (Index index : leftovers(reindex)) {
      awaitBuilders(index);
      drop(index, "left INVALID by the earlier REINDEX");
    }
  }

  private void drop(Index index, String why) {
    String sql = "DROP INDEX CONCURRENTLY IF EXISTS " + index.name().quoted();
    try {
      watch.over(
          session,
          new Budget(settings),
          () -> sql,
          () -> {
            session.send(sql, new Batch(notice -> {}));
            return 0;
          });
    } catch (ServerFailure e) {
      if (!e.is(INSUFFICIENT_PRIVILEGE) || !TOAST.equals(index.name().schema())) {
        throw e;
      }
      // Only a superuser may; it takes room and harms nothing, and REINDEX passes it by.
      listener.on(
          new Event.Remark(
              "index " + index.name() + " stays, " + why + "; a superuser may run " + sql + ";"));
      return;
    }
    listener.on(new Event.Remark("index " + index.name() + " is dropped: " + why));
  }

  private @Nullable Index named(Command.CreateIndexConcurrently create) {
    QualifiedName name = create.name();
    if (name == null) {
      return null;
    }
    return onTable(create.table()).stream()
        .filter(index -> index.name().name().equals(name.name()))
        .findFirst()
        .orElse(null);
  }

  private @Nullable Index alike(Command.CreateIndexConcurrently create, String definition) {
    return onTable(create.table()).stream()
        .filter(index -> index.definition().equals(definition))
        .min((a, b) -> Boolean.compare(a.valid(), b.valid()))
        .orElse(null);
  }

  private List<Index> onTable(QualifiedName table) {
    return session.query(
        SELECT + " WHERE i.indrelid = pg_catalog.to_regclass(?)",
        IndexRecovery::index,
        table.quoted());
  }

  private List<Index> leftovers(Command.ReindexConcurrently reindex) {
    String invalid = SELECT + " WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$' AND ";
    QualifiedName name = reindex.name();
    if (name == null || reindex.target() == Command.ReindexConcurrently.Target.DATABASE) {
      return session.query(invalid + "n.nspname NOT IN ('pg_catalog')", IndexRecovery::index);
    }
    // A table's TOAST table has an index that is rebuilt with it.
    String tables =
        "(SELECT t.oid FROM pg_catalog.pg_class t WHERE t.oid IN (%1$s) UNION ALL"
            + " SELECT t.reltoastrelid FROM pg_catalog.pg_class t WHERE t.oid IN (%1$s))";
    return switch (reindex.target()) {
      case INDEX ->
          session.query(
              invalid
                  + "i.indrelid IN (SELECT x.indrelid FROM pg_catalog.pg_index x"
                  + " WHERE x.indexrelid = pg_catalog.to_regclass(?))",
              IndexRecovery::index,
              name.quoted());
      case TABLE ->
          session.query(
              "WITH tree AS (SELECT relid::oid FROM pg_catalog.pg_partition_tree("
                  + "pg_catalog.to_regclass(?)) UNION SELECT pg_catalog.to_regclass(?)::oid) "
                  + invalid
                  + "i.indrelid IN "
                  + tables.formatted("SELECT relid FROM tree"),
              IndexRecovery::index,
              name.quoted(),
              name.quoted());
      case SCHEMA ->
          session.query(
              "WITH tree AS (SELECT t.oid AS relid FROM pg_catalog.pg_class t"
                  + " WHERE t.relnamespace = pg_catalog.to_regnamespace(?)) "
                  + invalid
                  + "i.indrelid IN "
                  + tables.formatted("SELECT relid FROM tree"),
              IndexRecovery::index,
              QualifiedName.quote(name.name()));
      case DATABASE -> List.of();
    };
  }

  private static final String SELECT =
      """
      SELECT i.indexrelid, n.nspname, c.relname, i.indisvalid,
             pg_catalog.pg_get_indexdef(i.indexrelid)
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      """;

  private static Index index(Session.Row row) {
    return new Index(
        row.number(1),
        new QualifiedName(row.string(2), row.string(3)),
        row.flag(4),
        behindUsing(row.string(5)));
  }

  /**
   * What PostgreSQL makes of the statement's definition, found by building it on an empty temporary
   * copy of the table that is rolled back; empty where that fails.
   */
  private String definition(Command.CreateIndexConcurrently create) {
    try {
      session.send(
          """
          BEGIN;
          SET LOCAL client_min_messages = error;
          CREATE TEMPORARY TABLE dbsage_probe (LIKE %s);
          CREATE INDEX dbsage_probe_index ON pg_temp.dbsage_probe %s
          """
              .formatted(create.table().quoted(), create.definition()));
      return session.one(
          "SELECT pg_catalog.pg_get_indexdef('pg_temp.dbsage_probe_index'::pg_catalog.regclass)",
          row -> behindUsing(row.string(1)));
    } catch (ServerFailure e) {
      if (e.connectionLost()) {
        throw e;
      }
      return "";
    } finally {
      session.send("ROLLBACK");
    }
  }

  private static String behindUsing(String definition) {
    return definition.substring(definition.indexOf(" USING ") + 1);
  }

  /** Someone may be building it still: the backend of a killed runner, for a second or so. */
  private void awaitBuilders(Index index) {
    long deadline = System.nanoTime() + settings.patience().toNanos();
    while (true) {
      List<Long> builders =
          session.query(
              """
              SELECT pid FROM pg_catalog.pg_stat_progress_create_index
               WHERE datname = pg_catalog.current_database() AND pid <> pg_catalog.pg_backend_pid()
                 AND (index_relid = ?::bigint::oid OR index_relid IS NULL)
              """,
              row -> row.number(1),
              index.oid());
      if (builders.isEmpty()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new UserError(RunProblems.stillBuilding(index.name(), builders));
      }
      try {
        Thread.sleep(POLL_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UserError(RunProblems.interrupted(), e);
      }
    }
  }
}
