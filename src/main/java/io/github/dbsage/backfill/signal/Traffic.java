package io.github.dbsage.backfill.signal;

import io.github.dbsage.backfill.Probe;
import io.github.dbsage.backfill.Reading;
import io.github.dbsage.backfill.Signal;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Transactions of others in this database: where an application is at work, half of one worker's
 * time is what it hardly notices (the knee that was measured), and the backfill goes no faster than
 * it began. Every role sees their number (PostgreSQL manual, pg_stat_database).
 */
final class Traffic implements Signal {

  /**
   * Transactions a second: an application, not somebody with psql, and not what we ask ourselves.
   */
  private static final double LIMIT = 200;

  /** From which on a backfill grows no faster. */
  private static final double HOLD = 0.7;

  /** It never slows down for this alone. */
  private static final double MOST = 0.95;

  /** Looks that are nearer to each other say nothing: statistics come about once a second. */
  private static final double SECONDS = 1.5;

  private static final String QUERY =
      """
      SELECT xact_commit + xact_rollback FROM pg_catalog.pg_stat_database
       WHERE datname = pg_catalog.current_database()
      """;

  private final LongSupplier nanos;
  private @Nullable Sample last;
  private double rate;

  private record Sample(long at, long transactions) {}

  Traffic() {
    this(System::nanoTime);
  }

  Traffic(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public String name() {
    return "traffic";
  }

  @Override
  public int every() {
    return 2;
  }

  @Override
  public Reading look(Probe probe) {
    long transactions = probe.session().one(QUERY, row -> row.number(1)) - probe.batches();
    Sample now = new Sample(nanos.getAsLong(), transactions);
    Sample before = last;
    if (before == null) {
      last = now;
    } else if ((now.at() - before.at()) / 1e9 >= SECONDS) {
      rate =
          Math.max(0, (now.transactions() - before.transactions()) * 1e9)
              / (now.at() - before.at());
      last = now;
    }
    return Reading.of(
        Math.min(MOST, rate * HOLD / LIMIT),
        String.format(
            Locale.ROOT,
            "others commit about %,.0f transactions a second; from %,.0f on it goes no faster",
            rate,
            LIMIT));
  }
}
