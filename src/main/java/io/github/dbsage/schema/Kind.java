package io.github.dbsage.schema;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;

/**
 * The kinds of objects in the order of a snapshot: first those that belong to no schema, then, for
 * each schema, the others; what a table has stands behind it.
 */
enum Kind {
  EXTENSION,
  LANGUAGE,
  ACCESS_METHOD,
  FOREIGN_DATA_WRAPPER,
  SERVER,
  USER_MAPPING,
  SCHEMA,
  DEFAULT_PRIVILEGES,
  CAST,
  TRANSFORM,
  EVENT_TRIGGER,
  PUBLICATION,
  SUBSCRIPTION,
  COLLATION,
  CONVERSION,
  TYPE,
  DOMAIN,
  FUNCTION,
  PROCEDURE,
  AGGREGATE,
  OPERATOR,
  OPERATOR_FAMILY,
  OPERATOR_CLASS,
  TEXT_SEARCH_PARSER,
  TEXT_SEARCH_TEMPLATE,
  TEXT_SEARCH_DICTIONARY,
  TEXT_SEARCH_CONFIGURATION,
  SEQUENCE,
  TABLE,
  FOREIGN_TABLE,
  VIEW,
  MATERIALIZED_VIEW,
  STATISTICS,
  INDEX,
  TRIGGER,
  RULE,
  POLICY;

  /** The first words of its headings. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The kind that a heading begins with: the longest label, as some begin with another. */
  static String labelOf(String heading) {
    return Arrays.stream(values())
        .map(Kind::label)
        .filter(label -> heading.equals(label) || heading.startsWith(label + " "))
        .max(Comparator.comparing(String::length))
        .orElse("other");
  }

  /** The kind of a label. */
  static Kind of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace(' ', '_'));
  }
}
