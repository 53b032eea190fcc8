package io.github.dbsage.backfill;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An extent in the hands of a worker, as its row was at the last commit that the worker knows of.
 *
 * @param row whether it is one row that was set aside, whose key is where the extent begins
 * @param cursor the first key that is not done; null for the extent's beginning
 * @param window where the passes of now end; null for the extent's end
 * @param pass of the window, from 0
 * @param steps batches committed, which no two runners count alike: the fence
 */
record Claim(
    long id,
    boolean row,
    Extent extent,
    @Nullable List<String> cursor,
    @Nullable List<String> window,
    int pass,
    long steps) {

  /** The first key that is not done; null for the table's beginning. */
  @Nullable List<String> from() {
    return cursor == null ? extent.lower() : cursor;
  }

  /** Behind a batch. */
  Claim moved(@Nullable List<String> to, @Nullable List<String> end, int nextPass) {
    return new Claim(id, row, extent, to, end, nextPass, steps + 1);
  }

  /** A window that failed is done without passes: what it did so far needs nothing any more. */
  Claim restarted() {
    return new Claim(id, row, extent, cursor, null, 0, steps);
  }
}
