package io.github.dbsage.app;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.SnapshotReport;
import io.github.dbsage.model.UserError;
import io.github.dbsage.schema.SchemaDiff;
import io.github.dbsage.schema.SchemaDiff.Kind;
import io.github.dbsage.schema.SchemaSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run changes in the schema: a snapshot before, another one behind, and how they differ.
 * Where none can be taken, that is said, and the run goes on without.
 */
final class SchemaEffect {

  private static final String FILE = "rollback.diff";

  private final GoalRun run;
  private final Database database;
  private final Tables tables;
  private final @Nullable SchemaSnapshot before;

  private SchemaEffect(GoalRun run, Database database, Tables tables) {
    this.run = run;
    this.database = database;
    this.tables = tables;
    this.before = snapshot();
  }

  /** Looks at the schema as it is. */
  static SchemaEffect begin(GoalRun run, Database database, Tables tables) {
    return new SchemaEffect(run, database, tables);
  }

  /** Looks again, and tells the difference. */
  void end() {
    SchemaSnapshot after = before == null ? null : snapshot();
    if (before == null || after == null) {
      return;
    }
    SchemaDiff diff = SchemaDiff.between(before, after);
    String file = run.attach(FILE, diff.text());
    run.found(
        new SnapshotReport(
            file,
            after.objects().size(),
            null,
            null,
            headings(diff, Kind.ADDED),
            headings(diff, Kind.REMOVED),
            headings(diff, Kind.CHANGED)));
    tell(
        diff.isEmpty()
            ? "The schema is what it was before."
            : "In the schema: %d added, %d removed, %d changed%s."
                .formatted(
                    diff.count(Kind.ADDED),
                    diff.count(Kind.REMOVED),
                    diff.count(Kind.CHANGED),
                    file == null ? "" : "; the differences are in " + file));
  }

  private @Nullable SchemaSnapshot snapshot() {
    try (Session session = database.open()) {
      return SchemaSnapshot.take(session, tables.schema());
    } catch (UserError e) {
      tell("What changes in the schema is not shown: " + e.problem().what());
      return null;
    } catch (ServerFailure e) {
      tell("What changes in the schema is not shown: " + e.text());
      return null;
    }
  }

  private static List<String> headings(SchemaDiff diff, Kind kind) {
    return diff.changes().stream()
        .filter(change -> change.kind() == kind)
        .map(SchemaDiff.Change::heading)
        .toList();
  }

  private void tell(String line) {
    run.listener().on(new Event.Remark(line));
  }
}
