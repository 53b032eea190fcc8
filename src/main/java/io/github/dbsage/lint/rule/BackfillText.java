package io.github.dbsage.lint.rule;

import io.github.dbsage.model.QualifiedName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code .backfill.yaml} that does a statement's work in batches.
 *
 * @param statement instead of {@code set}: for DELETE, and what cannot be said by columns
 * @param where the rows that still need it; null for all of them, and beside a statement
 * @param key null for the primary key
 */
record BackfillText(
    String name,
    QualifiedName table,
    Map<String, String> set,
    @Nullable String statement,
    @Nullable String where,
    @Nullable String key) {

  /** YAML takes these as they are. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_ .()/+*=<>|~]*");

  /** Words that YAML reads as something else than text. */
  private static final Pattern WORD = Pattern.compile("(?i)true|false|yes|no|on|off|null|y|n");

  /** What stands for what a name of a backfill cannot have. */
  private static final Pattern NO_NAME = Pattern.compile("[^A-Za-z0-9_.-]+");

  private static final int LONGEST_NAME = 63;

  BackfillText {
    String plain = NO_NAME.matcher(name).replaceAll("_");
    name = plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    set = new LinkedHashMap<>(set);
    if (statement != null && where != null) {
      throw new IllegalArgumentException("a statement has its condition in it: " + statement);
    }
  }

  /** The file's text. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("backfill: ").append(scalar(name)).append('\n');
    text.append("table: ").append(scalar(Sql.name(table)));
    if (statement != null) {
      text.append("\nstatement: ").append(scalar(statement));
    } else {
      text.append("\nset:");
      set.forEach(
          (column, value) ->
              text.append("\n  ").append(scalar(column)).append(": ").append(scalar(value)));
    }
    if (where != null) {
      text.append("\nwhere: ").append(scalar(where));
    }
    if (key != null) {
      text.append("\nkey: ").append(scalar(key));
    }
    return text.toString();
  }

  /** A value as YAML reads it back: in double quotes where it needs them. */
  static String scalar(String value) {
    if (PLAIN.matcher(value).matches()
        && !WORD.matcher(value).matches()
        && value.equals(value.strip())) {
      return value;
    }
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
