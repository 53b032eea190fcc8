package io.github.dbsage.render;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Version;
import io.github.dbsage.sql.LockMode;

/**
 * A lock that a statement takes on a table that was there before.
 *
 * @param at the statement
 * @param statement its text as the file has it
 * @param work what takes time while the lock is held, in a few words
 */
public record LockUse(
    Version version, Place at, String statement, QualifiedName table, LockMode mode, String work) {}
