package io.github.dbsage.app;

import io.github.dbsage.adopt.AdoptProblems;
import io.github.dbsage.adopt.Origin;
import io.github.dbsage.adopt.Snapshot;
import io.github.dbsage.adopt.SnapshotText;
import io.github.dbsage.history.Entry;
import io.github.dbsage.history.Occupancy;
import io.github.dbsage.model.DatabaseInfo;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.RepairCommand;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Project;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The goal {@code adopt}: takes over a database that others filled. Files up to the baseline count
 * as applied from then on; later ones are pending.
 */
public final class Adopt {

  private final GoalRun run;
  private final Origin origin;
  private final @Nullable Version asked;
  private final @Nullable String reason;
  private final Project project;

  private Adopt(GoalRun run, Request request, Origin origin, Project project) {
    this.run = run;
    this.origin = origin;
    this.asked = request.version() == null ? null : new Version(request.version());
    this.reason = request.reason();
    this.project = project;
  }

  /**
   * What is asked for.
   *
   * @param lock {@code dbsage.lock}
   * @param from whose history the database holds; only {@code none} can be taken over yet
   * @param version up to where the database stands: the baseline
   * @param reason {@code dbsage.reason}, for the log table
   */
  public record Request(
      Context context,
      Lock lock,
      @Nullable String from,
      @Nullable String version,
      @Nullable String reason) {}

  /** Runs the goal. */
  public static Outcome run(Request request) {
    return GoalRun.of("adopt", request.context(), run -> work(run, request));
  }

  private static void work(GoalRun run, Request request) {
    Origin origin = Origin.read(request.from());
    if (request.version() != null && !Version.isVersion(request.version())) {
      throw new UserError(AdoptProblems.malformed(request.version()));
    }
    Project project = run.project();
    if (run.hasErrors()) {
      return;
    }
    Keeping.of(
        "adopt",
        run,
        project,
        true,
        request.lock(),
        new Adopt(run, request, origin, project)::adopt);
  }

  private void adopt(Keeping keeping) {
    List<Entry> entries = Recorded.entries(keeping.session(), keeping.tables());
    if (isAdopted(entries)) {
      return;
    }
    Version before = Baseline.before(project);
    List<Occupancy.Foreign> foreign = Occupancy.of(keeping.session(), keeping.tables()).foreign();
    if (origin != Origin.NONE) {
      throw new UserError(AdoptProblems.unsupported(origin, foreign, before));
    }
    if (!entries.isEmpty()) {
      Version newest = entries.get(entries.size() - 1).version();
      throw new UserError(AdoptProblems.hasHistory(entries.size(), newest));
    }
    if (!foreign.isEmpty()) {
      throw new UserError(AdoptProblems.foreign(foreign, before));
    }
    Snapshot snapshot = Snapshot.take(keeping.session(), keeping.tables().schema());
    if (snapshot.isEmpty()) {
      throw new UserError(AdoptProblems.nothingThere());
    }
    if (asked == null) {
      List<String> titles = project.steps().stream().map(Step::title).toList();
      throw new UserError(AdoptProblems.versionMissing(titles, before));
    }
    take(keeping, snapshot, asked);
  }

  /** The second time there is nothing left to do. */
  private boolean isAdopted(List<Entry> entries) {
    Entry baseline = entries.stream().filter(Entry::isBaseline).findFirst().orElse(null);
    if (baseline == null) {
      return false;
    }
    if (asked != null && !asked.equals(baseline.version())) {
      throw new UserError(
          AdoptProblems.otherBaseline(
              baseline.version(), asked, RepairCommand.to(baseline.version(), "reverted")));
    }
    say(
        "The database is adopted already: at the baseline "
            + baseline.version()
            + ", by "
            + baseline.appliedBy()
            + " on "
            + (baseline.appliedAt() == null ? "" : Standings.utc(baseline.appliedAt()))
            + ". Nothing was changed.");
    return true;
  }

  private void take(Keeping keeping, Snapshot snapshot, Version baseline) {
    String name = "baseline-" + baseline + ".txt";
    Path file = run.context().output().resolve(name);
    DatabaseInfo info = keeping.info();
    SnapshotText text = SnapshotText.of(snapshot, info, baseline, Instant.now());
    text.write(file);
    String summary =
        "what was there: "
            + snapshot.summary()
            + "; the names are in "
            + name
            + ", whose SHA-256 is the checksum of this row";
    keeping.mending(reason).adopt(keeping.session(), baseline, text.checksum(), summary);
    show(snapshot);
    say("The database is adopted at the baseline " + baseline + ".");
    report(baseline);
    say(
        "The names of what was found are in "
            + shown(file)
            + "; mvn clean deletes it, so keep it.");
  }

  private void show(Snapshot snapshot) {
    List<List<String>> rows = new ArrayList<>();
    snapshot
        .counts()
        .forEach(
            (schema, kinds) -> {
              long unknown = snapshot.unknownRows(schema);
              String more = unknown == 0 ? "" : " (" + unknown + " never analyzed)";
              rows.add(List.of(schema, snapshot.rows(schema) + more, Snapshot.words(kinds)));
            });
    run.listener().on(new Event.Table(List.of("schema", "rows, estimated", "holds"), rows));
  }

  /** Which files count as applied now, and which are still to be run. */
  private void report(Version baseline) {
    long covered = 0;
    for (Step step : project.steps()) {
      boolean below = step.version().compareTo(baseline) <= 0;
      run.add(below ? Baseline.report(step) : Apply.pendingReport(step));
      covered += below ? 1 : 0;
    }
    say(
        "Files up to the baseline, which count as applied and will not be run: "
            + covered
            + "; later ones, which are pending: "
            + (project.steps().size() - covered));
  }

  private String shown(Path file) {
    Path base = run.context().baseDirectory();
    return (file.startsWith(base) ? base.relativize(file) : file).toString().replace('\\', '/');
  }

  private void say(String sentence) {
    run.listener().on(new Event.Remark(sentence));
  }
}
