/** One use case per goal. */
@NullMarked
package io.github.dbsage.app;

import org.jspecify.annotations.NullMarked;
