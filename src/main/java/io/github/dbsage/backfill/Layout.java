package io.github.dbsage.backfill;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a backfill goes through its table.
 *
 * @param single whether each extent is done by one UPDATE
 * @param extents in the order of the key, table by table; none of a table that is empty
 * @param batchRows the first size of a batch
 * @param passes interleaved ones over the same pages: a power of two, 1 for none
 * @param expectedRows of all of the table, about
 * @param dense whether the key is one of whole numbers, most of which are there
 * @param choices what was decided and why, one sentence each, for people
 * @param guard the row triggers that are to be there until the end and how they are enabled, {@code
 *     sync_email=O}, by name and with commas between; null where there are none
 */
record Layout(
    boolean single,
    Key key,
    List<Extent> extents,
    int batchRows,
    int passes,
    long expectedRows,
    boolean dense,
    List<String> choices,
    @Nullable String guard) {

  Layout {
    extents = List.copyOf(extents);
    choices = List.copyOf(choices);
    if (batchRows < 1 || Integer.bitCount(passes) != 1) {
      throw new IllegalArgumentException("no layout: " + batchRows + " rows, " + passes);
    }
  }
}
