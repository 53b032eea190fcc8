package io.github.dbsage.backfill.signal;

import io.github.dbsage.backfill.Signal;
import java.util.List;
import java.util.function.Supplier;

/**
 * The signals, the urgent ones first. Two things no SQL tells: how many cores a server has, which
 * the canary stands in for, and how full its disk is, which nothing does.
 */
public final class Signals {

  /** All of them, made anew for each backfill: they keep what they saw first. */
  public static final List<Supplier<Signal>> ALL =
      List.of(
          BlockedSessions::new,
          ActiveBackends::new,
          CustomSql::new,
          Canary::new,
          Traffic::new,
          LockWaiters::new,
          ReplicationLag::new,
          SlotWal::new,
          Checkpoints::new,
          Archiving::new,
          OldSnapshot::new,
          DeadRows::new);

  private Signals() {}
}
