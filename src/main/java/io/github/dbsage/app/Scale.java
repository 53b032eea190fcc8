package io.github.dbsage.app;

import io.github.dbsage.shadow.Sizes;
import io.github.dbsage.trace.Trace;
import java.util.Locale;

/**
 * Says how much work something is on tables of the target's sizes. The rates are those of an
 * ordinary machine whose data are not in memory: half of it or twice as much is likely too.
 */
record Scale(Sizes sizes) {

  /** Bytes a second that are written anew, indexes included. */
  private static final double REWRITE = 60e6;

  /** Bytes a second that are read from end to end. */
  private static final double SCAN = 400e6;

  /** Bytes a second of a table that an index is built on. */
  private static final double BUILD = 100e6;

  private static final double GIGA = 1e9;

  /** {@code rewrites public.orders, 48 GB, 210 M rows: about 14 min under ACCESS EXCLUSIVE; …}. */
  String of(Trace.Sign sign) {
    String what =
        switch (sign.kind()) {
          case REWRITE -> "rewrites " + sign.table();
          case SCAN -> "reads all of " + sign.table();
          case BUILD -> "builds " + sign.object() + " on " + sign.table();
        };
    Sizes.Size size = sizes.of(sign.table());
    return what
        + (size == null
            ? " under "
            : ", "
                + bytes(size.bytes())
                + ", "
                + rows(size.rows())
                + ": about "
                + time(seconds(sign.kind(), size))
                + " under ")
        + sign.mode().words()
        + "; "
        + (sign.mode().blocksReads()
            ? "blocks reads and writes"
            : sign.mode().blocksWrites() ? "blocks writes" : "blocks neither reads nor writes");
  }

  private static double seconds(Trace.Kind kind, Sizes.Size size) {
    return switch (kind) {
      case REWRITE -> (size.bytes() + size.indexes()) / REWRITE;
      case SCAN -> size.bytes() / SCAN;
      case BUILD -> size.bytes() / BUILD;
    };
  }

  private static String bytes(long bytes) {
    if (bytes >= GIGA) {
      return number(bytes / GIGA) + " GB";
    }
    return bytes >= 1e6 ? number(bytes / 1e6) + " MB" : Math.max(0, bytes / 1_000) + " kB";
  }

  private static String rows(long rows) {
    if (rows >= 1e6) {
      return number(rows / 1e6) + " M rows";
    }
    return rows >= 10_000 ? rows / 1_000 + " k rows" : rows + (rows == 1 ? " row" : " rows");
  }

  private static String time(double seconds) {
    if (seconds < 1) {
      return "a moment";
    }
    if (seconds < 120) {
      return Math.round(seconds) + " s";
    }
    double minutes = seconds / 60;
    return minutes < 120 ? Math.round(minutes) + " min" : number(minutes / 60) + " h";
  }

  private static String number(double value) {
    return value < 10
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.valueOf(Math.round(value));
  }
}
