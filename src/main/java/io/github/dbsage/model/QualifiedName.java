package io.github.dbsage.model;

import java.util.Objects;
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

  // Written out, as in other records that are keys: the JVM's own ways cost a goal its start.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof QualifiedName that
        && name.equals(that.name)
        && Objects.equals(schema, that.schema);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + (schema == null ? 0 : schema.hashCode());
  }

  /** The name as people write it: without quotes. */
  @Override
  public String toString() {
    return schema == null ? name : schema + "." + name;
  }
}
