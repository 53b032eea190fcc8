/** Runs a plan's checks, and leaves nothing of them behind. */
@NullMarked
package io.github.dbsage.check;

import org.jspecify.annotations.NullMarked;
