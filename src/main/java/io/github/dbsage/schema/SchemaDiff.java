package io.github.dbsage.schema;

import java.util.List;
import java.util.Locale;

/** How two schemas differ, object by object, in the order of the text. */
public record SchemaDiff(List<Change> changes) {

  public SchemaDiff {
    changes = List.copyOf(changes);
  }

  /** What became of an object. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED;

    /** For people: lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An object that is not the same in both.
   *
   * @param heading {@code index public.orders_total}
   * @param lines with {@code - } in front where they are only in the first, with {@code + } where
   *     they are only in the second; all of the object's where only one of both has it
   */
  public record Change(Kind kind, String heading, List<String> lines) {

    public Change {
      lines = List.copyOf(lines);
    }

    /** The change as text. */
    public String text() {
      StringBuilder text = new StringBuilder(kind.label()).append(' ').append(heading).append('\n');
      lines.forEach(line -> text.append("  ").append(line.stripTrailing()).append('\n'));
      return text.toString();
    }
  }

  /** Compares. */
  public static SchemaDiff between(SchemaSnapshot before, SchemaSnapshot after) {
    return new SchemaComparison(before, after).diff();
  }

  /** Whether there is no difference. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** How many objects became this. */
  public long count(Kind kind) {
    return changes.stream().filter(change -> change.kind() == kind).count();
  }

  /** The changes as text, an empty line between two; empty where there are none. */
  public String text() {
    return String.join("\n", changes.stream().map(Change::text).toList());
  }
}
