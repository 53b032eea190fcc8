package io.github.dbsage.backfill;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An extent in the hands of a worker, as its row was at the last commit that the worker knows of.
 *
 * @param row whether it is one row that was set aside, whose key is {@code lower}
 * @param relation the target of an UPDATE, with its alias
 * @param lower where it begins, inclusive; null for the table's beginning
 * @param upper where it ends; null for the table's end
 * @param closed whether {@code upper} belongs to it
 * @param cursor the first key that is not done; null for {@code lower}
 * @param window where the passes of now end; null for the extent's end
 * @param pass of the window, from 0
 * @param steps batches committed, which no two runners count alike: the fence
 * @param batchRows the size that was right last, or 0
 */
record Claim(
    long id,
    boolean row,
    String relation,
    @Nullable List<String> lower,
    @Nullable List<String> upper,
    boolean closed,
    @Nullable List<String> cursor,
    @Nullable List<String> window,
    int pass,
    long steps,
    int batchRows) {

  /** The first key that is not done; null for the table's beginning. */
  @Nullable List<String> from() {
    return cursor == null ? lower : cursor;
  }

  Claim moved(@Nullable List<String> to, @Nullable List<String> end, int nextPass) {
    return new Claim(
        id, row, relation, lower, upper, closed, to, end, nextPass, steps + 1, batchRows);
  }
}
