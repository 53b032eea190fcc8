/** The rules, one file for each hazard. */
@NullMarked
package io.github.dbsage.lint.rule;

import org.jspecify.annotations.NullMarked;
