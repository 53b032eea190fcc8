package io.github.dbsage.backfill;

import io.github.dbsage.db.Literal;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.QualifiedName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a table is gone along by, and how that is written in SQL. Bounds are the values' text, of
 * the leading columns or of all; qualifiers are SQL, empty for none.
 *
 * @param columns in the order of an index; the one of {@link #TID} is the rows' place on the disk
 */
record Key(List<Column> columns) {

  /** The physical order: a bound is one text such as {@code (5,3)}, block and item. */
  static final Key TID = new Key(List.of(new Column(BackfillSpec.CTID, "tid")));

  private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");

  /** What hashes a single column of a type. */
  private static final Map<String, String> HASHES =
      Map.of(
          "smallint", "hashint8",
          "integer", "hashint8",
          "bigint", "hashint8",
          "text", "hashtext",
          "character varying", "hashtext",
          "bpchar", "hashbpchar",
          "uuid", "uuid_hash",
          "timestamp without time zone", "timestamp_hash");

  /** Types that PostgreSQL can hash inside of a row; of others, their text is hashed. */
  private static final Set<String> HASHABLE =
      Set.of(
          "smallint",
          "integer",
          "bigint",
          "numeric",
          "text",
          "character varying",
          "bpchar",
          "uuid",
          "date",
          "timestamp without time zone",
          "timestamp with time zone",
          "bytea",
          "boolean");

  Key {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a key without columns");
    }
  }

  boolean isTid() {
    return equals(TID);
  }

  /** Whether it is one column of whole numbers. */
  boolean isInteger() {
    return columns.size() == 1 && INTEGERS.contains(columns.get(0).type());
  }

  /** For people: {@code a, b}. */
  String shown() {
    return columns.stream().map(c -> Identifiers.write(c.name())).collect(Collectors.joining(", "));
  }

  /** Rows at a bound and behind it. */
  String from(String qualifier, List<String> bound) {
    return compare(qualifier, ">=", bound);
  }

  /** Rows behind a bound; behind all that begin with it, where it is of leading columns only. */
  String after(String qualifier, List<String> bound) {
    return compare(qualifier, ">", bound);
  }

  /** Rows before a bound. */
  String below(String qualifier, List<String> bound) {
    return compare(qualifier, "<", bound);
  }

  /** Rows before a bound and at it. */
  String upTo(String qualifier, List<String> bound) {
    return compare(qualifier, "<=", bound);
  }

  /** Rows at a bound. */
  String is(String qualifier, List<String> bound) {
    return compare(qualifier, "=", bound);
  }

  /** A row's bound, as an array of text. */
  String values(String qualifier) {
    return "ARRAY[" + list(qualifier, "::text") + "]";
  }

  /**
   * What rows are ordered by. Beside {@code q.id::text} in the list of a SELECT, {@code ORDER BY
   * id} without a qualifier would order by that text.
   */
  String order(String qualifier) {
    return list(qualifier, "");
  }

  /** The same from the other end. */
  String backwards(String qualifier) {
    return list(qualifier, " DESC");
  }

  /** An integer, the same for the same row, which spreads neighbours evenly. */
  String hash(String qualifier) {
    if (isTid()) {
      // The item's number on its page: the passes then go through each page evenly.
      return "(" + column(qualifier, columns.get(0)) + "::text::point)[1]::int";
    }
    Column first = columns.get(0);
    String function = columns.size() == 1 ? HASHES.get(first.type()) : null;
    if (function != null) {
      return "pg_catalog." + function + "(" + column(qualifier, first) + ")";
    }
    return "pg_catalog.hash_record(ROW("
        + join(columns, c -> column(qualifier, c) + (HASHABLE.contains(c.type()) ? "" : "::text"))
        + "))";
  }

  private String compare(String qualifier, String operator, List<String> bound) {
    int length = bound.size();
    if (length == 0 || length > columns.size()) {
      throw new IllegalArgumentException("a bound of " + length + " values for " + shown());
    }
    List<Column> leading = columns.subList(0, length);
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < length; i++) {
      values.append(i == 0 ? "" : ", ");
      values.append(Literal.of(bound.get(i))).append("::").append(leading.get(i).type());
    }
    String names = join(leading, c -> column(qualifier, c));
    return length == 1
        ? names + " " + operator + " " + values
        : "(" + names + ") " + operator + " (" + values + ")";
  }

  private String list(String qualifier, String suffix) {
    return join(columns, c -> column(qualifier, c) + suffix);
  }

  private String column(String qualifier, Column column) {
    // Quotes would be right for a system column too, but none writes it so.
    String name = isTid() ? column.name() : QualifiedName.quote(column.name());
    return qualifier.isEmpty() ? name : qualifier + "." + name;
  }

  private static String join(List<Column> columns, Function<Column, String> written) {
    return columns.stream().map(written).collect(Collectors.joining(", "));
  }
}
