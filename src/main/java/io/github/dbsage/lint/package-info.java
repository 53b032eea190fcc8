/** What is known of statements before they run: hazards, and the knowledge that decides them. */
@NullMarked
package io.github.dbsage.lint;

import org.jspecify.annotations.NullMarked;
