package io.github.dbsage.plan;

import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.ChangeKind;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.ObjectKind;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.SchemaChange;
import io.github.dbsage.model.SchemaObject;
import io.github.dbsage.model.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plan's change set against the changes that its SQL does. Both are compared as people mean them:
 * a new table brings its columns and indexes along, a dropped one takes all that is on it.
 */
final class ChangeSetComparison {

  /** Kinds that CREATE OR REPLACE adds or alters, whichever it finds. */
  private static final Set<ObjectKind> REPLACEABLE =
      Set.of(ObjectKind.FUNCTION, ObjectKind.VIEW, ObjectKind.TRIGGER);

  private final ChangeSet declared;
  private final List<SchemaChange> done;
  private final boolean whole;

  /**
   * @param done in the order in which it is done
   * @param whole whether that is all that is done, as far as is known
   */
  ChangeSetComparison(ChangeSet declared, List<SchemaChange> done, boolean whole) {
    this.declared = declared;
    this.done = done;
    this.whole = whole;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (ChangeSet.Entry entry : declared.entries()) {
      if (!isDone(entry)) {
        SchemaChange other = otherChange(entry.object().value());
        Finding finding = ComparisonProblems.notDone(entry.object(), entry.change(), other);
        findings.add(whole ? finding : finding.withCertainty(Certainty.POSSIBLE));
      }
    }
    List<SchemaChange> told = new ArrayList<>();
    for (int i = 0; i < done.size(); i++) {
      SchemaChange change = done.get(i);
      boolean again = told.stream().anyMatch(one -> isSame(one, change.change(), change.object()));
      if (!again && !isPassing(i) && !isCovered(change) && !isDeclared(change)) {
        told.add(change);
        findings.add(ComparisonProblems.notDeclared(change));
      }
    }
    return findings;
  }

  /**
   * Each change once: by kind, then add, alter, drop, then name.
   *
   * @param claimed whether the plan has a change set
   */
  List<ComparedChange> changes(boolean claimed) {
    List<ComparedChange> all = new ArrayList<>();
    for (int i = 0; i < done.size(); i++) {
      SchemaChange change = done.get(i);
      boolean again =
          all.stream()
              .anyMatch(
                  one -> one.change() == change.change() && one.object().equals(change.object()));
      if (!again && !isPassing(i)) {
        all.add(
            new ComparedChange(
                change.change(), change.object(), doneBy(change), standing(change, claimed)));
      }
    }
    for (ChangeSet.Entry entry : declared.entries()) {
      SchemaObject object = entry.object().value();
      boolean listed =
          all.stream()
              .anyMatch(one -> one.change() == entry.change() && one.object().canBe(object));
      if (!listed) {
        ComparedChange.Standing standing =
            isDone(entry) ? ComparedChange.Standing.BOTH : ComparedChange.Standing.NOT_DONE;
        all.add(new ComparedChange(entry.change(), object, List.of(), standing));
      }
    }
    all.sort(
        Comparator.comparing((ComparedChange one) -> one.object().kind())
            .thenComparing(ComparedChange::change)
            .thenComparing(one -> one.object().path()));
    return all;
  }

  private List<Version> doneBy(SchemaChange change) {
    return done.stream()
        .filter(one -> one.change() == change.change() && one.object().equals(change.object()))
        .map(SchemaChange::version)
        .distinct()
        .sorted()
        .toList();
  }

  private ComparedChange.Standing standing(SchemaChange change, boolean claimed) {
    if (!claimed) {
      return ComparedChange.Standing.DERIVED;
    }
    if (isDeclared(change)) {
      return ComparedChange.Standing.BOTH;
    }
    return isCovered(change)
        ? ComparedChange.Standing.IMPLIED
        : ComparedChange.Standing.NOT_DECLARED;
  }

  // Declared, but not done?

