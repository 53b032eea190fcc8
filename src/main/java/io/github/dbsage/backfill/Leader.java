package io.github.dbsage.backfill;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Leads the workers of this process through a job, on the goal's thread. Use once. */
final class Leader {

  private static final Duration LOOK = Duration.ofMillis(250);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** How often all of it is gone through again for rows that still need it. */
  private static final int SWEEPS = 5;

  /** How long rows that somebody holds are waited for when all else is done. */
  private final Duration residuePatience;

  private final BackfillEngine.Request request;
  private final Job job;
  private final JobRows rows;
  private final boolean single;
  private final double rowsPerBlock;
  private final boolean dense;
  private final List<String> choices;
  private final Crew crew = new Crew();
  private final Lines lines;
  private final Curve curve = new Curve();
  private final Watch watch;
  private final Throttle throttle;
  private final List<Thread> threads = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private Session monitor;
  private BackfillSpec.Preset preset;
  private List<BackfillReport.Check> checks = List.of();
  private int most;
  private long told;
  private long residueSince;
  private long residueRows;
  private JobRows.@Nullable Standing last;

  Leader(
      BackfillEngine.Request request,
      Job job,
      JobRows.Begun begun,
      boolean single,
      List<String> choices,
      Session monitor) {
    this.request = request;
    this.job = job;
    this.rows = new JobRows(job.tables(), job.name());
    this.single = single;
    this.dense = begun.dense();
    this.rowsPerBlock = begun.rowsPerBlock();
    this.choices = choices;
    this.monitor = monitor;
    this.lines = new Lines(job, crew, request.host(), request.patience());
    lines.name(monitor);
    this.residuePatience = request.residuePatience();
    this.watch = Watch.of(request.signals());
    this.preset = job.spec().throttle().preset();
    this.most = job.spec().workers();
    this.throttle = new Throttle(preset, most, System::nanoTime);
  }

  /** The job to its end; the session may be another one afterwards, which {@link #close} closes. */
  BackfillEngine.Result lead() {
    Problem error;
    try {
      error = course();
    } catch (UserError e) {
      error = JobProblems.stopped(job, e.problem());
    } catch (ServerFailure e) {
      // Ctrl-C cancels what runs, and that may be a question of ours.
      error = e.is("57014") ? JobProblems.interrupted(job) : JobProblems.server(job, e);
    } finally {
      dismiss();
    }
    return new BackfillEngine.Result(report(), error);
  }

  void close() {
    monitor.close();
  }

  private @Nullable Problem course() {
    Edges edges = new Edges(job, dense, rowsPerBlock);
    while (true) {
      Problem problem = work(edges);
      if (problem != null) {
        return problem;
      }
      JobRows.Standing standing = ask(rows::standing);
      if (standing.status().equals("done")) {
        return null;
      }
      long poisoned = standing.poisoned();
      if (poisoned > job.spec().poisonLimit()) {
        return failed(
            JobProblems.poisoned(job, poisoned, ask(session -> rows.poison(session, job.key()))));
      }
      checks = verify();
      List<BackfillReport.Check> failed = checks.stream().filter(check -> !check.passed()).toList();
      boolean onlyRemaining = failed.stream().allMatch(check -> check.what().equals("remaining"));
      if (failed.isEmpty()
          || (onlyRemaining && failed.get(0).found() <= limit(failed.get(0)) + poisoned)) {
        tell(session -> rows.report(session, 0, true, job.key().isInteger()));
        tell(session -> rows.end(session, "done", null));
        return ended(ask(rows::standing));
      }
      boolean remaining = failed.stream().anyMatch(check -> check.what().equals("remaining"));
      if (!remaining || !job.sweepable() || standing.sweeps() >= SWEEPS) {
        return failed(JobProblems.unverified(job, failed));
      }
      request
          .listener()
          .on(
              new Event.Remark(
                  "%d row(s) of %s still need it (moved or written meanwhile): going through it again"
                      .formatted(failed.get(0).found(), job.spec().table())));
      tell(session -> rows.sweep(session, standing.sweeps(), job.key().isTid(), job.alias()));
      crew.again();
    }
  }

