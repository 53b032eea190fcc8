/** Bringing steps to the database: transactions, journalled segments, recovery. */
@NullMarked
package io.github.dbsage.run;

import org.jspecify.annotations.NullMarked;
