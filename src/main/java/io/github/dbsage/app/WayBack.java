package io.github.dbsage.app;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.StepReport.RollbackState;
import io.github.dbsage.model.UserError;
import io.github.dbsage.run.Rehearsal;
import io.github.dbsage.schema.DatabaseObject;
import io.github.dbsage.schema.SchemaDiff;
import io.github.dbsage.schema.SchemaSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of a migration's rollback script when it was tried.
 *
 * @param diff what stays behind, or what went wrong; null where it is proven, or was not tried
 * @param stop whether nothing can be tried any more
 */
record WayBack(
    @Nullable RollbackState state, @Nullable String diff, @Nullable Finding finding, boolean stop) {

  /** So many of the differences are told; all are in the report. */
  private static final int MOST = 5;

  private static final String NOT_VALID = " NOT VALID";

  private static final WayBack UNTRIED = new WayBack(null, null, null, false);

  /** Of a migration that has no script. */
  static WayBack without(SqlStep step, boolean declared) {
    boolean forwardOnly = declared || step.rollback().forwardOnly() != null;
    return new WayBack(
        forwardOnly ? RollbackState.FORWARD_ONLY : RollbackState.MISSING, null, null, false);
  }

  /**
   * Tries it.
   *
   * @param before the schema before the migration
   * @param shadow whether what cannot be taken back may be done
   * @param own the schema of DB Sage's tables
   */
  static WayBack of(
      Rehearsal rehearsal, boolean shadow, SqlStep step, SchemaSnapshot before, String own) {
    String script = Objects.requireNonNull(step.rollback().script());
    boolean whole;
    try {
      whole = Rehearsal.isOneTransaction(step, script);
    } catch (UserError e) {
      // Nobody can run it: something in it is wrong.
      return failed(step, e.problem(), false);
    }
    if (!whole) {
      return !shadow ? UNTRIED : forGood(rehearsal, step, script, before, own);
    }
    List<SchemaSnapshot> seen = new ArrayList<>();
    Problem problem =
        rehearsal.back(
            step, script, () -> seen.add(SchemaSnapshot.within(rehearsal.session(), own)));
    return problem == null
        ? compared(step, before, seen.get(0), false)
        : failed(step, problem, false);
  }

  /** It cannot be taken back, so the migration runs once more behind it. */
  private static WayBack forGood(
      Rehearsal rehearsal, SqlStep step, String script, SchemaSnapshot before, String own) {
    SchemaSnapshot applied = SchemaSnapshot.take(rehearsal.session(), own);
    Problem problem = rehearsal.backForGood(step, script);
    if (problem != null) {
      return failed(step, problem, true);
    }
    SchemaSnapshot back = SchemaSnapshot.take(rehearsal.session(), own);
    WayBack compared = compared(step, before, back, false);
    Problem again = rehearsal.run(step).error();
    if (again != null) {
      return failed(step, again, true);
    }
    rehearsal.look();
    SchemaSnapshot twice = SchemaSnapshot.take(rehearsal.session(), own);
    return compared.state() == RollbackState.PROVEN
        ? compared(step, applied, twice, false)
        : compared;
  }

  private static WayBack compared(
      SqlStep step, SchemaSnapshot before, SchemaSnapshot after, boolean stop) {
    SchemaDiff diff = SchemaDiff.between(trusting(before), trusting(after));
    if (diff.isEmpty()) {
      return new WayBack(RollbackState.PROVEN, null, null, stop);
    }
    return new WayBack(RollbackState.DIFFERS, diff.text(), differs(step, diff), stop);
  }

  /** That a constraint was found to hold takes nothing away from anybody, and cannot be undone. */
  private static SchemaSnapshot trusting(SchemaSnapshot schema) {
    return new SchemaSnapshot(
        schema.major(),
        schema.objects().stream()
            .map(
                object ->
                    new DatabaseObject(
                        object.heading(), object.lines().stream().map(WayBack::trusting).toList()))
            .toList());
  }

  private static String trusting(String line) {
    return line.endsWith(NOT_VALID) ? line.substring(0, line.length() - NOT_VALID.length()) : line;
  }

  private static Finding differs(SqlStep step, SchemaDiff diff) {
    List<String> lines = new ArrayList<>();
    for (SchemaDiff.Change change : diff.changes()) {
      lines.add(
          switch (change.kind()) {
            case ADDED -> change.heading() + " stays behind";
            case REMOVED -> change.heading() + " is gone";
            case CHANGED -> change.heading() + " is not what it was";
          });
    }
    int more = lines.size() - MOST;
    String told =
        String.join("; ", lines.subList(0, Math.min(MOST, lines.size())))
            + (more > 0 ? "; and " + more + " more" : "");
    return Finding.warning(
            "ROLLBACK_DIFFERS",
            Place.startOf(step.source().file()),
            "the rollback script does not restore the schema: " + told,
            "Add to the rollback script what undoes this, or declare why not: -- Rollback: none"
                + " because …")
        .withEffect(diff.text().stripTrailing());
  }

  private static WayBack failed(SqlStep step, Problem problem, boolean stop) {
    String state = problem.sqlState() == null ? "" : " (SQLSTATE " + problem.sqlState() + ")";
    String where = problem.where() == null ? "" : " at " + problem.where();
    String what = problem.what() + state + where;
    Finding finding =
        Finding.error(
            "ROLLBACK_FAILS",
            Place.startOf(step.source().file()),
            "the rollback script cannot be run: " + what,
            "Correct the rollback script; its places are counted from its own first line.");
    String why = problem.why();
    return new WayBack(
        RollbackState.DIFFERS, what, why == null ? finding : finding.withEffect(why), stop);
  }
}
