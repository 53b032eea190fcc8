package io.github.dbsage.app;

import io.github.dbsage.backfill.Jobs;
import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.Actor;
import io.github.dbsage.history.Log;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.report.format.Words;
import java.util.List;
import java.util.Locale;

/** Pauses a backfill, lets it go on, ends it, or shows how far all are; needs no files. */
record Steering(GoalRun run, Backfill.Request request, Actor actor) {

  void work() {
    Tables tables = new Tables(run.schema(run.projectIfAny()));
    Jobs jobs = new Jobs(tables.schema());
    Database database = run.database();
    Session session = database.open();
    run.connected(database, session);
    if (request.action() == Backfill.Action.STATUS) {
      show(jobs.all(session), tables);
      return;
    }
    database.requireWritable(session);
    Jobs.State job = chosen(jobs.all(session));
    session.send("BEGIN");
    try {
      steer(jobs, session, job);
      Log.append(
          session, tables, actor, "backfill " + word(request.action()), new Version(job.version()));
      session.send("COMMIT");
    } catch (RuntimeException e) {
      session.send("ROLLBACK");
      throw e;
    }
    say(done(job));
  }

  /** How sentences and the log call it. */
  static String word(Backfill.Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  private void steer(Jobs jobs, Session session, Jobs.State job) {
    switch (request.action()) {
      case PAUSE -> jobs.pause(session, job.job(), actor.reason());
      case RESUME -> jobs.resume(session, job.job());
      case CANCEL -> jobs.cancel(session, job.job(), actor.reason());
      case RUN, STATUS -> throw new IllegalStateException("steers nothing: " + request.action());
    }
  }

  private String done(Jobs.State job) {
    String atWork = Words.count(job.workers().size(), "session");
    String again = "mvn dbsage:backfill -Ddbsage.backfill=" + job.job();
    String stops =
        job.workers().isEmpty()
            ? "no session was at work"
            : "what is at work (" + atWork + ") stops behind its batch";
    return switch (request.action()) {
      case PAUSE ->
          "The backfill "
              + job.job()
              + " is paused; "
              + stops
              + ". To let it go on: "
              + again
              + " -Ddbsage.backfill.action=resume";
      case CANCEL ->
          "The backfill "
              + job.job()
              + " is cancelled; "
              + stops
              + ". What it did stays. To let it go on all the same: "
              + again
              + " -Ddbsage.backfill.action=resume";
      case RESUME, RUN, STATUS ->
          "The backfill "
              + job.job()
              + " may go on"
              + (job.workers().isEmpty() ? ": run " + again + " or mvn dbsage:apply." : ".");
    };
  }

  /** The one that is named, or the only one that it can be about. */
  private Jobs.State chosen(List<Jobs.State> all) {
    String name = request.name();
    if (name == null) {
      boolean resumes = request.action() == Backfill.Action.RESUME;
      List<Jobs.State> possible =
          all.stream()
              .filter(job -> resumes ? !job.status().equals("done") : !job.isOver())
              .toList();
      if (possible.isEmpty()) {
        throw new UserError(BackfillProblems.noJob(request.action()));
      }
      if (possible.size() > 1) {
        throw new UserError(BackfillProblems.several(names(possible)));
      }
      return possible.get(0);
    }
    String wanted = name.strip();
    return all.stream()
        .filter(
            job ->
                wanted.equals(job.job())
                    || wanted.equals(job.version())
                    || wanted.startsWith(job.version() + "_"))
        .findFirst()
        .orElseThrow(() -> new UserError(BackfillProblems.unknownJob(wanted, names(all))));
  }

  private void show(List<Jobs.State> all, Tables tables) {
    if (all.isEmpty()) {
      say("No backfill was begun in schema " + tables.schema() + ".");
      return;
    }
    List<Jobs.State> shown = request.name() == null ? all : List.of(chosen(all));
    run.listener().on(BackfillWords.table(shown));
  }

  private static List<String> names(List<Jobs.State> jobs) {
    return jobs.stream().map(Jobs.State::job).toList();
  }

  private void say(String sentence) {
    run.listener().on(new Event.Remark(sentence));
  }
}
