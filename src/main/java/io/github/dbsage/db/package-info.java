/** Connections to PostgreSQL: opening, settings, batches, errors. */
@NullMarked
package io.github.dbsage.db;

import org.jspecify.annotations.NullMarked;
