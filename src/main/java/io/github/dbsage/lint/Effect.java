package io.github.dbsage.lint;

import io.github.dbsage.sql.LockMode;

/**
 * What a statement does to a relation.
 *
 * @param work what takes time while the lock is held
 */
public record Effect(Relation relation, LockMode lock, Work work) {

  /** What takes time, from nothing to much. */
  public enum Work {
    /** The catalog alone is changed. */
    NONE,
    /** Rows are read or written, those that a condition names. */
    ROWS,
    /** Every row is read. */
    SCAN,
    /** An index is built. */
    BUILD,
    /** Every row is written anew. */
    REWRITE
  }

  /** Whether it takes time that grows with the table. */
  public boolean isSlow() {
    return work != Work.NONE;
  }
}
