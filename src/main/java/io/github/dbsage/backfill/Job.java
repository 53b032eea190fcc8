package io.github.dbsage.backfill;

import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Source;
import org.jspecify.annotations.Nullable;

/**
 * A backfill as it was begun: what every runner on every host goes by.
 *
 * @param needs which rows still need it, as SQL; {@code true} for all
 * @param key what it goes along
 * @param passes interleaved ones over each window; a power of two, 1 for none
 * @param batchRows the first size of a batch, in rows
 * @param expected rows of the table, about
 * @param dense whether the key is one whole number, most of which are there
 * @param guard the triggers that it counts on, as the planner names them; null for none
 */
record Job(
    BackfillSpec spec,
    Source source,
    JobTables tables,
    String needs,
    Key key,
    int passes,
    int batchRows,
    long expected,
    @Nullable String guard,
    boolean dense) {

  /** The server cuts the names of sessions at 63 bytes. */
  static final int LONGEST = 32;

  String name() {
    return spec.name();
  }

  /** What stands behind the table in an extent's relation. */
  String alias() {
    return " AS " + QualifiedName.quote(spec.table().name());
  }

  /** What the names of its sessions begin with, on whichever host. */
  String application() {
    String job = spec.name();
    return "dbsage:" + (job.length() <= LONGEST ? job : job.substring(0, LONGEST)) + ":";
  }

  /** Whether what a row needs can be seen, and doing it twice does no harm. */
  boolean sweepable() {
    return spec.idempotent() && spec.statement() == null;
  }
}
