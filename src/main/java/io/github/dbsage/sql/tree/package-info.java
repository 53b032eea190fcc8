/** PostgreSQL's own grammar, and what it makes of a statement as records. */
@NullMarked
package io.github.dbsage.sql.tree;

import org.jspecify.annotations.NullMarked;
