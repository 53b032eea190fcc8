/** What makes a backfill hold back: one file a signal. */
@NullMarked
package io.github.dbsage.backfill.signal;

import org.jspecify.annotations.NullMarked;