  private boolean isDone(ChangeSet.Entry entry) {
    SchemaObject object = entry.object().value();
    for (SchemaChange change : done) {
      if (isSame(change, entry.change(), object)) {
        return true;
      }
      boolean ofTable =
          object.kind() == ObjectKind.TABLE
              && change.object().kind() == ObjectKind.COLUMN
              && SchemaObject.canBe(change.object().name(), object.name());
      boolean anew = change.object().canBe(object) && isReplaced(change);
      if (entry.change() == ChangeKind.ALTER && (ofTable || anew)) {
        return true;
      }
    }
    if (!object.kind().inTable()) {
      return false;
    }
    // Who lists a table's columns lists all of them; who does not leaves them to the table.
    boolean withColumns =
        done.stream()
            .anyMatch(
                change ->
                    change.change() == ChangeKind.ADD
                        && change.object().kind() == ObjectKind.COLUMN
                        && SchemaObject.canBe(change.object().name(), object.name()));
    return switch (entry.change()) {
      case ADD ->
          object.kind() == ObjectKind.COLUMN
              && !withColumns
              && isDone(ChangeKind.ADD, object.name());
      case ALTER -> false;
      case DROP -> isDone(ChangeKind.DROP, object.name());
    };
  }

  private boolean isDone(ChangeKind kind, QualifiedName table) {
    SchemaObject wanted = new SchemaObject(ObjectKind.TABLE, table, null);
    return done.stream().anyMatch(change -> isSame(change, kind, wanted));
  }

  private @Nullable SchemaChange otherChange(SchemaObject object) {
    return done.stream().filter(change -> change.object().canBe(object)).findFirst().orElse(null);
  }

  private static boolean isSame(SchemaChange change, ChangeKind kind, SchemaObject object) {
    return change.object().canBe(object) && isSame(change.change(), kind, object.kind());
  }

  private static boolean isSame(ChangeKind one, ChangeKind other, ObjectKind kind) {
    return one == other
        || (REPLACEABLE.contains(kind) && one != ChangeKind.DROP && other != ChangeKind.DROP);
  }

  // Done, but not declared?

  private boolean isDeclared(SchemaChange change) {
    boolean replaced = isReplaced(change);
    for (ChangeSet.Entry entry : declared.entries()) {
      SchemaObject object = entry.object().value();
      if (isSame(change, entry.change(), object)) {
        return true;
      }
      if (replaced && entry.change() == ChangeKind.ALTER && change.object().canBe(object)) {
        return true;
      }
      // Constraints are a table's; the template counts them among the columns' changes too.
      boolean constraint =
          change.change() == ChangeKind.ALTER
              && change.object().kind() == ObjectKind.TABLE
              && object.kind() == ObjectKind.COLUMN
              && SchemaObject.canBe(change.object().name(), object.name());
      if (constraint) {
        return true;
      }
    }
    return false;
  }

  /** Whether it goes without saying: the table as a whole is new, or is dropped. */
  private boolean isCovered(SchemaChange change) {
    ObjectKind kind = change.object().kind();
    if (kind == ObjectKind.TABLE) {
      return change.change() == ChangeKind.ALTER && isDone(ChangeKind.ADD, change.object().name());
    }
    QualifiedName table = change.owner();
    if (table == null) {
      return false;
    }
    boolean ofNewTable =
        (kind == ObjectKind.COLUMN || kind == ObjectKind.INDEX) && isDone(ChangeKind.ADD, table);
    return ofNewTable || (change.change() == ChangeKind.DROP && isDone(ChangeKind.DROP, table));
  }

  /** Whether it is only there while its file runs, or is dropped to be created anew. */
  private boolean isPassing(int index) {
    return switch (done.get(index).change()) {
      case ADD -> follows(index, ChangeKind.DROP);
      case ALTER -> false;
      case DROP ->
          precedes(index, ChangeKind.ADD)
              || (!holdsData(done.get(index)) && follows(index, ChangeKind.ADD));
    };
  }

  /** Whether it is created anew, with nothing lost that the old one held. */
  private boolean isReplaced(SchemaChange change) {
    return change.change() == ChangeKind.ADD
        && !holdsData(change)
        && precedes(done.indexOf(change), ChangeKind.DROP);
  }

  private static boolean holdsData(SchemaChange change) {
    ObjectKind kind = change.object().kind();
    return kind == ObjectKind.TABLE || kind == ObjectKind.COLUMN;
  }

  private boolean follows(int index, ChangeKind kind) {
    return any(done.subList(index + 1, done.size()), done.get(index), kind);
  }

  private boolean precedes(int index, ChangeKind kind) {
    return any(done.subList(0, index), done.get(index), kind);
  }

  private static boolean any(List<SchemaChange> changes, SchemaChange change, ChangeKind kind) {
    return changes.stream()
        .anyMatch(
            one ->
                one.change() == kind
                    && one.version().equals(change.version())
                    && one.object().canBe(change.object()));
  }
}
