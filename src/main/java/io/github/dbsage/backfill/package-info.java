/**
 * Backfills: extents of a table in a table, workers that claim them, work and move their cursors in
 * one transaction, a throttle, and what is verified behind it.
 */
@NullMarked
package io.github.dbsage.backfill;

import org.jspecify.annotations.NullMarked;
