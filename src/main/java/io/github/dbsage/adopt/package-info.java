/** Takes over databases that others filled: what they hold, and whose history it is. */
@NullMarked
package io.github.dbsage.adopt;

import org.jspecify.annotations.NullMarked;
