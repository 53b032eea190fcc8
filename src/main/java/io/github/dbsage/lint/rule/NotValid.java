package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.Scene;
import java.util.ArrayList;
import java.util.List;

/** The safe way to a CHECK or foreign key: NOT VALID now, validated later. */
final class NotValid {

  private NotValid() {}

  /**
   * Its statements.
   *
   * @param words the constraint without its name, as one of the table
   */
  static List<String> of(Scene scene, AddedConstraint added, String words) {
    String table = Sql.tableName(scene);
    List<String> lines = new ArrayList<>(added.withoutIt(scene));
    lines.addAll(on(table, added.adds(scene), added.name(), words));
    return lines;
  }

  /** The same for a table by its name. */
  static List<String> on(String table, String name, String words) {
    return on(table, "ADD CONSTRAINT " + name, name, words);
  }

  private static List<String> on(String table, String adds, String name, String words) {
    return List.of(
        "ALTER TABLE " + table + " " + adds + " " + words + " NOT VALID;",
        "-- in the next migration:",
        "ALTER TABLE " + table + " VALIDATE CONSTRAINT " + name + ";");
  }
}
