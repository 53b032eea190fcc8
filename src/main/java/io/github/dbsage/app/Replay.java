package io.github.dbsage.app;

import io.github.dbsage.backfill.Trial;
import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.Actor;
import io.github.dbsage.history.History;
import io.github.dbsage.history.Journal;
import io.github.dbsage.history.RunLock;
import io.github.dbsage.history.SessionLock;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.UserError;
import io.github.dbsage.run.Applier;
import io.github.dbsage.run.Settings;
import io.github.dbsage.run.StepOutcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a history anew on a database of our own. */
final class Replay implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  static final Settings SETTINGS = new Settings(Timeouts.NONE, 1, PATIENCE);

  /** Whom nobody hears. */
  private static final Listener SILENCE = event -> {};

  private final GoalRun run;
  private final StandIns standIns;
  private final Database database;
  private final Session record;
  private final RunLock lock;
  private final Tables tables;
  private final History history;

  private Replay(
      GoalRun run,
      StandIns standIns,
      Database database,
      Session record,
      RunLock lock,
      Tables tables) {
    this.run = run;
    this.standIns = standIns;
    this.database = database;
    this.record = record;
    this.lock = lock;
    this.tables = tables;
    this.history =
        new History(
            tables,
            lock,
            new Actor(
                Applications.osUser(), Applications.host(), run.context().toolVersion(), null));
  }

  /** Makes our tables where they are not there yet, and takes the run lock. */
  static Replay on(GoalRun run, StandIns standIns, Database database, Tables tables) {
    Session record = database.open();
    RunLock lock = SessionLock.acquire(record, tables, PATIENCE, SILENCE);
    if (tables.inspect(record) != Tables.State.READY) {
      tables.create(record);
      tables.createProgress(record);
    }
    return new Replay(run, standIns, database, record, lock, tables);
  }

  /** Applies them; what stopped it, or null. */
  @Nullable Problem apply(List<Step> steps) {
    Journal journal = new Journal(tables, lock, run.redaction());
    try (Applier applier =
        new Applier(database, record, history, journal, SETTINGS, run.redaction(), SILENCE)) {
      for (int i = 0; i < steps.size(); i++) {
        List<Step> coming = steps.subList(i + 1, steps.size());
        Problem problem =
            steps.get(i) instanceof SqlStep sql
                ? apply(applier, sql, i + 1, steps.size(), coming)
                : fill((BackfillStep) steps.get(i));
        if (problem != null) {
          return problem;
        }
      }
    }
    return null;
  }

  private @Nullable Problem apply(
      Applier applier, SqlStep given, int number, int of, List<Step> coming) {
    boolean failed = false;
    while (true) {
      SqlStep step = standIns.adapted(given);
      StepOutcome outcome = applier.apply(step, number, of, failed, next(coming));
      Problem error = outcome.error();
      if (error == null) {
        return null;
      }
      if (!standIns.provide(step, error) && !standIns.makeWay(step, error)) {
        return standIns.explained(error);
      }
      failed = true;
    }
  }

  /** Those that can be read ahead: up to the next that is none. */
  private static List<SqlStep> next(List<Step> coming) {
    return coming.stream().takeWhile(SqlStep.class::isInstance).map(SqlStep.class::cast).toList();
  }

  /** Rows that earlier migrations made may need it before a later one lets no more of them in. */
  private @Nullable Problem fill(BackfillStep step) {
    Problem error;
    try {
      error =
          BackfillTrial.run(run, database, tables.schema(), step, Trial.of(step.spec(), null))
              .error();
    } catch (UserError e) {
      error = e.problem();
    }
    if (error == null) {
      record(step);
    }
    return error;
  }

  /** Records what was tried, as if it had been applied. */
  void record(Step step) {
    history.begin(record, step);
    history.finish(record, step, 0);
  }

  @Override
  public void close() {
    lock.close();
    record.close();
  }
}
