package io.github.dbsage.render;

import io.github.dbsage.plan.ChangeSet;
import io.github.dbsage.plan.ComparedChange;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.PlanComparison;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every schema change: what the plan announces beside what the SQL does. */
final class ChangeSetSection {

  private ChangeSetSection() {}

  static Map<String, Object> of(Material material) {
    MigrationPlan plan = material.plan();
    @Nullable ChangeSet declared = plan == null ? null : plan.changeSet();
    List<Map<String, Object>> rows =
        PlanComparison.changes(declared, material.effects().changes()).stream()
            .map(ChangeSetSection::row)
            .toList();
    List<String> unread =
        material.effects().unread().stream()
            .map(one -> Markdown.code(one.at().file() + ":" + one.at().line()))
            .distinct()
            .toList();
    return new Values()
        .put("declared", declared != null)
        .list("rows", rows)
        .list("unread", unread)
        .map();
  }

  private static Map<String, Object> row(ComparedChange change) {
    boolean inPlan =
        switch (change.standing()) {
          case BOTH, NOT_DONE -> true;
          case DERIVED, IMPLIED, NOT_DECLARED -> false;
        };
    String note =
        switch (change.standing()) {
          case BOTH, DERIVED -> "";
          case IMPLIED -> "comes with its table";
          case NOT_DONE -> "**differs: no migration does it**";
          case NOT_DECLARED -> "**differs: the plan does not announce it**";
        };
    return new Values()
        .put("kind", change.object().kind().label())
        .put("change", change.change().label())
        .put("object", Markdown.code(change.object().path()))
        .put("plan", inPlan ? "yes" : "")
        .put("versions", Terms.versions(change.versions()))
        .put("note", note)
        .map();
  }
}
