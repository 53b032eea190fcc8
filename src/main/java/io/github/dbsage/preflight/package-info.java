/** What has to hold in a database before anything is run in it: looked up, never tried. */
@NullMarked
package io.github.dbsage.preflight;

import org.jspecify.annotations.NullMarked;
