package io.github.dbsage.backfill;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a backfill, or goes on with one, or joins one that others run. */
public final class BackfillEngine {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration RESIDUE_PATIENCE = Duration.ofMinutes(5);

  private BackfillEngine() {}

  /**
   * What is asked for.
   *
   * @param schema of our tables
   * @param signals what may hold it back, made anew for each job
   * @param host of this process, for the sessions' names
   * @param patience how long the server may be away
   * @param residuePatience how long rows are waited for that others hold when all else is done
   */
  public record Request(
      Database database,
      Version version,
      BackfillSpec spec,
      Source source,
      String schema,
      List<Supplier<Signal>> signals,
      String host,
      Redaction redaction,
      Listener listener,
      Duration patience,
      Duration residuePatience) {

    /** One with the usual patience. */
    public Request(
        Database database,
        Version version,
        BackfillSpec spec,
        Source source,
        String schema,
        List<Supplier<Signal>> signals,
        String host,
        Redaction redaction,
        Listener listener) {
      this(
          database,
          version,
          spec,
          source,
          schema,
          signals,
          host,
          redaction,
          listener,
          PATIENCE,
          RESIDUE_PATIENCE);
    }
  }

  /**
   * What became of it.
   *
   * @param error null only where all of it is done and verified
   */
  public record Result(BackfillReport report, @Nullable Problem error) {}

  /**
   * Runs it to its end, on this thread and on workers of its own, which are gone afterwards.
   *
   * @throws UserError where it cannot begin: nothing was changed then
   */
  public static Result run(Request request) {
    BackfillSpec spec = request.spec();
    JobTables tables = new JobTables(request.schema());
    Session session = request.database().open();
    Leader leader = null;
    try {
      // A pooler may be in between: sessions are set up for it then, these and later ones.
      request.database().inspect(session);
      request.database().requireLockable(session, true);
      if (!session.isShared()) {
        session.send(SessionSettings.ISOLATION);
      }
      create(session, tables, spec);
      JobRows rows = new JobRows(tables, spec.name());
      JobRows.Begun begun = rows.find(session);
      List<String> choices;
      boolean single = false;
      if (begun == null) {
        Layout layout = Planner.plan(session, spec, request.source());
        String needs = Needs.of(session, spec, request.source());
        rows.create(
            session,
            request.version(),
            spec.hash().hex(),
            layout,
            spec.table().toString(),
            needs,
            rowsPerBlock(session, spec, layout));
        choices = layout.choices();
        single = layout.single();
        begun = Objects.requireNonNull(rows.find(session));
      } else {
        choices =
            List.of(
                "goes on with the job that was begun, along "
                    + begun.key().shown()
                    + ", with what its file says of workers and throttle now");
      }
      if (!begun.hash().equals(spec.hash().hex())) {
        throw new UserError(
            JobProblems.changed(spec, Place.startOf(request.source().file()), begun.version()));
      }
      Job job =
          new Job(
              spec,
              request.source(),
              tables,
              begun.needs(),
              begun.key(),
              spec.statement() == null && spec.idempotent() ? begun.passes() : 1,
              begun.batchRows(),
              begun.expected(),
              begun.guard(),
              begun.dense());
      requireGuard(session, job);
      rows.retry(session);
      choices.forEach(choice -> request.listener().on(new Event.Remark(choice)));
      leader = new Leader(request, job, begun, single, choices, session);
      return leader.lead();
    } finally {
      if (leader == null) {
        session.close();
      } else {
        leader.close();
      }
    }
  }

  private static void create(Session session, JobTables tables, BackfillSpec spec) {
    try {
      tables.create(session);
    } catch (ServerFailure e) {
      if (e.connectionLost()) {
        throw e;
      }
      session.send("ROLLBACK");
      if (e.is("42501")) {
        throw new UserError(JobProblems.mayNotCreate(spec, tables.schema(), e), e);
      }
      throw e;
    }
  }

  private static void requireGuard(Session session, Job job) {
    String now = Planner.guard(session, job.spec().table());
    if (job.guard() != null && !job.guard().equals(now)) {
      throw new UserError(JobProblems.guard(job, now));
    }
  }

  private static double rowsPerBlock(Session session, BackfillSpec spec, Layout layout) {
    long blocks = TableSize.pages(session, spec.table());
    return Math.max(1, (double) layout.expectedRows() / Math.max(1, blocks));
  }
}
