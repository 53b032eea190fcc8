package io.github.dbsage.backfill.signal;

import io.github.dbsage.backfill.Probe;
import io.github.dbsage.backfill.Reading;
import io.github.dbsage.backfill.Signal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far the slowest standby or subscriber is behind. The server's own number stands still while a
 * standby does, so what we wrote down ourselves, when the log was how long, counts too.
 */
final class ReplicationLag implements Signal {

  private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(10);

  /** A standby so many limits behind at the first look is so on purpose, or dead. */
  private static final int ON_PURPOSE = 30;

  /** Looks that are remembered: several minutes. */
  private static final int REMEMBERED = 600;

  /**
   * A standby that has nothing to report does so every 10 seconds (wal_receiver_status_interval).
   */
  private static final Duration SILENCE = Duration.ofSeconds(12);

  /** Base backups and receivers of the log have no replay position. */
  private static final String QUERY =
      """
      SELECT pid, application_name, state, (EXTRACT(epoch FROM replay_lag) * 1000)::pg_catalog.int8,
             pg_catalog.pg_wal_lsn_diff(replay_lsn, '0/0')::pg_catalog.int8,
             pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), '0/0')::pg_catalog.int8,
             reply_time, current_user
      FROM pg_catalog.pg_stat_replication
      WHERE state IS NULL OR (state IN ('streaming', 'catchup') AND replay_lsn IS NOT NULL)
      """;

  private final LongSupplier nanos;
  private final Deque<Written> log = new ArrayDeque<>();
  private final Map<Long, Answer> answers = new HashMap<>();
  private @Nullable Set<Long> late;

  ReplicationLag() {
    this(System::nanoTime);
  }

  ReplicationLag(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** When we first saw a standby's latest answer. */
  private record Answer(String time, long nanos) {}

  /** How long the log was at a moment. */
  private record Written(long nanos, long position) {}

  /**
   * A row of {@code pg_stat_replication}.
   *
   * @param visible whether its details are shown to us
   * @param replayed position in the log
   * @param written position in the primary's log
   * @param answered when it reported that, by its own clock
   */
  record Standby(
      long pid,
      String name,
      boolean visible,
      long lagMs,
      long replayed,
      long written,
      String answered,
      String role) {}

  @Override
  public String name() {
    return "replication lag";
  }

  @Override
  public int every() {
    return 2;
  }

  @Override
  public boolean isBasic() {
    return true;
  }

  @Override
  public Reading look(Probe probe) {
    Duration asked = probe.spec().throttle().replicationLag();
    Duration limit = asked == null ? DEFAULT_LIMIT : asked;
    List<Standby> standbys =
        probe
            .session()
            .query(
                QUERY,
                row ->
                    new Standby(
                        row.number(1),
                        String.valueOf(row.text(2)),
                        row.text(3) != null,
                        row.number(4),
                        row.number(5),
                        row.number(6),
                        String.valueOf(row.text(7)),
                        row.string(8)));
    return judge(standbys, Math.max(1, limit.toMillis()));
  }

  Reading judge(List<Standby> standbys, long limitMs) {
    long now = nanos.getAsLong();
    Standby slowest = null;
    double worst = 0;
    Set<Long> far = new HashSet<>();
    for (Standby one : standbys) {
      if (!one.visible()) {
        return Reading.unwatched(Words.hidden("how far standbys are is not shown to", one.role()));
      }
      remember(now, one.written());
      double lag = Math.max((double) one.lagMs(), unreplayedMs(answered(now, one), one.replayed()));
      if (lag > ON_PURPOSE * limitMs) {
        far.add(one.pid());
      }
      boolean heeded = late == null ? lag <= ON_PURPOSE * limitMs : !late.contains(one.pid());
      if (heeded && (slowest == null || lag > worst)) {
        slowest = one;
        worst = lag;
      }
    }
    if (late == null) {
      late = far;
    }
    return reading(standbys, slowest, worst, limitMs);
  }

  private static Reading reading(
      List<Standby> standbys, @Nullable Standby slowest, double lag, long limitMs) {
    if (slowest == null) {
      return Reading.of(
          0,
          standbys.isEmpty()
              ? "no standby is connected"
              : "no standby is heeded: all were far behind before the backfill began");
    }
    return Reading.of(
        lag / limitMs,
        "standby "
            + slowest.name()
            + " is "
            + Words.time(lag)
            + " behind, the limit is "
            + Words.time(limitMs));
  }

  private void remember(long now, long position) {
    Written last = log.peekLast();
    if (last == null || last.position() < position) {
      log.addLast(new Written(now, position));
    }
    if (log.size() > REMEMBERED) {
      log.removeFirst();
    }
  }

  /** Until when what it last reported is held against it. */
  private long answered(long now, Standby one) {
    Answer last = answers.get(one.pid());
    if (last == null || !last.time().equals(one.answered())) {
      last = new Answer(one.answered(), now);
      answers.put(one.pid(), last);
    }
    return Math.max(last.nanos(), now - SILENCE.toNanos());
  }

  /** For how long the oldest thing that a standby lacks had been there, in milliseconds. */
  private double unreplayedMs(long when, long replayed) {
    for (Written written : log) {
      if (written.position() > replayed) {
        return Math.max(0, when - written.nanos()) / 1e6;
      }
    }
    return 0;
  }
}
