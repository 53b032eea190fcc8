package io.github.dbsage.backfill.signal;

import io.github.dbsage.backfill.Probe;
import io.github.dbsage.backfill.Reading;
import io.github.dbsage.backfill.Signal;
import java.time.Duration;

/** Sessions that have waited long for locks of each other: the database is in trouble already. */
final class LockWaiters implements Signal {

  /** So many more than at the first look. */
  private static final int LIMIT = 10;

  /** Not of the backfill's doing: stopping it for good would not end them. */
  private static final double MOST = 1.5;

  private static final String QUERY =
      Ours.WITH
          + """
          SELECT pg_catalog.count(DISTINCT l.pid)
          FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
          WHERE NOT l.granted AND a.usesysid IS NOT NULL
            AND l.waitstart < pg_catalog.clock_timestamp() - pg_catalog.make_interval(secs => ?)
            AND l.pid NOT IN (SELECT pid FROM ours)
          """;

  private final Duration longest;
  private long before = -1;

  LockWaiters() {
    this(Duration.ofSeconds(1));
  }

  LockWaiters(Duration longest) {
    this.longest = longest;
  }

  @Override
  public String name() {
    return "lock waiters";
  }

  @Override
  public int every() {
    return 2;
  }

  @Override
  public Reading look(Probe probe) {
    double seconds = longest.toMillis() / 1_000.0;
    long waiting =
        probe
            .session()
            .one(QUERY, row -> row.number(1), Ours.application(probe), Ours.pids(probe), seconds);
    before = before < 0 ? waiting : Math.min(before, waiting);
    return Reading.of(
        Math.min(MOST, (double) (waiting - before) / LIMIT),
        Words.count(waiting, "session waits", "sessions wait")
            + " for locks longer than "
            + Words.time(longest.toMillis())
            + (before > 0 ? " (" + before + " before)" : "")
            + "; the limit is "
            + (before + LIMIT));
  }
}
