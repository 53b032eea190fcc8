/** The files of changes that come up again and again: one class per pattern. */
@NullMarked
package io.github.dbsage.plan.pattern;

import org.jspecify.annotations.NullMarked;
