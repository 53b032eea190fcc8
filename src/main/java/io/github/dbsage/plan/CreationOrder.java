package io.github.dbsage.plan;

import io.github.dbsage.model.ChangeKind;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.ObjectKind;
import io.github.dbsage.model.ObjectUse;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.SchemaChange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether objects are created in the template's order of kinds: extensions, types, tables,
 * functions, triggers, row security, views. It is a custom, not a need: a remark at most, once a
 * file, and none where the SQL needs it the other way round.
 */
final class CreationOrder {

  /** Columns and indexes come with changes of all kinds, and follow what they need. */
  private static final Set<ObjectKind> KINDS =
      Set.of(
          ObjectKind.EXTENSION,
          ObjectKind.TYPE,
          ObjectKind.TABLE,
          ObjectKind.FUNCTION,
          ObjectKind.TRIGGER,
          ObjectKind.POLICY,
          ObjectKind.VIEW);

  /** Of each statement those that create what it needs. */
  private final Map<Place, Set<Place>> needs = new HashMap<>();

  private final boolean acrossFiles;

  CreationOrder(List<ObjectUse> uses, boolean acrossFiles) {
    for (ObjectUse use : uses) {
      needs.computeIfAbsent(use.usedAt(), at -> new HashSet<>()).add(use.createdAt());
    }
    this.acrossFiles = acrossFiles;
  }

  List<Finding> findings(List<SchemaChange> changes) {
    List<Finding> findings = new ArrayList<>();
    Set<String> told = new HashSet<>();
    Map<ObjectKind, SchemaChange> last = new EnumMap<>(ObjectKind.class);
    String file = "";
    for (SchemaChange change : changes) {
      if (change.change() != ChangeKind.ADD || !KINDS.contains(change.object().kind())) {
        continue;
      }
      if (!acrossFiles && !change.at().file().equals(file)) {
        file = change.at().file();
        last.clear();
      }
      SchemaChange before = laterKind(change, last);
      if (before != null && told.add(change.at().file())) {
        findings.add(ComparisonProblems.order(change, before));
      }
      last.put(change.object().kind(), change);
    }
    return findings;
  }

  private @Nullable SchemaChange laterKind(
      SchemaChange change, Map<ObjectKind, SchemaChange> last) {
    for (SchemaChange before : last.values()) {
      if (before.object().kind().compareTo(change.object().kind()) > 0 && !needs(change, before)) {
        return before;
      }
    }
    return null;
  }

  private boolean needs(SchemaChange change, SchemaChange before) {
    return needs.getOrDefault(change.at(), Set.of()).contains(before.at());
  }
}
