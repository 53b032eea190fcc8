package io.github.dbsage.run;

import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table or a column whose data would be gone, by its name before.
 *
 * @param oid of the table
 * @param column null where it is the table
 * @param shown what people are told of: of a partition that goes with its partitioned table, that
 * @param ancestors the partitioned tables that it is a part of, from the nearest one up
 */
record Loss(
    What what,
    long oid,
    QualifiedName table,
    @Nullable String column,
    QualifiedName shown,
    List<QualifiedName> ancestors) {

  Loss {
    ancestors = List.copyOf(ancestors);
  }

  /** What would become of it. */
  enum What {
    DROPPED,
    EMPTIED
  }

  /** {@code public.users.email}, in quotes where they are needed. */
  String name() {
    return parts(shown, column).stream().map(Identifiers::write).collect(Collectors.joining("."));
  }

  /** For a sentence: {@code column public.users.email (dropped)}. */
  String title() {
    return (column == null ? "table " : "column ")
        + name()
        + " ("
        + what.name().toLowerCase(Locale.ROOT)
        + ")";
  }

  /** Whoever may lose one of these may lose it. */
  List<List<String>> names() {
    List<List<String>> names = new ArrayList<>();
    if (column != null) {
      names.add(parts(table, column));
    }
    names.add(parts(table, null));
    for (QualifiedName ancestor : ancestors) {
      if (column != null) {
        names.add(parts(ancestor, column));
      }
      names.add(parts(ancestor, null));
    }
    return names;
  }

  /** Asks for one boolean: whether there is anything to lose. */
  String question() {
    // Of a composite value, IS NOT NULL speaks of its fields.
    String where =
        column == null
            ? ""
            : " WHERE pg_catalog.num_nonnulls(" + QualifiedName.quote(column) + ") = 1";
    return "SELECT EXISTS (SELECT FROM " + table.quoted() + where + ")";
  }

  private static List<String> parts(QualifiedName table, @Nullable String column) {
    List<String> parts = new ArrayList<>();
    if (table.schema() != null) {
      parts.add(table.schema());
    }
    parts.add(table.name());
    if (column != null) {
      parts.add(column);
    }
    return parts;
  }
}
