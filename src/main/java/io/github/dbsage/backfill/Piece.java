package io.github.dbsage.backfill;

import io.github.dbsage.model.QualifiedName;

/**
 * A relation that is updated by itself: a table, a partition, or a partitioned table as a whole.
 *
 * @param only whether its descendants are pieces of their own
 * @param alias the name of the whole table
 * @param rows about
 * @param pages that they take, without TOAST
 */
record Piece(long oid, QualifiedName name, boolean only, String alias, long rows, long pages) {

  /** What an UPDATE or a SELECT is of. */
  String relation() {
    return (only ? "ONLY " : "") + name.quoted() + " AS " + qualifier();
  }

  String qualifier() {
    return QualifiedName.quote(alias);
  }
}
