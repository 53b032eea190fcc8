/** A plan, and what its migrations do, as a document for people. */
@NullMarked
package io.github.dbsage.render;

import org.jspecify.annotations.NullMarked;
