/** Maven's side, seen through its testing harness. */
@NullMarked
package io.github.dbsage.mojo;

import org.jspecify.annotations.NullMarked;
