/** Maven's side: parameters in, success or failure out. */
@NullMarked
package io.github.dbsage.mojo;

import org.jspecify.annotations.NullMarked;
