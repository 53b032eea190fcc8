package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.TableFacts.Column;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table and another one that has at most one row for each of its rows, while columns of the same
 * names stand in both. A row of the one that has none in the other has NULL in each of them.
 *
 * @param whole the table that has a row for each key
 * @param part the other one
 * @param wholeKey the primary key of the one
 * @param partKey that of the other one, in the same order
 * @param columns those that stand in both
 * @param demanded those of the columns without which the part has no row
 */
record Pair(
    QualifiedName whole,
    QualifiedName part,
    List<String> wholeKey,
    List<String> partKey,
    List<Column> columns,
    Set<String> demanded) {

  /** Types that IS DISTINCT FROM has no equality for, or one that is not exact. */
  private static final Set<String> AS_TEXT =
      Set.of("json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle");

  Pair {
    wholeKey = List.copyOf(wholeKey);
    partKey = List.copyOf(partKey);
    columns = List.copyOf(columns);
    demanded = Set.copyOf(demanded);
  }

  /** Columns by something for each. */
  String each(String between, Function<String, String> what) {
    return columns.stream()
        .map(Column::name)
        .map(Sql::name)
        .map(what)
        .collect(Collectors.joining(between));
  }

  /** Whether the columns differ between two rows. */
  String apart(String one, String other) {
    return columns.stream()
        .map(
            column -> {
              String name = Sql.name(column.name());
              String cast = AS_TEXT.contains(column.type()) ? "::text" : "";
              return one + name + cast + " IS DISTINCT FROM " + other + name + cast;
            })
        .collect(Collectors.joining("\n      OR "));
  }

  /** Whether a row of the whole table has something to say in the part. */
  String isThere(String row) {
    return demanded.isEmpty()
        ? each(" OR ", column -> row + column + " IS NOT NULL")
        : demanded.stream()
            .sorted()
            .map(column -> row + Sql.name(column) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
  }

  /** Whether two rows have the same key. */
  String joined(String ofWhole, String ofPart) {
    return IntStream.range(0, wholeKey.size())
        .mapToObj(
            i -> ofPart + Sql.name(partKey.get(i)) + " = " + ofWhole + Sql.name(wholeKey.get(i)))
        .collect(Collectors.joining(" AND "));
  }

  /** The function and the triggers' stem that carry over from the whole table. */
  QualifiedName forth() {
    return Sql.beside(whole, Sql.made(whole.name(), "to", part.name()));
  }

  /** The same the other way. */
  QualifiedName back() {
    return Sql.beside(part, Sql.made(part.name(), "to", whole.name()));
  }

  /** A query that counts rows that are not alike. */
  String mismatches() {
    String lacking =
        demanded.isEmpty() ? "" : "\n      OR p." + Sql.name(partKey.get(0)) + " IS NULL";
    return """
        SELECT count(*)
          FROM %s w
          LEFT JOIN %s p ON %s
         WHERE %s%s"""
        .formatted(Sql.name(whole), Sql.name(part), joined("w.", "p."), apart("w.", "p."), lacking);
  }
}
