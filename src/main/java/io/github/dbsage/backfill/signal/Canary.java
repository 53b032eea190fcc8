package io.github.dbsage.backfill.signal;

import io.github.dbsage.backfill.Probe;
import io.github.dbsage.backfill.Reading;
import io.github.dbsage.backfill.Signal;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long a tiny query takes, there and back, against what it took at the first look: cores, disks
 * and networks that are busy all show in it.
 */
final class Canary implements Signal {

  /** Round trips of the first look; the first ones only warm the server, the driver and the JVM. */
  private static final int FIRST = 25;

  /** Round trips of a look: the median of three is not moved by one that was unlucky. */
  private static final int EACH = 3;

  /** So many times as long is the limit, */
  private static final double FACTOR = 3;

  /** but never less than so much longer: below it lies what schedulers do anyway. */
  private static final double SLACK_MS = 5;

  /** What was seen last counts for so much: one bad look is none. */
  private static final double WEIGHT = 0.4;

  /** It does not know whose doing it is: that stops nobody for good. */
  private static final double MOST = 1.9;

  private static final String READABLE =
      """
      SELECT coalesce(
        (SELECT c.relkind = 'r' AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
         FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass(?)), false)
      """;

  private final LongSupplier nanos;
  private @Nullable String query;
  private double usual;
  private double now;

  Canary() {
    this(System::nanoTime);
  }

  Canary(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public String name() {
    return "canary query";
  }

  @Override
  public Reading look(Probe probe) {
    if (query == null) {
      query = query(probe);
      usual = median(probe, query, FIRST);
      now = usual;
    } else {
      now += WEIGHT * (median(probe, query, EACH) - now);
    }
    double limit = Math.max(usual * FACTOR, usual + SLACK_MS);
    return Reading.of(
        Math.min(MOST, now / limit),
        "a tiny query takes "
            + Words.time(now)
            + ", "
            + Words.time(usual)
            + " at first; the limit is "
            + Words.time(limit));
  }

  /** One page of the table, whatever is in it; of a partitioned one there is no such page. */
  private static String query(Probe probe) {
    String table = probe.table().quoted();
    return probe.session().one(READABLE, row -> row.flag(1), table)
        ? "SELECT FROM " + table + " WHERE ctid = '(0,1)'"
        : "SELECT 1";
  }

  private double median(Probe probe, String sql, int times) {
    double[] taken = new double[times];
    for (int i = 0; i < times; i++) {
      long from = nanos.getAsLong();
      probe.session().query(sql, row -> 1);
      taken[i] = (nanos.getAsLong() - from) / 1e6;
    }
    Arrays.sort(taken);
    return taken[times / 2];
  }
}