  private static long limit(BackfillReport.Check check) {
    Long limit = check.limit();
    return limit == null ? 0 : limit;
  }

  private List<BackfillReport.Check> verify() {
    return ask(new Verifier(job, this::restBetweenCounts)::verify);
  }

  private void restBetweenCounts(Duration worked) {
    try {
      throttle.look(watch.look(preset, probe()));
      crew.pauseFor(throttle.pace().rest(worked));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(JobProblems.interrupted(job));
    }
  }

  /** Sets the status that all other runners see, where it is still running. */
  private Problem failed(Problem problem) {
    tell(session -> rows.report(session, 0, true, job.key().isInteger()));
    tell(session -> rows.end(session, "failed", request.redaction().redact(problem.what())));
    return problem;
  }

  /** Until nothing is left, or something is in the way. */
  private @Nullable Problem work(Edges edges) {
    JobRows.Standing standing = ask(rows::standing);
    if (!standing.status().equals("running")) {
      return ended(standing);
    }
    if (standing.isThrough()) {
      return null;
    }
    try (Vacuum vacuum = ask(session -> new Vacuum(job, request.database(), session))) {
      // What the database is like without us.
      tell(session -> watch.look(preset, probe()));
      hire(edges);
      while (!crew.isOver()) {
        crew.await(LOOK);
        try {
          Problem problem = look(vacuum, edges);
          if (problem != null) {
            crew.end();
            join();
            return problem;
          }
        } catch (ServerFailure e) {
          again(e);
        }
      }
      join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return JobProblems.interrupted(job);
    }
    Problem failure = crew.failure();
    if (failure != null) {
      return failure.code().equals("STOPPED") || failure.code().equals("INTERRUPTED")
          ? JobProblems.stopped(job, failure)
          : failed(failure);
    }
    String pause = crew.pause();
    if (pause != null) {
      tell(session -> rows.report(session, 0, true, job.key().isInteger()));
      tell(session -> rows.end(session, "paused", request.redaction().redact(pause)));
      return JobProblems.paused(job, pause);
    }
    return null;
  }

  private void hire(Edges edges) {
    for (int number = threads.size() + 1; number <= most; number++) {
      Worker worker =
          new Worker(
              job,
              request.database(),
              lines,
              edges,
              crew,
              throttle,
              number,
              single,
              job.passes() > 1 && most > 1);
      Thread thread = new Thread(worker, "dbsage-backfill-" + number);
      thread.setDaemon(true);
      workers.add(worker);
      threads.add(thread);
      thread.start();
    }
  }

  private @Nullable Problem look(Vacuum vacuum, Edges edges) {
    Pace pace = throttle.look(watch.look(preset, probe()));
    if (pace.cancel()) {
      crew.cancel();
    }
    JobRows.Standing now = rows.standing(monitor);
    last = now;
    if (!now.status().equals("running")) {
      // Done by others, too.
      crew.end();
      return ended(now);
    }
    if (now.isThrough()) {
      crew.end();
      return null;
    }
    if (now.poisoned() > job.spec().poisonLimit() + 1_000L) {
      return failed(JobProblems.poisoned(job, now.poisoned(), rows.poison(monitor, job.key())));
    }
    retune(now, edges);
    Problem held = residue(now);
    if (held != null) {
      return held;
    }
    if (System.nanoTime() - told >= SECOND) {
      told = System.nanoTime();
      tell(now, pace);
      rows.report(monitor, curve.rowsPerSecond(), false, job.key().isInteger());
      vacuum.look(monitor);
    }
    return null;
  }

  private void retune(JobRows.Standing now, Edges edges) {
    Integer wanted = now.workers();
    int count = wanted == null ? job.spec().workers() : Math.max(1, Math.min(64, wanted));
    BackfillSpec.Preset to = preset(now.throttle());
    if (count != most || to != preset) {
      most = count;
      preset = to;
      throttle.retune(to, count);
      hire(edges);
    }
  }

