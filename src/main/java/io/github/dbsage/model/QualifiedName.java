package io.github.dbsage.model;

import org.jspecify.annotations.Nullable;

/**
 * The name of a database object as the catalog stores it, and the only place that quotes
 * identifiers.
 *
 * @param schema the schema, or null where the search path decides
 * @param name the name, already folded to lower case where it was not quoted
 */
public record QualifiedName(@Nullable String schema, String name) {

  public QualifiedName {
    if (name.isEmpty() || (schema != null && schema.isEmpty())) {
      throw new IllegalArgumentException("a name is empty");
    }
  }

  /** Text that PostgreSQL reads back as this very name: every part in double quotes. */
  public String quoted() {
    return schema == null ? quote(name) : quote(schema) + "." + quote(name);
  }

  /** One identifier in double quotes, quotes inside doubled. */
  public static String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** The name as people write it: without quotes. */
  @Override
  public String toString() {
    return schema == null ? name : schema + "." + name;
  }
}
