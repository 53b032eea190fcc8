package io.github.dbsage.backfill.signal;

import io.github.dbsage.backfill.Probe;
import io.github.dbsage.backfill.Reading;
import io.github.dbsage.backfill.Signal;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints that come because max_wal_size is full, not because it is time: each makes every page
 * go into the WAL once more. They keep the backfill from going faster, and no more than that: the
 * faster it goes the more of them there are, and it is over the sooner.
 */
final class Checkpoints implements Signal {

  /** What it comes to when they are as frequent as the server warns of, and when more so. */
  private static final double HOLD = 0.7;

  private static final double MOST = 0.95;

  private static final String SETTINGS =
      """
      SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4 >= 170000,
             EXTRACT(epoch FROM
               pg_catalog.current_setting('checkpoint_warning')::pg_catalog.interval)::pg_catalog.int8
      """;

  /** PostgreSQL 17 has moved the number (release notes, Migration). */
  private static final String QUERY =
      """
      SELECT %s, pg_catalog.pg_wal_lsn_diff(
        pg_catalog.pg_current_wal_lsn(), '0/0')::pg_catalog.int8 FROM pg_catalog.%s
      """;

  private final LongSupplier nanos;
  private @Nullable Settings settings;
  private @Nullable Look last;
  private long changedAt;
  private double apartMs = Double.POSITIVE_INFINITY;

  Checkpoints() {
    this(System::nanoTime);
  }

  Checkpoints(LongSupplier nanos) {
    this.nanos = nanos;
  }

  private record Settings(String query, long warningSeconds) {}

  /**
   * What the server said at a moment.
   *
   * @param requested checkpoints ever
   * @param written position in the log
   */
  record Look(long nanos, long requested, long written) {}

  @Override
  public String name() {
    return "checkpoints";
  }

  @Override
  public int every() {
    return 4;
  }

  @Override
  public Reading look(Probe probe) {
    if (settings == null) {
      settings =
          probe.session().one(SETTINGS, row -> new Settings(query(row.flag(1)), row.number(2)));
    }
    Look look =
        probe
            .session()
            .one(
                settings.query(), row -> new Look(nanos.getAsLong(), row.number(1), row.number(2)));
    return judge(look, settings.warningSeconds() == 0 ? 30 : settings.warningSeconds());
  }

  private static String query(boolean ownView) {
    return ownView
        ? QUERY.formatted("num_requested", "pg_stat_checkpointer")
        : QUERY.formatted("checkpoints_req", "pg_stat_bgwriter");
  }

  Reading judge(Look look, long limitSeconds) {
    Look before = last;
    last = look;
    if (before == null) {
      changedAt = look.nanos();
      return Reading.of(0, "no checkpoint has been requested since the backfill began");
    }
    double sinceMs = (look.nanos() - changedAt) / 1e6;
    long more = look.requested() - before.requested();
    if (more > 0) {
      apartMs = sinceMs / more;
      changedAt = look.nanos();
      sinceMs = 0;
    }
    double apart = Math.max(apartMs, sinceMs);
    double limitMs = limitSeconds * 1_000.0;
    double seconds = Math.max(1e-3, (look.nanos() - before.nanos()) / 1e9);
    String rate = Words.size((look.written() - before.written()) / seconds) + " of WAL a second";
    return Double.isInfinite(apart)
        ? Reading.of(0, "no checkpoint has been requested since the backfill began; " + rate)
        : Reading.of(
            Math.min(MOST, HOLD * limitMs / Math.max(1, apart)),
            "a checkpoint is requested every "
                + Words.time(apart)
                + ", the server warns below "
                + Words.time(limitMs)
                + "; "
                + rate);
  }
}
