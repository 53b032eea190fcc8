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
    lines.add(
        "CREATE UNIQUE INDEX CONCURRENTLY "
            + added.name()
            + " ON "
            + table
            + " ("
            + columns
            + ")"
            + behind
            + ";");
    if (kind.equals("PRIMARY KEY")) {
      lines.addAll(present(scene, added, column));
    }
    lines.add(
        "ALTER TABLE "
            + table
            + " ADD CONSTRAINT "
            + added.name()
            + " "
            + kind
            + " USING INDEX "
            + added.name()
            + found(DEFERRABLE, words)
            + ";");
    return lines;
  }

  /** The columns of a primary key that may be NULL are made NOT NULL before. */
  private static List<String> present(Scene scene, AddedConstraint added, @Nullable Column column) {
    List<String> columns = column == null ? added.constraint().columns() : List.of(column.name());
    List<String> lines = new ArrayList<>();
    for (String one : columns) {
      if (NotNull.of(added.table(), one) != NotNull.PROVEN) {
        lines.addAll(SetNotNullScan.steps(scene, one));
      }
    }
    return lines;
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
      String key = known ? added.name().replace("\"", "") + "_" + (i + 1) : "<partition_key>";
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
