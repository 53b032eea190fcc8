/** A database of our own that stands for somebody's, and what has to be known of that one. */
@NullMarked
package io.github.dbsage.shadow;

import org.jspecify.annotations.NullMarked;
