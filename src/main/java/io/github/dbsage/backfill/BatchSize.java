package io.github.dbsage.backfill;

import io.github.dbsage.model.BackfillSpec;
import java.util.Set;

/** How many rows the first batches have, and why. */
record BatchSize(int rows, String reason) {

  private static final int USUAL = 5_000;
  private static final int DOCUMENTS = 500;
  private static final int WIDE = 1_000;
  private static final int WIDEST = 100;

  private static final long KB = 1024;
  private static final Set<String> JSON = Set.of("json", "jsonb");

  static BatchSize choose(BackfillSpec spec, Table table) {
    Integer asked = spec.batchRows();
    if (asked != null) {
      return new BatchSize(asked, Reasons.batchAsked(asked));
    }
    long heap = table.leaves().stream().mapToLong(Table.Leaf::bytes).sum();
    long toast = table.leaves().stream().mapToLong(Table.Leaf::toastBytes).sum();
    if (table.rows() == 0) {
      return new BatchSize(USUAL, Reasons.batchOfUnknown(USUAL));
    }
    long width = (heap + toast) / table.rows();
    if (width < KB) {
      return new BatchSize(USUAL, Reasons.batch(USUAL, width));
    }
    if (width > 10 * KB) {
      return new BatchSize(WIDEST, Reasons.batch(WIDEST, width));
    }
    if (table.attributes().stream().anyMatch(a -> JSON.contains(a.type()))) {
      return new BatchSize(DOCUMENTS, Reasons.batchOfJson(DOCUMENTS, width));
    }
    // Long texts lie in the TOAST table.
    return toast > heap
        ? new BatchSize(DOCUMENTS, Reasons.batchOfText(DOCUMENTS, width))
        : new BatchSize(WIDE, Reasons.batch(WIDE, width));
  }
}
