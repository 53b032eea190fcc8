/** Proves on a real server what each lint rule claims of it. */
@NullMarked
package io.github.dbsage.lint.rule;

import org.jspecify.annotations.NullMarked;
