package io.github.dbsage.render;

import io.github.dbsage.model.ChangeKind;
import io.github.dbsage.model.ObjectKind;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.SchemaChange;
import io.github.dbsage.model.SchemaObject;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The template's decision tree: does it break the running application, is a hot table concerned,
 * and what follows.
 */
final class Decision {

  /** What an application names in its statements. */
  private static final Set<ObjectKind> NAMED =
      Set.of(
          ObjectKind.TYPE,
          ObjectKind.TABLE,
          ObjectKind.COLUMN,
          ObjectKind.FUNCTION,
          ObjectKind.VIEW);

  private Decision() {}

  static Map<String, Object> of(Material material) {
    List<String> breaks = new ArrayList<>();
    boolean hot = false;
    List<SchemaChange> changes = material.effects().changes();
    for (int i = 0; i < changes.size(); i++) {
      SchemaChange change = changes.get(i);
      if (breaks(change, changes, i)) {
        breaks.add(Terms.object(change.object()) + " goes, in " + Terms.version(change.version()));
        hot |= isHot(change, material.plan());
      }
    }
    material.breaking().forEach(sentence -> breaks.add(Markdown.text(sentence)));
    hot |= !material.breaking().isEmpty() && hasHotTables(material.plan());
    boolean contract = material.phases().stream().anyMatch(Phase.Contract.class::isInstance);
    return new Values()
        .list("breaks", breaks.stream().distinct().toList())
        .put(
            "hot",
            breaks.isEmpty() ? "not asked" : hot ? "yes" : "no table that the plan calls hot")
        .put("verdict", verdict(breaks.isEmpty(), hot, contract))
        .map();
  }

  private static boolean breaks(SchemaChange change, List<SchemaChange> changes, int index) {
    if (change.change() != ChangeKind.DROP || !NAMED.contains(change.object().kind())) {
      return false;
    }
    // What these migrations made themselves, nobody uses yet; what comes back is still there.
    return changes.stream().limit(index).noneMatch(one -> isAdded(one, change.object()))
        && changes.stream()
            .skip(index)
            .filter(one -> one.version().equals(change.version()))
            .noneMatch(one -> isAdded(one, change.object()));
  }

  private static boolean isAdded(SchemaChange one, SchemaObject object) {
    // A statement does not mind whether it names a table or a view that stands for it.
    boolean sameName =
        isRelation(one.object())
            && isRelation(object)
            && SchemaObject.canBe(one.object().name(), object.name());
    return one.change() == ChangeKind.ADD && (sameName || one.object().canBe(object));
  }

  private static boolean isRelation(SchemaObject object) {
    return object.kind() == ObjectKind.TABLE || object.kind() == ObjectKind.VIEW;
  }

  private static boolean isHot(SchemaChange change, @Nullable MigrationPlan plan) {
    QualifiedName owner = change.owner();
    QualifiedName table = owner == null ? change.object().name() : owner;
    return plan != null
        && plan.zeroDowntime().hotTables().stream()
            .map(At::value)
            .anyMatch(one -> SchemaObject.canBe(one, table));
  }

  private static boolean hasHotTables(@Nullable MigrationPlan plan) {
    return plan != null && !plan.zeroDowntime().hotTables().isEmpty();
  }

  private static String verdict(boolean harmless, boolean hot, boolean contract) {
    if (harmless) {
      return contract
          ? "a standard migration would do; the plan goes by expand and contract all the same."
          : "a standard migration.";
    }
    if (contract) {
      return "expand and contract, as the phases have it.";
    }
    return hot
        ? "expand and contract, and the plan has no contract phase: it would break the running"
            + " application on a hot table."
        : "a maintenance window, with its downtime announced; or expand and contract.";
  }
}
