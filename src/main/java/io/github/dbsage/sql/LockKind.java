package io.github.dbsage.sql;

/**
 * Whom a statement holds up while it waits for a lock, because they queue behind it (PostgreSQL
 * manual, 13.3 "Explicit Locking"). In the order of what that costs them.
 */
public enum LockKind {
  /** Nobody, and it hardly ever waits: it makes something new, or locks nothing that others use. */
  NONE,

  /**
   * Nobody who reads or writes: SHARE UPDATE EXCLUSIVE, or waiting for old transactions without a
   * lock. CONCURRENTLY, VALIDATE CONSTRAINT, VACUUM, ANALYZE, COMMENT.
   */
  PATIENT,

  /** Who wants the same rows: INSERT, UPDATE, DELETE, MERGE, COPY. */
  ROWS,

  /** Cannot be seen from the statement: what a function, a DO block or an EXECUTE does. */
  UNKNOWN,

  /**
   * Readers or writers of a whole table: SHARE, SHARE ROW EXCLUSIVE, EXCLUSIVE, ACCESS EXCLUSIVE.
   */
  EXCLUSIVE
}
