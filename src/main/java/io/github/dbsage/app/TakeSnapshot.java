package io.github.dbsage.app;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.PgDump;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.SnapshotReport;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Project;
import io.github.dbsage.schema.SchemaDiff;
import io.github.dbsage.schema.SchemaDiff.Change;
import io.github.dbsage.schema.SchemaDiff.Kind;
import io.github.dbsage.schema.SchemaSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The goal {@code snapshot}: writes the schema of the target as canonical text; or compares two,
 * each of them a file or the target. Nothing is written to the database.
 */
public final class TakeSnapshot {

  private static final String SCHEMA = "schema.txt";
  private static final String DIFFERENCES = "schema.diff";
  private static final String DUMP = "schema.sql";

  private final GoalRun run;

  /** Null where there is none: the goal works without a project, too. */
  private @Nullable Project project;

  private TakeSnapshot(GoalRun run) {
    this.run = run;
  }

  /**
   * What is asked for.
   *
   * @param from the file of the first of two, or null for the target
   * @param to the file of the second of two, or null for the target; without both none are compared
   * @param judgement whether differences, which are warnings, fail it
   */
  public record Request(
      Context context, @Nullable String from, @Nullable String to, Judgement judgement) {}

  /** Runs the goal. */
  public static Outcome run(Request request) {
    return GoalRun.of(
        "snapshot",
        request.context(),
        request.judgement(),
        run -> new TakeSnapshot(run).work(request.from(), request.to()));
  }

  private void work(@Nullable String from, @Nullable String to) {
    if (from == null && to == null) {
      String own = ownSchema();
      Database database = run.database();
      write(target(database, own));
      dump(database);
      return;
    }
    // What is wrong with a file is said before the database is asked.
    SnapshotSource first = from == null ? null : file("dbsage.from", from);
    SnapshotSource second = to == null ? null : file("dbsage.to", to);
    compare(
        first == null ? SnapshotSource.target(target()) : first,
        second == null ? SnapshotSource.target(target()) : second);
  }

  private SnapshotSource file(String property, String name) {
    return SnapshotSource.read(property, name, run.context().baseDirectory());
  }

  private SchemaSnapshot target() {
    String own = ownSchema();
    return target(run.database(), own);
  }

  private SchemaSnapshot target(Database database, String own) {
    Session session = database.open();
    run.connected(database, session);
    return SchemaSnapshot.take(session, own);
  }

  private String ownSchema() {
    Context context = run.context();
    if (context.schema() == null && !Projects.exists(context)) {
      return "public";
    }
    project = Project.read(Projects.request(context));
    return run.schema(project);
  }

  /** Where a plan asks for one. */
  private void dump(Database database) {
    Project read = project;
    if (read == null
        || read.plans().stream()
            .map(plan -> plan.safety().snapshot())
            .noneMatch(asked -> asked != null && asked.value() == MigrationPlan.Snapshot.DUMP)) {
      return;
    }
    PgDump.find(run.context().access().environment(), run.serverVersion())
        .schema(database.target(), run.context().output().resolve(DUMP));
    tell("What restores it is in " + DUMP + " beside it.");
  }

  private void write(SchemaSnapshot snapshot) {
    String file = run.attach(SCHEMA, snapshot.text());
    int objects = snapshot.objects().size();
    run.found(new SnapshotReport(file, objects, null, null, List.of(), List.of(), List.of()));
    List<List<String>> rows =
        snapshot.counts().entrySet().stream()
            .map(entry -> List.of(entry.getKey(), String.valueOf(entry.getValue())))
            .toList();
    run.listener().on(new Event.Table(List.of("kind", "objects"), rows));
    if (file != null) {
      tell("The schema is in " + file + "; mvn clean deletes it.");
    }
  }

  private void compare(SnapshotSource from, SnapshotSource to) {
    SchemaDiff diff = SchemaDiff.between(from.snapshot(), to.snapshot());
    String file = run.attach(DIFFERENCES, diff.text());
    run.found(
        new SnapshotReport(
            file,
            to.snapshot().objects().size(),
            from.file(),
            to.file(),
            headings(diff, Kind.ADDED),
            headings(diff, Kind.REMOVED),
            headings(diff, Kind.CHANGED)));
    if (diff.isEmpty()) {
      tell("The schema is the same in " + from.title() + " and " + to.title() + ".");
      return;
    }
    diff.changes().forEach(change -> run.add(SnapshotProblems.difference(change, from, to, file)));
    String versions = SnapshotProblems.versions(from.snapshot().major(), to.snapshot().major());
    if (versions != null) {
      tell(versions);
    }
    tell(
        "From %s to %s: %d added, %d removed, %d changed%s."
            .formatted(
                from.title(),
                to.title(),
                diff.count(Kind.ADDED),
                diff.count(Kind.REMOVED),
                diff.count(Kind.CHANGED),
                file == null ? "" : "; the differences are in " + file));
  }

  /** The headings of what has changed in one way. */
  static List<String> headings(SchemaDiff diff, Kind kind) {
    return diff.changes().stream()
        .filter(change -> change.kind() == kind)
        .map(Change::heading)
        .toList();
  }

  private void tell(String line) {
    run.listener().on(new Event.Remark(line));
  }
}
