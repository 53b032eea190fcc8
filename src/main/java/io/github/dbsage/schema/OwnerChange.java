package io.github.dbsage.schema;

import io.github.dbsage.model.SafeName;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statement that gives an object to somebody. */
final class OwnerChange {

  /** An extension's owner stays whoever made it. */
  private static final Set<Kind> FIXED = Set.of(Kind.EXTENSION);

  private OwnerChange() {}

  /** Its beginning, up to the new owner's name; null where it goes with another, or cannot go. */
  static @Nullable String of(DatabaseObject object) {
    Heading heading = Heading.of(object.heading());
    if (FIXED.contains(heading.kind()) || followsTable(heading, object)) {
      return null;
    }
    String kind = heading.kind().label().toUpperCase(Locale.ROOT);
    String schema = heading.schema() == null ? "" : SafeName.of(heading.schema());
    String name = heading.name().isEmpty() ? "" : SafeName.of(heading.name());
    String path =
        heading.kind() == Kind.SCHEMA || heading.schema() == null ? name : schema + "." + name;
    return "ALTER " + kind + " " + path + signature(heading, object) + " OWNER TO ";
  }

  /** A sequence that a column owns has its table's owner. */
  private static boolean followsTable(Heading heading, DatabaseObject object) {
    return heading.kind() == Kind.SEQUENCE
        && object.lines().stream()
            .anyMatch(line -> line.startsWith("owned by ") || line.startsWith("identity of "));
  }

  /** That of an aggregate is not the list of its types alone. */
  private static String signature(Heading heading, DatabaseObject object) {
    if (heading.kind() != Kind.AGGREGATE) {
      return heading.rest();
    }
    return object.lines().stream()
        .filter(line -> line.startsWith("arguments "))
        .map(line -> line.substring("arguments ".length()))
        .map(arguments -> arguments.equals("()") ? "(*)" : arguments)
        .findFirst()
        .orElse(heading.rest());
  }
}
