/** Sees what a statement does to relations: locks, rewrites, scans, index builds, rows. */
@NullMarked
package io.github.dbsage.trace;

import org.jspecify.annotations.NullMarked;
