package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.sql.Fragment;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be told of an expression from its words alone. */
final class Value {

  private static final Pattern STRING = Pattern.compile("'(?:[^']|'')*'");
  private static final Pattern CALL = Pattern.compile("([a-z_][a-z0-9_$]*|\") ?\\(");

  /** What may stand in front of a parenthesis in a value that PostgreSQL computes once. */
  private static final Set<String> STABLE =
      Set.of(
          "now",
          "current_timestamp",
          "localtimestamp",
          "cast",
          "coalesce",
          "nullif",
          "greatest",
          "least",
          "row",
          "numeric",
          "decimal",
          "varchar",
          "char",
          "character",
          "varying",
          "bit",
          "interval",
          "time",
          "timestamp",
          "timestamptz",
          "lower",
          "upper",
          "jsonb_build_object",
          "jsonb_build_array",
          "json_build_object",
          "to_jsonb",
          "make_date",
          "make_interval",
          "date_trunc");

  /** Words of expressions that are no columns, where the table's are not known. */
  private static final Set<String> WORDS =
      Set.of(
          "null",
          "true",
          "false",
          "and",
          "or",
          "not",
          "is",
          "in",
          "case",
          "when",
          "then",
          "else",
          "end",
          "as",
          "cast",
          "array",
          "row",
          "collate",
          "interval",
          "date",
          "time",
          "timestamp",
          "timestamptz",
          "with",
          "without",
          "zone",
          "at",
          "local",
          "text",
          "varchar",
          "char",
          "character",
          "varying",
          "integer",
          "int",
          "bigint",
          "smallint",
          "numeric",
          "decimal",
          "real",
          "double",
          "precision",
          "boolean",
          "bool",
          "uuid",
          "json",
          "jsonb",
          "bytea",
          "current_timestamp",
          "current_date",
          "current_time",
          "localtimestamp",
          "localtime",
          "current_user",
          "session_user",
          "current_role",
          "user");

  private final Fragment fragment;

  private Value(Fragment fragment) {
    this.fragment = fragment;
  }

  static Value of(String text) {
    return new Value(Fragment.of(text));
  }

  /**
   * A piece of SQL that was given, without its comments: they would swallow what stands behind it.
   *
   * @throws UserError where something in it is not closed
   */
  static String given(ChangeParameter parameter, String text) {
    Fragment fragment = Fragment.of(text);
    String fault = fragment.isEmpty() ? "nothing in it" : fragment.fault();
    if (fault != null) {
      throw new UserError(PatternProblems.noPiece(parameter, text, fault));
    }
    return fragment.text();
  }

  /**
   * Whether it may be another one for each row: a function of which nothing is known counts as one.
   */
  boolean mayDiffer() {
    if (fragment.isVolatile() && !isClock()) {
      return true;
    }
    String words = STRING.matcher(fragment.canonical()).replaceAll("''");
    Matcher call = CALL.matcher(words.toLowerCase(Locale.ROOT));
    while (call.find()) {
      if (!STABLE.contains(call.group(1)) && !WORDS.contains(call.group(1))) {
        return true;
      }
    }
    return false;
  }

  /** The time of a transaction is the same for all rows of a statement. */
  private boolean isClock() {
    String stable =
        fragment
            .canonical()
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\b(?:now|transaction_timestamp) ?\\( ?\\)", "0")
            .replaceAll(
                "\\b(?:current_timestamp|current_date|current_time|localtimestamp|localtime)\\b",
                "0");
    return !Fragment.of(stable).isVolatile();
  }

  /** The table's columns that it reads; what may be some where the table is not known. */
  Set<String> columns(String table, @Nullable TableFacts facts) {
    Set<String> found = new TreeSet<>(fragment.columns(table));
    if (facts == null) {
      found.removeAll(WORDS);
      found.remove(table);
    } else {
      found.retainAll(Set.copyOf(facts.columnNames()));
    }
    return found;
  }

  boolean isNull() {
    return fragment.text().equalsIgnoreCase("null");
  }

  @Override
  public String toString() {
    return fragment.text();
  }
}
