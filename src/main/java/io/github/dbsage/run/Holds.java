package io.github.dbsage.run;

import io.github.dbsage.model.StepReport.HeldLock;
import io.github.dbsage.sql.LockMode;
import io.github.dbsage.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Remembers for how long a migration holds the strongest lock on each table. */
final class Holds {

  private final Map<String, HeldLock> longest = new LinkedHashMap<>();
  private final Map<String, Hold> open = new LinkedHashMap<>();

  /** From a statement's begin on. */
  private record Hold(LockMode mode, int line, long since) {}

  /** A statement took locks, at the latest when it began. */
  void took(Trace trace, int line, long since) {
    for (Trace.Lock lock : trace.taken()) {
      Hold before = open.get(lock.relation());
      if (lock.table()
          && lock.mode().compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE) >= 0
          && (before == null || before.mode().compareTo(lock.mode()) < 0)) {
        open.put(lock.relation(), new Hold(lock.mode(), line, since));
      }
    }
  }

  /** The transaction ended, and with it all locks. */
  void released() {
    long now = System.nanoTime();
    open.forEach(
        (relation, hold) -> {
          LockMode mode = hold.mode();
          long ms = (now - hold.since()) / 1_000_000;
          HeldLock held = new HeldLock(relation, mode.words(), hold.line(), ms, mode.blocks());
          longest.merge(relation, held, (a, b) -> compare(a, b) < 0 ? b : a);
        });
    open.clear();
  }

  /** The strongest of each table, and of equal ones the longest; the strongest first. */
  List<HeldLock> all() {
    List<HeldLock> all = new ArrayList<>(longest.values());
    all.sort(Comparator.comparing(Holds::mode).reversed().thenComparing(HeldLock::relation));
    return all;
  }

  private static int compare(HeldLock one, HeldLock other) {
    int strength = mode(one).compareTo(mode(other));
    return strength == 0 ? Long.compare(one.ms(), other.ms()) : strength;
  }

  private static LockMode mode(HeldLock lock) {
    return LockMode.valueOf(lock.mode().replace(' ', '_'));
  }
}
