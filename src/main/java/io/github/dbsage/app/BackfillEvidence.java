package io.github.dbsage.app;

import io.github.dbsage.backfill.Jobs;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Planned;
import io.github.dbsage.plan.Project;
import io.github.dbsage.report.format.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether the backfills of a plan are complete, before what they read from goes. */
record BackfillEvidence(Session session, Jobs jobs, Project project, Drift drift) {

  /** What is wrong with backfills of a plan: sentences without their full stops. */
  List<String> faults(MigrationPlan plan) {
    Map<String, Jobs.State> states = new HashMap<>();
    if (jobs.areReadable(session)) {
      jobs.all(session).forEach(state -> states.put(state.version(), state));
    }
    Set<Version> versions =
        Planned.of(plan).stream().map(Planned::version).collect(Collectors.toSet());
    List<String> found = new ArrayList<>();
    for (Step step : project.steps()) {
      if (step instanceof BackfillStep backfill
          && versions.contains(step.version())
          && !drift.isCovered(step.version())) {
        String fault = fault(backfill, states.get(step.version().digits()));
        if (fault != null) {
          found.add("the backfill " + step.title() + fault);
        }
      }
    }
    return found;
  }

  /** What is wrong with a backfill; one that was recorded by hand is judged by its rows. */
  private @Nullable String fault(BackfillStep step, Jobs.@Nullable State state) {
    if (state == null) {
      String where = step.spec().where();
      return where != null && hasRows(step.spec().table(), where)
          ? " has never run in this database, and there are rows for it"
          : null;
    }
    if (state.status().equals("done")
        && state.residue() == 0
        && state.poisoned() <= step.spec().poisonLimit()) {
      return null;
    }
    long aside = state.poisoned() + state.residue();
    return " is "
        + state.status()
        + " with "
        + Words.count(state.rows(), "row")
        + (aside > 0 ? " and " + Words.count(aside, "row") + " put aside" : "");
  }

  private boolean hasRows(QualifiedName table, String where) {
    return session.one(
        "SELECT EXISTS (SELECT FROM " + table.quoted() + " WHERE (" + where + "\n))",
        row -> row.flag(1));
  }
}
