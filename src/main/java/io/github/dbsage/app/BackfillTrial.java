package io.github.dbsage.app;

import io.github.dbsage.backfill.BackfillEngine;
import io.github.dbsage.backfill.Bulk;
import io.github.dbsage.backfill.Preview;
import io.github.dbsage.backfill.Trial;
import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.RollbackState;
import io.github.dbsage.model.StepReport.State;
import io.github.dbsage.model.UserError;
import io.github.dbsage.shadow.Contents;
import io.github.dbsage.shadow.MadeUpRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A backfill in a throw-away server: run for real on what rows the migrations made, or else on a
 * few that are made up and taken out again; looked at; its rollback tried. Use once.
 */
final class BackfillTrial {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** So that a few rows are several batches. */
  private static final int BATCH = 5;

  private final GoalRun run;
  private final Database database;
  private final String own;
  private final @Nullable Session target;
  private final BackfillStep step;
  private final List<String> told = new ArrayList<>();
  private @Nullable RollbackState back;
  private @Nullable String backDiff;

  /**
   * One that is to be tried.
   *
   * @param own the schema of our tables
   * @param target that is only looked at; null where there is none
   */
  BackfillTrial(
      GoalRun run, Database database, String own, @Nullable Session target, BackfillStep step) {
    this.run = run;
    this.database = database;
    this.own = own;
    this.target = target;
    this.step = step;
  }

  /**
   * What became of it.
   *
   * @param error null where it went through
   */
  record Outcome(StepReport report, @Nullable Problem error) {}

  /**
   * Tries it.
   *
   * @param forwardOnly whether nobody means to go back
   */
  Outcome tried(boolean forwardOnly) {
    long start = System.nanoTime();
    if (step.spec().rollback() == null) {
      back =
          forwardOnly || step.forwardOnly() != null
              ? RollbackState.FORWARD_ONLY
              : RollbackState.MISSING;
    }
    BackfillReport report = null;
    Problem error;
    try (Session session = database.open()) {
      BackfillEngine.Result result = rehearsed(session);
      report = result.report();
      error = result.error();
    } catch (UserError e) {
      error = e.problem();
    } catch (ServerFailure e) {
      if (e.connectionLost()) {
        throw e;
      }
      error = AppProblems.server(e).at(Place.startOf(step.source().file()));
    }
    told.forEach(line -> run.listener().on(new Event.Remark(line)));
    return ended(report, error == null ? null : run.redaction().redact(error), start);
  }

  private BackfillEngine.Result rehearsed(Session session) {
    Bulk table = Bulk.of(session, step.spec());
    Contents before = Contents.of(session, own);
    MadeUpRows made = before == null || table == null ? null : madeUp(session, before);
    BackfillEngine.Result result = on(session, table, made, rows(made));
    if (made == null) {
      return result;
    }
    boolean unsuited = result.error() != null && isOfData(result);
    List<String> changed = made.takeOut(session, own);
    if (!changed.isEmpty()) {
      told.add("rows of " + String.join(", ", changed) + " stay as the made-up ones left them");
    }
    if (result.error() == null || unsuited) {
      Trial.forget(session, own, step.spec().name());
    }
    if (unsuited) {
      told.clear();
      run.add(DryRunProblems.madeUpRowsUnsuited(step, whyUnsuited(result.report())));
      return on(session, table, null, "on no row: made-up ones do not suit it");
    }
    // What comes behind it finds the job, and the table as the migrations leave it.
    return result.error() == null
        ? new BackfillEngine.Result(result.report(), run().error())
        : result;
  }

  private @Nullable MadeUpRows madeUp(Session session, Contents before) {
    BackfillSpec spec = step.spec();
    boolean empty =
        session.one(
            "SELECT NOT EXISTS (SELECT FROM " + spec.table().quoted() + ")", row -> row.flag(1));
    return empty ? MadeUpRows.into(session, spec.table(), spec.set().keySet(), before) : null;
  }

  /** Runs it on what is there, and looks. */
  private BackfillEngine.Result on(
      Session session, @Nullable Bulk table, @Nullable MadeUpRows made, String rows) {
    Contents before = Contents.of(session, own);
    BackfillSpec spec = Trial.of(step.spec(), made == null ? null : BATCH);
    BackfillEngine.Result result = run(spec);
    if (result.error() != null) {
      return result;
    }
    BackfillReport report = result.report();
    told.add(ran(report, rows));
    Preview preview = Preview.of(session, Trial.of(step.spec(), null), step.source(), own, false);
    BackfillOutlook outlook = BackfillOutlook.beside(step, table, preview, target, own);
    told.addAll(outlook.sentences());
    if (outlook.finding() != null) {
      run.add(outlook.finding());
    }
    String rollback = step.rollback().script();
    if (rollback != null) {
      back(session, rollback, before, report.rows() > 0);
    }
    return result;
  }

