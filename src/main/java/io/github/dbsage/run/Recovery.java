package io.github.dbsage.run;

import io.github.dbsage.db.Session;
import io.github.dbsage.history.Journal;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.UserError;
import io.github.dbsage.sql.Command;
import io.github.dbsage.sql.Migration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a statement that runs by itself is begun, and begun again after a run that failed or
 * was cut off in it: what it may have left behind is mended by its kind first.
 */
final class Recovery {

  private final Session session;
  private final Listener listener;
  private final Course course;
  private final IndexRecovery indexes;

  Recovery(Session session, Settings settings, Listener listener, Watch watch, Course course) {
    this.session = session;
    this.listener = listener;
    this.course = course;
    this.indexes = new IndexRecovery(session, settings, listener, watch);
  }

  /**
   * What to do.
   *
   * @param sql to send, or null where nothing is left to do
   */
  record Way(@Nullable String sql) {
    static final Way DONE = new Way(null);
  }

  /**
   * The first time: an index that is in the way already is not ours, and must not be taken for it.
   */
  Way first(Migration.Run run) {
    if (run.statement().command() instanceof Command.CreateIndexConcurrently create) {
      indexes.requireFree(create, run.statement().start());
    }
    return new Way(run.statement().text());
  }

  /**
   * After a run that did not get to the statement's end.
   *
   * @throws UserError where nobody can tell whether it took effect
   */
  Way again(Migration.Run run, Journal.Line line) {
    Place place = run.statement().start();
    boolean cutOff = line.state() == Journal.State.RUNNING;
    if (cutOff && !line.sha256().equals(run.statement().sha256())) {
      throw new UserError(RunProblems.changedWhileRunning(course, place, run.ordinal()));
    }
    Way rerun = new Way(run.statement().text());
    Command command = run.statement().command();
    if (command instanceof Command.CreateIndexConcurrently create) {
      return indexes.mend(create, line, place) ? rerun : done(create.what());
    }
    if (command instanceof Command.ReindexConcurrently reindex) {
      indexes.dropLeftovers(reindex);
      return rerun;
    }
    if (command instanceof Command.DetachPartitionConcurrently detach) {
      return detach(detach, rerun, cutOff);
    }
    if (!cutOff || command instanceof Command.Repeatable) {
      // What the server refused did not take effect: it says so again, or the reason is gone.
      return rerun;
    }
    if (command instanceof Command.DropIndexConcurrently drop) {
      return new Way(dropIfExists(drop.names()));
    }
    if (command instanceof Command.AddEnumValue add) {
      return hasLabel(add) ? done("ALTER TYPE … ADD VALUE") : rerun;
    }
    if (command instanceof Command.Shared shared) {
      return exists(shared) == shared.create() ? done(shared.what()) : rerun;
    }
    throw new UserError(RunProblems.outcomeUnknown(course, place, run.ordinal()));
  }

  private Way done(String what) {
    listener.on(new Event.Remark(what + " had taken effect before the earlier run ended"));
    return Way.DONE;
  }

  private static String dropIfExists(List<QualifiedName> names) {
    return "DROP INDEX CONCURRENTLY IF EXISTS "
        + names.stream().map(QualifiedName::quoted).collect(Collectors.joining(", "));
  }

  private Way detach(Command.DetachPartitionConcurrently detach, Way rerun, boolean cutOff) {
    List<Boolean> pending =
        session.query(
            """
            SELECT inhdetachpending FROM pg_catalog.pg_inherits
             WHERE inhparent = pg_catalog.to_regclass(?) AND inhrelid = pg_catalog.to_regclass(?)
            """,
            row -> row.flag(1),
            detach.parent().quoted(),
            detach.partition().quoted());
    if (pending.isEmpty()) {
      return cutOff ? done(detach.what()) : rerun;
    }
    if (!pending.get(0)) {
      return rerun;
    }
    listener.on(new Event.Remark("the detach is pending: it is finalized"));
    return new Way(
        "ALTER TABLE "
            + detach.parent().quoted()
            + " DETACH PARTITION "
            + detach.partition().quoted()
            + " FINALIZE");
  }

  private boolean hasLabel(Command.AddEnumValue add) {
    return session.one(
        """
        SELECT EXISTS (SELECT FROM pg_catalog.pg_enum
                        WHERE enumtypid = pg_catalog.to_regtype(?) AND enumlabel = ?)
        """,
        row -> row.flag(1),
        add.type().quoted(),
        add.label());
  }

  private boolean exists(Command.Shared shared) {
    String catalog =
        switch (shared.kind()) {
          case "DATABASE" -> "pg_catalog.pg_database WHERE datname";
          case "TABLESPACE" -> "pg_catalog.pg_tablespace WHERE spcname";
          default -> "pg_catalog.pg_subscription WHERE subname";
        };
    return session.one(
        "SELECT EXISTS (SELECT FROM " + catalog + " = ?)", row -> row.flag(1), shared.name());
  }
}
