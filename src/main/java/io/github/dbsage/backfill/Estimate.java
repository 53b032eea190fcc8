package io.github.dbsage.backfill;

import io.github.dbsage.model.BackfillSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a backfill costs, about. Its figures were measured with PostgreSQL 15 on two cores, one
 * UPDATE of whole tables beside batches of them; CPU and WAL per row carry over to other machines,
 * wall rates hardly, which is why time is a span.
 *
 * @param rows that are written, at most
 * @param least how long it takes where the machine is idle and the table in memory
 * @param most how long where all is read from a disk, and as much is left to others as is taken
 * @param walBytes of write-ahead log
 * @param heapBytes that the table grows by, at most, until it is vacuumed
 * @param indexBytes that its indexes grow by, at most
 */
public record Estimate(
    long rows, Duration least, Duration most, long walBytes, long heapBytes, long indexBytes) {

  /** Microseconds of CPU a row, in a table with a primary key alone. */
  private static final double ROW = 3.9;

  /** Microseconds more for each other index: with five, a row took 32. */
  private static final double INDEX = 5.6;

  /** Microseconds where no index needs a new entry: 2.8 to 3.6 times as fast. */
  private static final double HOT_ROW = 1.2;

  /** What is left of the CPU with interleaved passes: 14 of 32 µs. */
  private static final double PASSES = 0.44;

  /** Two workers on two free cores; more are no better. */
  private static final double TWO_WORKERS = 1.75;

  /** The default throttle leaves at least half of the rate. */
  private static final double HELD_BACK = 2;

  /** Bytes of WAL around the new row: headers, and where it is. */
  private static final double AROUND_ROW = 60;

  /** Images of whole pages are a third of the WAL of an UPDATE. */
  private static final double PAGE_IMAGES = 1.5;

  /** Bytes of WAL for an index's new entry: 538 a row became 352 where none was needed. */
  private static final double INDEX_ENTRY = 186;

  /** The heap grew to 2.15 of what it was without passes and VACUUM, to 1.30 with passes. */
  private static final double GROWTH = 1.15;

  private static final double GROWTH_WITH_PASSES = 0.30;

  /** Bytes a second of a disk that is not fast. */
  private static final double DISK = 60e6;

  /**
   * The estimate of all rows of a table.
   *
   * @param passes interleaved ones; 1 for none
   * @param batchRows rows of a batch
   */
  public static Estimate of(Bulk table, BackfillSpec spec, int passes, int batchRows) {
    long rows = table.rows();
    double width = rows == 0 ? 0 : (double) table.heapBytes() / rows;
    double hot = hot(table, passes);
    double micros = passes > 1 ? anew(table) * PASSES : hot * HOT_ROW + (1 - hot) * anew(table);
    double wal =
        rows * (PAGE_IMAGES * (width + AROUND_ROW) + INDEX_ENTRY * table.indexes() * (1 - hot));
    double growth = passes > 1 ? GROWTH_WITH_PASSES : GROWTH * (1 - hot);
    double work = rows * micros / 1e6;
    double disk = (table.heapBytes() * (1 + growth) + wal) / DISK;
    int workers = Math.max(1, spec.workers());
    double pauses =
        (double) rows
            / Math.max(1, batchRows)
            * spec.throttle().preset().pause().toMillis()
            / 1e3
            / workers;
    boolean free = spec.throttle().preset() == BackfillSpec.Preset.NONE;
    return new Estimate(
        rows,
        seconds(work / (workers == 1 ? 1 : TWO_WORKERS) + pauses),
        seconds(work * (free ? 1 : HELD_BACK) + disk + pauses),
        (long) wal,
        (long) (table.heapBytes() * growth),
        (long) (table.indexBytes() * (1 - hot)));
  }

  /** Microseconds for a row that every index needs a new entry for. */
  private static double anew(Bulk table) {
    return ROW + INDEX * Math.max(0, table.indexes() - 1);
  }

  /** The share of rows whose new version finds room on its page, so that no index takes part. */
  private static double hot(Bulk table, int passes) {
    if (table.indexed()) {
      return 0;
    }
    double room = Math.min(1, (100.0 - table.fillfactor()) / table.fillfactor());
    return passes > 1 ? Math.max(room, 1 - 1.0 / passes) : room;
  }

  /** For people. */
  public List<String> sentences(BackfillSpec spec) {
    if (rows == 0) {
      return List.of(
          "no rows are known of in "
              + spec.table()
              + " (ANALYZE counts them): nothing to estimate");
    }
    List<String> sentences = new ArrayList<>();
    int workers = spec.workers();
    sentences.add(
        String.format(
            Locale.ROOT,
            "about %,d %s: %s at %d %s, about %s of WAL; the table grows by up to %s before VACUUM%s",
            rounded(rows),
            rows == 1 ? "row" : "rows",
            span(),
            workers,
            workers == 1 ? "worker" : "workers",
            bytes(walBytes),
            bytes(heapBytes),
            indexBytes == 0 ? "" : ", its indexes by up to " + bytes(indexBytes)));
    sentences.add(
        "estimated from figures of another machine, "
            + (spec.where() == null && spec.statement() == null
                ? "for all rows"
                : "for all rows: how many of them need it is not known")
            + "; half as much is likely too, and twice as much");
    return sentences;
  }

  private String span() {
    String from = time(least);
    String to = time(most);
    return from.equals(to) ? from : from + " to " + to;
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1e3));
  }

  private static String time(Duration duration) {
    double seconds = duration.toMillis() / 1e3;
    if (seconds < 1) {
      return "a moment";
    }
    if (seconds < 120) {
      return Math.round(seconds) + " s";
    }
    double minutes = seconds / 60;
    return minutes < 120 ? Math.round(minutes) + " min" : Math.round(minutes / 60) + " h";
  }

  /** To two digits that count. */
  private static long rounded(long number) {
    long unit = 1;
    while (number / unit >= 100) {
      unit *= 10;
    }
    return (number + unit / 2) / unit * unit;
  }

  private static String bytes(long bytes) {
    double scaled = bytes;
    String[] units = {"bytes", "kB", "MB", "GB", "TB"};
    int unit = 0;
    while (scaled >= 1_000 && unit < units.length - 1) {
      scaled /= 1_000;
      unit++;
    }
    return unit > 0 && scaled < 10
        ? String.format(Locale.ROOT, "%.1f %s", scaled, units[unit])
        : Math.round(scaled) + " " + units[unit];
  }
}
