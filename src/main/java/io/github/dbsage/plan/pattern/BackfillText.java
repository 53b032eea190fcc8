package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.QualifiedName;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a backfill's file, but for the header that names it. Not thread-safe. */
final class BackfillText {

  private final String name;
  private final QualifiedName table;
  private final Map<String, String> set = new LinkedHashMap<>();
  private String comment = "";
  private @Nullable String statement;
  private @Nullable String where;
  private @Nullable String mismatches;
  private @Nullable String rollback;
  private String header = "";

  /**
   * One that does nothing yet.
   *
   * @param name in {@code migration_progress}
   */
  BackfillText(String name, QualifiedName table) {
    this.name = name;
    this.table = table;
  }

  /** What people should know of it: lines without {@code #}. */
  BackfillText comment(String... lines) {
    StringBuilder all = new StringBuilder();
    for (String line : lines) {
      all.append("# ").append(line).append('\n');
    }
    comment = all.toString();
    return this;
  }

  /** What a column becomes; it is named as the catalog has it. */
  BackfillText set(String column, String expression) {
    set.put(column, expression);
    return this;
  }

  /** What runs instead, with {@code {chunk}} where the rows are chosen. */
  BackfillText statement(String sql) {
    statement = sql;
    return this;
  }

  /** Which rows still need it. */
  BackfillText where(String condition) {
    where = condition;
    return this;
  }

  /** A query that counts rows that came out wrong. */
  BackfillText mismatches(String sql) {
    mismatches = sql;
    return this;
  }

  /** The statement that undoes it, which runs in batches too. */
  BackfillText rollback(String sql) {
    rollback = sql;
    return this;
  }

  /** Why nothing undoes it. */
  BackfillText forwardOnly(String reason) {
    header = "# Rollback: none because " + reason + "\n";
    return this;
  }

  String text() {
    StringBuilder text = new StringBuilder(header).append(comment);
    text.append("backfill: ").append(name).append('\n');
    text.append("table: ").append(Yaml.value(Sql.name(table), "")).append('\n');
    if (!set.isEmpty()) {
      text.append("set:\n");
      set.forEach(
          (column, expression) ->
              text.append("  ")
                  .append(Yaml.inline(column))
                  .append(": ")
                  .append(Yaml.value(expression, "  "))
                  .append('\n'));
    }
    add(text, "statement", statement);
    add(text, "where", where);
    if (mismatches != null) {
      text.append("verify:\n  mismatches:\n    sql: ");
      text.append(Yaml.value(mismatches, "    ")).append('\n');
    }
    add(text, "rollback", rollback);
    return text.toString();
  }

  private static void add(StringBuilder text, String key, @Nullable String value) {
    if (value != null) {
      text.append(key).append(": ").append(Yaml.value(value, "")).append('\n');
    }
  }
}
