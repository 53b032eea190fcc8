package io.github.dbsage.model;

import org.jspecify.annotations.Nullable;

/** Looks up a line of a file, to show it above a caret. */
@FunctionalInterface
public interface Excerpts {

  /** The line that the place names, without its line end, or null where it cannot be had. */
  @Nullable String line(Place place);
}
