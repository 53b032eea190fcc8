package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.NotNull;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.sql.tree.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The safe way to a unique or primary key: its index first, concurrently. */
final class SafeKey {

  /** {@code PRIMARY KEY}. */
  static final String PRIMARY = "PRIMARY KEY";

  private static final Pattern INCLUDE =
      Pattern.compile("\\bINCLUDE \\([^)]*\\)", Pattern.CASE_INSENSITIVE);
  private static final Pattern DEFERRABLE =
      Pattern.compile("(?:NOT )?DEFERRABLE\\b.*|INITIALLY\\b.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern NULLS =
      Pattern.compile("\\bNULLS NOT DISTINCT\\b", Pattern.CASE_INSENSITIVE);

  private SafeKey() {}

  /**
   * Its statements.
   *
   * @param kind {@code UNIQUE} or {@code PRIMARY KEY}
   * @return null for a key WITHOUT OVERLAPS, which takes over no index
   */
  static @Nullable List<String> of(Scene scene, AddedConstraint added, String kind) {
    if (added.constraint().withoutOverlaps()) {
      return null;
    }
    Column column = added.column();
    String words = added.words(scene);
    String columns =
        Sql.names(column == null ? added.constraint().columns() : List.of(column.name()));
    String behind = found(INCLUDE, words) + found(NULLS, words);
    List<String> lines = new ArrayList<>(added.withoutIt(scene));
    if (added.table().partitioned()) {
      lines.addAll(onParts(scene, added, kind, "(" + columns + ")" + behind));
      return lines;
    }
    String table = Sql.tableName(scene);
    // The index takes the constraint's name when it becomes its own.
    String index = added.replaces(scene) ? Sql.name(added.bareName() + "_new") : added.name();
    lines.add(
        "CREATE UNIQUE INDEX CONCURRENTLY "
            + index
            + " ON "
            + table
            + " ("
            + columns
            + ")"
            + behind
            + ";");
    if (kind.equals(PRIMARY)) {
      lines.addAll(notNull(scene, added));
    }
    lines.add(
        "ALTER TABLE "
            + table
            + " "
            + added.adds(scene)
            + " "
            + kind
            + " USING INDEX "
            + index
            + found(DEFERRABLE, words)
            + ";");
    return lines;
  }

  /** A key of columns that may be NULL reads the whole table, its index being there or not. */
  private static List<String> notNull(Scene scene, AddedConstraint added) {
    if (!added.withoutIt(scene).isEmpty()) {
      return List.of("-- and when every row has a value, and the column is NOT NULL:");
    }
    return added.constraint().columns().stream()
        .filter(column -> NotNull.of(added.table(), column) != NotNull.PROVEN)
        .flatMap(column -> SetNotNullScan.steps(scene, column).stream())
        .toList();
  }

  /** A partitioned table takes no CONCURRENTLY: its partitions do, one by one. */
  private static List<String> onParts(
      Scene scene, AddedConstraint added, String kind, String elements) {
    List<String> lines = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    added.table().partitions().stream().map(Relation::name).map(Sql::name).forEach(parts::add);
    boolean known = !parts.isEmpty();
    if (!known) {
      lines.add("-- for each partition:");
      parts.add("<partition>");
    }
    List<String> attach = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String key = known ? Sql.name(added.bareName() + "_" + (i + 1)) : "<partition_key>";
      lines.add(
          "CREATE UNIQUE INDEX CONCURRENTLY " + key + " ON " + parts.get(i) + " " + elements + ";");
      lines.add(
          "ALTER TABLE "
              + parts.get(i)
              + " ADD CONSTRAINT "
              + key
              + " "
              + kind
              + " USING INDEX "
              + key
              + ";");
      String schema = Sql.schema(added.table().name());
      attach.add(
          "ALTER INDEX " + schema + added.name() + " ATTACH PARTITION " + schema + key + ";");
    }
    lines.add(
        "ALTER TABLE ONLY "
            + Sql.tableName(scene)
            + " ADD CONSTRAINT "
            + added.name()
            + " "
            + kind
            + " "
            + elements
            + ";");
    lines.addAll(attach);
    return lines;
  }

  private static String found(Pattern pattern, String words) {
    Matcher matcher = pattern.matcher(words);
    return matcher.find() ? " " + matcher.group() : "";
  }
}
