package io.github.dbsage.schema;

import io.github.dbsage.schema.SchemaDiff.Change;
import io.github.dbsage.schema.SchemaDiff.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what is not the same in two snapshots. Use once. */
final class SchemaComparison {

  private final List<DatabaseObject> before;
  private final List<DatabaseObject> after;
  private final Map<String, Integer> old;
  private final Map<String, Integer> now;
  private final List<Change> changes = new ArrayList<>();

  /** How many of the second have been looked at. */
  private int seen;

  SchemaComparison(SchemaSnapshot before, SchemaSnapshot after) {
    this.before = before.objects();
    this.after = after.objects();
    this.old = positions(this.before);
    this.now = positions(this.after);
  }

  /** Added objects come where the second has them, removed ones where the first had them. */
  SchemaDiff diff() {
    for (DatabaseObject object : before) {
      Integer position = now.get(object.heading());
      if (position == null) {
        change(Kind.REMOVED, object.heading(), object.lines(), List.of());
        continue;
      }
      addUpTo(position);
      List<String> lines = after.get(position).lines();
      if (!object.lines().equals(lines)) {
        change(Kind.CHANGED, object.heading(), object.lines(), lines);
      }
    }
    addUpTo(after.size());
    return new SchemaDiff(changes);
  }

  private void addUpTo(int end) {
    for (; seen < end; seen++) {
      DatabaseObject object = after.get(seen);
      if (!old.containsKey(object.heading())) {
        change(Kind.ADDED, object.heading(), List.of(), object.lines());
      }
    }
  }

  private void change(Kind kind, String heading, List<String> from, List<String> to) {
    changes.add(new Change(kind, heading, LineChanges.of(from, to)));
  }

  private static Map<String, Integer> positions(List<DatabaseObject> objects) {
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < objects.size(); i++) {
      positions.put(objects.get(i).heading(), i);
    }
    return positions;
  }
}
