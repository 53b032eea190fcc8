/** Judges migrations: what each statement does to tables that are in use. */
@NullMarked
package io.github.dbsage.lint;

import org.jspecify.annotations.NullMarked;