  private static String rows(@Nullable MadeUpRows made) {
    if (made == null) {
      return "on what the migrations put into the table";
    }
    return made.count() == 0
        ? "on no row: the table's constraints let no made-up one in"
        : "on " + made.count() + " made-up rows";
  }

  private static String ran(BackfillReport report, String on) {
    return "tried "
        + on
        + (report.rows() == 0
            ? "; it changed none"
            : "; it changed "
                + report.rows()
                + " in "
                + report.batches()
                + (report.batches() == 1 ? " batch" : " batches"));
  }

  private BackfillEngine.Result run() {
    return run(Trial.of(step.spec(), null));
  }

  private BackfillEngine.Result run(BackfillSpec spec) {
    return run(run, database, own, step, spec);
  }

  /**
   * Runs a backfill on a database of our own, where nobody hears of it and nobody is to be spared.
   *
   * @param schema of our tables
   * @param spec as it is run, of the step's
   * @throws UserError where it cannot begin
   */
  static BackfillEngine.Result run(
      GoalRun run, Database database, String schema, BackfillStep step, BackfillSpec spec) {
    return BackfillEngine.run(
        new BackfillEngine.Request(
            database,
            step.version(),
            spec,
            step.source(),
            schema,
            List.of(),
            Applications.host(),
            run.redaction(),
            event -> {},
            PATIENCE,
            PATIENCE));
  }

  /** Whether it is the rows that are wrong, not the backfill. */
  private static boolean isOfData(BackfillEngine.Result result) {
    BackfillReport report = result.report();
    List<BackfillReport.Check> failed =
        report.checks().stream().filter(check -> !check.passed()).toList();
    return report.poisoned() > 0
        || (!failed.isEmpty() && failed.stream().allMatch(c -> c.what().equals("mismatches")));
  }

  private static String whyUnsuited(BackfillReport report) {
    if (report.poison().isEmpty()) {
      return "verify.mismatches finds some of them wrong";
    }
    BackfillReport.Poison first = report.poison().get(0);
    return first.message() + " (SQLSTATE " + first.sqlState() + ")";
  }

  /** Runs the rollback, looks, and takes that back. */
  private void back(Session session, String script, @Nullable Contents before, boolean changed) {
    Place at = step.spec().at("rollback", step.source());
    session.send("BEGIN");
    try {
      session.send(script);
      Contents now = before == null || !changed ? null : Contents.of(session, own);
      if (before == null || now == null) {
        told.add("its rollback runs; there were no rows to show whether it brings them back");
        return;
      }
      List<String> differing = before.differing(now);
      back = differing.isEmpty() ? RollbackState.PROVEN : RollbackState.DIFFERS;
      if (!differing.isEmpty()) {
        backDiff = "the rows of " + String.join(", ", differing) + " are not what they were";
        run.add(
            Finding.warning(
                "ROLLBACK_DIFFERS",
                at,
                "the rollback does not restore the data: " + backDiff,
                "Add to the rollback what undoes this, or leave it out: a backfill without one is"
                    + " rolled forward."));
      }
    } catch (ServerFailure e) {
      if (e.connectionLost()) {
        throw e;
      }
      back = RollbackState.DIFFERS;
      backDiff = e.text() + " (SQLSTATE " + e.sqlState() + ")";
      run.add(
          Finding.error(
              "ROLLBACK_FAILS",
              at,
              "the rollback cannot be run: " + backDiff,
              "Correct the backfill's rollback."));
    } finally {
      session.send("ROLLBACK");
    }
  }

  private Outcome ended(@Nullable BackfillReport report, @Nullable Problem error, long start) {
    BackfillReport told = report == null ? null : with(report);
    return new Outcome(
        new StepReport(
            step.version(),
            step.name(),
            StepReport.Kind.BACKFILL,
            error == null ? State.APPLIED : State.FAILED,
            0,
            List.of(),
            (System.nanoTime() - start) / 1_000_000,
            error == null ? back : null,
            error == null ? backDiff : null,
            List.of(),
            told,
            null),
        error);
  }

  private BackfillReport with(BackfillReport report) {
    return new BackfillReport(
        report.job(),
        report.status(),
        report.table(),
        report.key(),
        told,
        report.rows(),
        report.own(),
        report.expected(),
        report.batches(),
        report.workers(),
        report.deferred(),
        report.residue(),
        report.poison(),
        report.poisoned(),
        report.slowDowns(),
        report.curve(),
        report.checks(),
        report.ms());
  }
}
