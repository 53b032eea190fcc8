package io.github.dbsage.app;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.PgDump;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.SnapshotReport;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Planned;
import io.github.dbsage.plan.Project;
import io.github.dbsage.schema.SchemaDiff;
import io.github.dbsage.schema.SchemaDiff.Kind;
import io.github.dbsage.schema.SchemaSnapshot;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the schema around a run, as the plan's {@code safety.snapshot} asks: it is read
 * before anything runs and again behind it, whatever became of it.
 */
final class Keepsake {

  private static final String BEFORE = "schema-before.txt";
  private static final String AFTER = "schema-after.txt";
  private static final String DIFFERENCES = "schema.diff";
  private static final String DUMP_BEFORE = "schema-before.sql";
  private static final String DUMP_AFTER = "schema-after.sql";

  private final GoalRun run;
  private final Database database;
  private final String own;
  private final SchemaSnapshot before;
  private final @Nullable String beforeFile;
  private final @Nullable PgDump dump;

  private Keepsake(GoalRun run, Database database, String own, @Nullable PgDump dump) {
    this.run = run;
    this.database = database;
    this.own = own;
    this.dump = dump;
    this.before = take();
    this.beforeFile = run.attach(BEFORE, before.text());
    dump(DUMP_BEFORE);
  }

  /**
   * Takes the first snapshot.
   *
   * @param own the schema of DB Sage's tables, which are left out
   * @return null where no plan asks for any
   * @throws UserError where the schema cannot be read, or a dump is asked for and cannot be had;
   *     nothing has run then
   */
  static @Nullable Keepsake take(
      GoalRun run, Database database, String own, Project project, List<Step> pending) {
    return switch (asked(project, pending)) {
      case NONE -> null;
      case SCHEMA -> new Keepsake(run, database, own, null);
      case DUMP ->
          new Keepsake(
              run,
              database,
              own,
              PgDump.find(run.context().access().environment(), run.serverVersion()));
    };
  }

  /** The most that a plan of any pending step asks for; a single plan is about all of them. */
  private static MigrationPlan.Snapshot asked(Project project, List<Step> pending) {
    return project.plans().stream()
        .filter(
            plan ->
                project.plans().size() == 1
                    || pending.stream()
                        .map(step -> project.planned(step.version()))
                        .anyMatch(planned -> isOf(plan, planned)))
        .map(plan -> plan.safety().snapshot())
        .map(at -> at == null ? MigrationPlan.Snapshot.NONE : at.value())
        .max(Comparator.naturalOrder())
        .orElse(MigrationPlan.Snapshot.NONE);
  }

  private static boolean isOf(MigrationPlan plan, @Nullable Planned planned) {
    return planned != null && planned.plan().equals(plan);
  }

  /** Takes the second one, and says what has changed; what stands in its way is only told. */
  void compare() {
    try {
      compare(take());
      if (dump != null) {
        dump(DUMP_AFTER);
        tell(
            "What restores the schema is in " + DUMP_BEFORE + " and " + DUMP_AFTER + " beside it.");
      }
    } catch (UserError e) {
      tell("the schema behind the run could not be kept: " + e.problem().what());
    } catch (ServerFailure e) {
      tell("the schema behind the run could not be kept: " + e.text());
    }
  }

  private void compare(SchemaSnapshot after) {
    String afterFile = run.attach(AFTER, after.text());
    SchemaDiff diff = SchemaDiff.between(before, after);
    String file = run.attach(DIFFERENCES, diff.text());
    run.found(
        new SnapshotReport(
            file,
            after.objects().size(),
            beforeFile,
            afterFile,
            TakeSnapshot.headings(diff, Kind.ADDED),
            TakeSnapshot.headings(diff, Kind.REMOVED),
            TakeSnapshot.headings(diff, Kind.CHANGED)));
    if (file != null) {
      tell(
          "The schema was kept from before and after; %d added, %d removed, %d changed: %s"
              .formatted(
                  diff.count(Kind.ADDED),
                  diff.count(Kind.REMOVED),
                  diff.count(Kind.CHANGED),
                  file));
    }
  }

  private void dump(String name) {
    if (dump != null) {
      dump.schema(database.target(), run.context().output().resolve(name));
    }
  }

  /** In a session of its own: that of the run lock is never inside a transaction. */
  private SchemaSnapshot take() {
    try (Session session = database.open()) {
      return SchemaSnapshot.take(session, own);
    }
  }

  private void tell(String line) {
    run.listener().on(new Event.Remark(line));
  }
}
