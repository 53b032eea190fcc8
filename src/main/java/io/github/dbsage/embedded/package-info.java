/** The PostgreSQL server that the plugin starts itself. */
@NullMarked
package io.github.dbsage.embedded;

import org.jspecify.annotations.NullMarked;
