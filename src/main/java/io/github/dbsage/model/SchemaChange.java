package io.github.dbsage.model;

import org.jspecify.annotations.Nullable;

/**
 * What a statement does to a database object.
 *
 * @param table the table that an index is on; null where it is not known, or for other kinds
 * @param version the migration
 * @param at the statement, or the part of it
 */
public record SchemaChange(
    ChangeKind change,
    SchemaObject object,
    @Nullable QualifiedName table,
    Version version,
    Place at) {

  /** The table that the object is a part of, or is on; null where it is on none. */
  public @Nullable QualifiedName owner() {
    return object.kind().inTable() ? object.name() : table;
  }
}
