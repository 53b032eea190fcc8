package io.github.dbsage.plan;

import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.Chunked;
import io.github.dbsage.sql.Fragment;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * What a backfill does to which rows.
 *
 * @param set SQL by column, in the file's order
 * @param statement with {@code {chunk}}, or null
 * @param qualifier of the table's columns in the statement, or null
 * @param where which rows need it, or null
 * @param key columns to go along; empty to choose them
 */
record BackfillWork(
    Map<String, String> set,
    @Nullable String statement,
    @Nullable String qualifier,
    @Nullable String where,
    List<String> key,
    boolean idempotent) {

  BackfillWork {
    set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
    key = List.copyOf(key);
  }

  /** What changes no row. */
  static BackfillWork nothing(QualifiedName table) {
    String statement = "DELETE FROM " + table.quoted() + " WHERE {chunk} AND false";
    String qualifier = QualifiedName.quote(table.name());
    return new BackfillWork(Map.of(), statement, qualifier, null, List.of(), true);
  }

  /** Whether it lacks what it does, or has two of it: that is in the log. */
  boolean isNothing() {
    return set.isEmpty() == (statement == null);
  }

  /**
   * Reads it.
   *
   * @param table null where it is wrong
   */
  static BackfillWork read(
      YamlMapping top,
      Node root,
      @Nullable QualifiedName table,
      BackfillValues sql,
      FindingLog log) {
    Node columns = top.node(BackfillKeys.SET);
    Map<String, Fragment> set = columns == null ? Map.of() : sql.set(columns);
    At<Fragment> written = top.value(BackfillKeys.STATEMENT, sql::query);
    At<Fragment> where = top.value(BackfillKeys.WHERE, sql::expression);
    boolean states = top.node(BackfillKeys.STATEMENT) != null;
    if (columns != null && states) {
      log.add(BackfillProblems.twoWays(top.keyAt(BackfillKeys.STATEMENT)));
    } else if (columns == null && !states && root instanceof MappingNode) {
      log.add(BackfillProblems.nothingToDo(top.at()));
    } else if (states && where != null) {
      log.add(BackfillProblems.whereBesideStatement(top.keyAt(BackfillKeys.WHERE)));
    }
    Chunked statement =
        written == null || table == null ? null : statement(written, table, sql, log);
    At<List<String>> key = top.value(BackfillKeys.KEY, sql::key);
    boolean harmless = statement == null ? isIdempotent(set, table) : statement.isIdempotent();
    At<Boolean> claimed = top.value("idempotent", sql::flag);
    boolean idempotent = claimed == null ? harmless : claimed.value();
    Set<String> changed = new HashSet<>(statement == null ? set.keySet() : statement.assigned());
    if (key != null) {
      judge(key, changed, idempotent, log);
    }
    Map<String, String> texts = new LinkedHashMap<>();
    set.forEach((column, value) -> texts.put(column, value.text()));
    return new BackfillWork(
        texts,
        statement == null ? null : statement.statement(),
        statement == null ? null : statement.qualifier(),
        where == null || states ? null : where.value().text(),
        key == null ? List.of() : key.value(),
        idempotent);
  }

  private static @Nullable Chunked statement(
      At<Fragment> written, QualifiedName table, BackfillValues sql, FindingLog log) {
    Chunked statement = Chunked.of(table, written.value());
    if (statement.marks() == 0) {
      log.add(BackfillProblems.noChunk(written.at()));
      return null;
    }
    return sql.requireTable(statement, "The statement", table, written.at()) ? statement : null;
  }

  /** An expression may use any of the columns that change: they have changed the second time. */
  private static boolean isIdempotent(Map<String, Fragment> set, @Nullable QualifiedName table) {
    String name = table == null ? "" : table.name();
    for (Fragment value : set.values()) {
      if (value.isVolatile() || !Collections.disjoint(value.columns(name), set.keySet())) {
        return false;
      }
    }
    return true;
  }

  private static void judge(
      At<List<String>> key, Set<String> changed, boolean idempotent, FindingLog log) {
    Place at = key.at();
    List<String> columns = key.value();
    boolean physical = columns.contains(BackfillSpec.CTID);
    if (physical && columns.size() > 1) {
      log.add(BackfillProblems.ctidAmongOthers(at));
    } else if (physical && !idempotent) {
      log.add(BackfillProblems.ctidNotIdempotent(at));
    }
    columns.stream()
        .filter(changed::contains)
        .forEach(column -> log.add(BackfillProblems.keyChanges(at, column)));
  }
}
