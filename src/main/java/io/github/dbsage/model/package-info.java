/** What every room speaks of: plain values, and the few interfaces through which rooms meet. */
@NullMarked
package io.github.dbsage.model;

import org.jspecify.annotations.NullMarked;