  private BackfillSpec.Preset preset(@Nullable String wanted) {
    if (wanted != null) {
      for (BackfillSpec.Preset one : BackfillSpec.Preset.values()) {
        if (one.label().equals(wanted)) {
          return one;
        }
      }
    }
    return job.spec().throttle().preset();
  }

  /** Rows that are held are waited for, not for ever. */
  private @Nullable Problem residue(JobRows.Standing now) {
    if (now.open() > 0 || now.residue() == 0 || now.residue() != residueRows) {
      residueRows = now.residue();
      residueSince = System.nanoTime();
      return null;
    }
    if (System.nanoTime() - residueSince < residuePatience.toNanos()) {
      return null;
    }
    return failed(JobProblems.residue(job, now.residue(), rows.residue(monitor, job.key())));
  }

  private @Nullable Problem ended(JobRows.Standing now) {
    return switch (now.status()) {
      case "done" -> null;
      case "paused" -> JobProblems.paused(job, now.reason());
      case "cancelled" -> JobProblems.cancelled(job, now.reason());
      default -> JobProblems.failedElsewhere(job, now.reason());
    };
  }

  private void tell(JobRows.Standing now, Pace pace) {
    long expected = Math.max(job.expected(), now.seen());
    double fraction = expected == 0 ? 0 : Math.min(0.999, (double) now.seen() / expected);
    String held = pace.sentence();
    curve.add(now, crew.batchRows(), pace.percent(), pace.signal());
    request
        .listener()
        .on(
            new Event.BackfillProgress(
                job.name(),
                now.rows(),
                fraction,
                job.expected(),
                curve.rowsPerSecond(),
                curve.left(expected - now.seen()),
                crew.batchRows() == 0 ? job.batchRows() : crew.batchRows(),
                pace.stopped() ? 0 : pace.workers(),
                pace.percent(),
                held));
  }

  private Probe probe() {
    Set<Integer> pids =
        workers.stream().map(Worker::pid).filter(pid -> pid > 0).collect(Collectors.toSet());
    return new Probe(
        monitor,
        job.spec(),
        job.spec().table(),
        job.application(),
        pids,
        last == null ? 0 : last.batches());
  }

  /** What the session that looks is told; another one where that is gone. */
  private void tell(Consumer<Session> what) {
    ask(
        session -> {
          what.accept(session);
          return true;
        });
  }

  /** What the session that looks is asked: nothing that may not be asked twice. */
  private <T> T ask(Function<Session, T> question) {
    while (true) {
      try {
        return question.apply(monitor);
      } catch (ServerFailure e) {
        try {
          again(e);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new UserError(JobProblems.interrupted(job));
        }
      }
    }
  }

  /** The session that looks is gone: another one goes on looking. */
  private void again(ServerFailure failure) throws InterruptedException {
    if (!failure.connectionLost()) {
      throw failure;
    }
    lines.lost(failure);
    monitor.close();
    monitor = lines.open(request.database(), 0);
  }

  private void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    threads.clear();
    workers.clear();
  }

  /** Nobody is left behind, whatever happened. */
  private void dismiss() {
    crew.end();
    crew.cancel();
    boolean interrupted = false;
    for (Thread thread : threads) {
      try {
        thread.join(10_000);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private BackfillReport report() {
    JobRows.Standing now = last;
    List<BackfillReport.Poison> poison = List.of();
    try {
      now = rows.standing(monitor);
      poison = rows.poison(monitor, job.key());
    } catch (ServerFailure | UserError e) {
      // It tells what is known then.
    }
    if (now != null) {
      curve.add(now, crew.batchRows(), throttle.pace().percent(), null);
    }
    return new BackfillReport(
        job.name(),
        now == null ? "running" : now.status(),
        job.spec().table().toString(),
        job.key().shown(),
        choices,
        now == null ? crew.rows() : now.rows(),
        crew.rows(),
        job.expected(),
        now == null ? crew.batches() : now.batches(),
        most,
        crew.deferrals(),
        now == null ? 0 : now.residue(),
        poison,
        now == null ? 0 : now.poisoned(),
        throttle.slowDowns(),
        curve.points(),
        checks,
        curve.elapsed());
  }
}
