/** Reads what a database's schema is as canonical text, and compares two such texts. */
@NullMarked
package io.github.dbsage.schema;

import org.jspecify.annotations.NullMarked;
