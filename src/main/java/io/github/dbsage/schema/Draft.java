package io.github.dbsage.schema;

import io.github.dbsage.model.Identifiers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object while its lines come together. Not thread-safe. */
final class Draft {

  private static final Comparator<Draft> BY_NAME =
      Comparator.<Draft, String>comparing(draft -> draft.schema == null ? "" : draft.schema)
          .thenComparing(draft -> draft.kind)
          .thenComparing(draft -> draft.name)
          .thenComparing(draft -> draft.signature);

  /**
   * By place in the text, which depends on names alone; what belongs to a table stands behind it.
   */
  static final Comparator<Draft> ORDER =
      Comparator.comparing(Draft::root, BY_NAME)
          .thenComparing(draft -> draft.parent != null)
          .thenComparing(draft -> draft.kind)
          .thenComparing(BY_NAME);

  private final Kind kind;
  private final @Nullable String schema;
  private final String name;
  private final String signature;
  private final @Nullable Draft parent;
  private final List<String> lines = new ArrayList<>();

  /**
   * Begins an object.
   *
   * @param schema null where it is in none
   * @param name null where the signature says it all
   * @param signature what follows the name, as it is
   * @param parent the table that it belongs to, or null
   */
  Draft(
      Kind kind,
      @Nullable String schema,
      @Nullable String name,
      String signature,
      @Nullable Draft parent) {
    this.kind = kind;
    this.schema = schema;
    this.name = name == null ? "" : name;
    this.signature = signature;
    this.parent = parent;
  }

  /** The schema that it is in, or null. */
  @Nullable String schema() {
    return schema;
  }

  /**
   * Adds lines, without line ends behind the last. A carriage return is shown, so that a file whose
   * line ends were changed on its way still compares.
   */
  void add(String text) {
    lines.addAll(List.of(text.replace('\r', '␍').replaceFirst("\n+$", "").split("\n", -1)));
  }

  DatabaseObject finished() {
    String on = schema == null && parent != null ? " on " + parent.path() : "";
    String own = path();
    String heading = kind.label() + (own.isEmpty() ? "" : " ") + own + signature + on;
    return new DatabaseObject(heading.replace('\n', '␊'), lines);
  }

  private String path() {
    if (name.isEmpty()) {
      return "";
    }
    String own = Identifiers.write(name);
    return schema == null ? own : Identifiers.write(schema) + "." + own;
  }

  private Draft root() {
    return parent == null ? this : parent;
  }
}
