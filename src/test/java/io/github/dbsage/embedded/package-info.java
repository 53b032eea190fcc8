/** The embedded server tried out: started, shared, killed, found again. */
@NullMarked
package io.github.dbsage.embedded;

import org.jspecify.annotations.NullMarked;
