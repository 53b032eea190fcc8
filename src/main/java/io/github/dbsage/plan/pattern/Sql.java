package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.SafeName;
import io.github.dbsage.model.TableFacts;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes names and values as a DBA does. */
final class Sql {

  /** How long a {@link #mark} is. */
  private static final int APART = 8;

  private Sql() {}

  /** An identifier, in double quotes only where it needs them. */
  static String name(String identifier) {
    return SafeName.of(identifier);
  }

  /** A qualified name, in double quotes only where it needs them. */
  static String name(QualifiedName name) {
    return SafeName.of(name);
  }

  /** Names in a row. */
  static String names(List<String> names) {
    return names.stream().map(Sql::name).collect(Collectors.joining(", "));
  }

  /** Something in the same schema as a table: its index, its trigger's function. */
  static QualifiedName beside(QualifiedName table, String name) {
    return new QualifiedName(table.schema(), name);
  }

  /** A string in single quotes. */
  static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /**
   * A name for something new: its parts with {@code _} between them. One that PostgreSQL would cut
   * is cut here, so that two of them stay apart; its last part says what it is, and stays whole.
   */
  static String made(String... parts) {
    String whole = String.join("_", parts);
    if (!Identifiers.isTooLong(whole)) {
      return whole;
    }
    String end = "_" + mark(whole) + "_" + parts[parts.length - 1];
    StringBuilder head = new StringBuilder(whole);
    while (Identifiers.isTooLong(head + end)) {
      head.setLength(head.offsetByCodePoints(head.length(), -1));
    }
    return head + end;
  }

  /** The same for something that a table has: with a number behind it where it is taken. */
  static String free(@Nullable TableFacts table, String... parts) {
    String name = made(parts);
    for (int number = 1; table != null && table.hasNamed(name); number++) {
      String[] numbered = parts.clone();
      numbered[parts.length - 1] += number;
      name = made(numbered);
    }
    return name;
  }

  /** A name as it can be part of a file's name, or of a backfill's. */
  static String slug(String... parts) {
    String text =
        String.join("_", parts)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_+|_+$", "");
    if (text.isEmpty()) {
      return "change";
    }
    return text.length() <= Identifiers.LONGEST
        ? text
        : text.substring(0, Identifiers.LONGEST - APART - 1) + "_" + mark(text);
  }

  /** Keeps names apart whose beginnings are alike. */
  private static String mark(String text) {
    return String.format(Locale.ROOT, "%08x", text.hashCode());
  }
}
