/** What the database remembers: schema_migrations, the journal, the log, the run lock. */
@NullMarked
package io.github.dbsage.history;

import org.jspecify.annotations.NullMarked;
