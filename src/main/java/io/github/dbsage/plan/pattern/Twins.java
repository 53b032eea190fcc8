package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.TableFacts;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Two columns that hold the same until the older one goes, and the names of what keeps them so.
 *
 * @param facts what the catalog says of the table; null where it could not be asked
 */
record Twins(
    QualifiedName table,
    String from,
    String to,
    Conversion conversion,
    @Nullable TableFacts facts) {

  /** The setting that names the older column while the backfill of the newer one is undone. */
  static final String UNDOING = "dbsage.undoing";

  /** A constant, or the time of the transaction: both columns get the very same one. */
  private static final Pattern STANDING =
      Pattern.compile(
          "(?:E?'(?:[^']|'')*'|-?\\d+(?:\\.\\d+)?|\\(-\\d+(?:\\.\\d+)?\\)|true|false|NULL"
              + "|now\\(\\)|CURRENT_TIMESTAMP|CURRENT_DATE|LOCALTIMESTAMP)"
              + "(?:::[\\w .(),\"\\[\\]]+)*");

  /** The longest of the endings that names get. */
  private static final int ENDING = "_1_old_writer".length();

  private static final int APART = 9;

  /** What the catalog says of the older column, or null. */
  TableFacts.@Nullable Column old() {
    return facts == null ? null : facts.column(from);
  }

  /** The default of both columns; null where there is none that both can have. */
  @Nullable String standing() {
    String expression = expression();
    return expression != null && STANDING.matcher(expression).matches() ? expression : null;
  }

  /** A default that is another value each time, and so can be that of one column only. */
  @Nullable String fleeting() {
    return standing() == null ? expression() : null;
  }

  private @Nullable String expression() {
    TableFacts.Column old = old();
    String expression = old == null ? null : old.expression();
    return expression == null || expression.startsWith("NULL::") ? null : expression;
  }

  /** Which values of the older column the newer one cannot hold, in words; null where it can. */
  @Nullable String overflow() {
    return Widening.overflow(TypeName.of(conversion.oldType()), TypeName.of(conversion.newType()));
  }

  boolean notNull() {
    TableFacts.Column old = old();
    return old != null && old.notNull();
  }

  /** Whether the server itself writes the older column, for a row that it points to. */
  boolean isEmptiedByKeys() {
    return facts != null
        && facts.constraints().stream()
            .filter(key -> key.kind() == TableFacts.Constraint.Kind.FOREIGN_KEY)
            .filter(key -> key.columns().contains(from))
            .anyMatch(
                key ->
                    key.definition().contains(" SET NULL")
                        || key.definition().contains(" SET DEFAULT")
                        || key.definition().contains("ON UPDATE CASCADE"));
  }

  /** The function that carries values over. */
  QualifiedName sync() {
    return Sql.beside(table, stem(table.name() + "_" + from) + "_sync");
  }

  /** The function that notes who still names the older column. */
  QualifiedName witness() {
    return Sql.beside(table, stem(table.name() + "_" + from) + "_old_writer");
  }

  /** Where that is noted. */
  QualifiedName writers() {
    return Sql.beside(table, stem(table.name() + "_" + from) + "_old_writers");
  }

  /** A trigger; those of one kind fire in the order of their names. */
  String trigger(String ending) {
    return last() + stem(from) + "_" + ending;
  }

  /** A beginning behind which no other trigger's name comes. */
  private String last() {
    List<String> others = facts == null ? List.of() : facts.triggers();
    String last = "zz_";
    while (last.length() < APART && isBefore(last, others)) {
      last = "z" + last;
    }
    return last;
  }

  private static boolean isBefore(String last, List<String> others) {
    return others.stream().anyMatch(other -> !isOurs(other) && other.compareTo(last) > 0);
  }

  /** One of another change of the same kind, which cares for other columns. */
  private static boolean isOurs(String trigger) {
    return trigger.matches("z{2,}_.*_(?:[01]_old_writer|2_insert|3_old|4_new|5_any)");
  }

  /** A name with room behind it; two that are cut stay apart. */
  private static String stem(String name) {
    if (!Identifiers.isTooLong(name + "x".repeat(ENDING + APART))) {
      return name;
    }
    String mark = String.format(Locale.ROOT, "_%08x", name.hashCode());
    StringBuilder head = new StringBuilder(name);
    while (Identifiers.isTooLong(head + mark + "x".repeat(ENDING + APART))) {
      head.setLength(head.offsetByCodePoints(head.length(), -1));
    }
    return head + mark;
  }

  /** The older column as the comment of its sequence has it. */
  String column() {
    return Sql.name(table) + "." + Sql.name(from);
  }

  /** A column of the row as it is to be written. */
  static String fresh(String column) {
    return "NEW." + Sql.name(column);
  }

  /** A column of the row as it was. */
  static String before(String column) {
    return "OLD." + Sql.name(column);
  }
}
