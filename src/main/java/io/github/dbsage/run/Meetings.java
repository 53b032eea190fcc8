package io.github.dbsage.run;

import io.github.dbsage.model.Event;
import io.github.dbsage.model.LockMeeting;
import io.github.dbsage.model.Version;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers who met whom at a lock: of each wait the longest time that was seen, and of many waits
 * the longest ones. Safe for use by several threads.
 */
final class Meetings {

  private static final int MOST = 100;

  private static final Comparator<LockMeeting> LONGEST_FIRST =
      Comparator.comparingLong(LockMeeting::waitedMs).reversed();

  private final Map<Wait, LockMeeting> longest = new HashMap<>();
  private final Set<Wait> seen = new HashSet<>();
  private final Set<Integer> others = new HashSet<>();
  private @Nullable Version version;
  private long othersMs;

  /** A wait that is looked at again and again. */
  private record Wait(@Nullable Version version, int pid, String wanted) {
    // Written out, as in other records that are keys.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Wait that
          && pid == that.pid
          && wanted.equals(that.wanted)
          && Objects.equals(version, that.version);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * pid + wanted.hashCode()) + Objects.hashCode(version);
    }
  }

  /** What is met from here on is met by this migration. */
  synchronized void begin(Version migration) {
    version = migration;
    others.clear();
    othersMs = 0;
  }

  /** The migration that runs, or null. */
  synchronized @Nullable Version version() {
    return version;
  }

  /** We wait. */
  synchronized void waits(@Nullable Version at, int pid, String waiter, LockWait wait) {
    keep(
        new Wait(at, pid, wait.wanted()),
        waiter,
        wait.blockers().stream().map(Blocker::line).toList(),
        wait.waited().toMillis());
  }

  /** Someone waits because of us. */
  synchronized void waits(@Nullable Version at, Queued queued) {
    keep(
        new Wait(at, queued.pid(), queued.wanted()),
        queued.waiter(),
        queued.blockers(),
        queued.waitedMs());
    if (Objects.equals(at, version)) {
      others.add(queued.pid());
      othersMs = Math.max(othersMs, queued.waitedMs());
    }
  }

  /** Whom the migration that runs has kept waiting; null where nobody. */
  synchronized Event.@Nullable Delayed delayed() {
    Version running = version;
    return others.isEmpty() || running == null
        ? null
        : new Event.Delayed(running, others.size(), Duration.ofMillis(othersMs));
  }

  /** The longest ones, in the order of their migrations. */
  synchronized List<LockMeeting> longest() {
    return longest.values().stream()
        .sorted(LONGEST_FIRST)
        .limit(MOST)
        .sorted(
            Comparator.comparing(
                    LockMeeting::version, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(LONGEST_FIRST))
        .toList();
  }

  /** How many were seen beside those. */
  synchronized int leftOut() {
    return Math.max(0, seen.size() - MOST);
  }

  private void keep(Wait wait, String waiter, List<String> blockers, long ms) {
    seen.add(wait);
    LockMeeting known = longest.get(wait);
    if (known == null || known.waitedMs() < ms) {
      longest.put(wait, new LockMeeting(wait.version(), waiter, wait.wanted(), blockers, ms));
    }
    if (longest.size() > 2 * MOST) {
      longest.entrySet().stream()
          .sorted(Map.Entry.comparingByValue(LONGEST_FIRST))
          .skip(MOST)
          .map(Map.Entry::getKey)
          .toList()
          .forEach(longest::remove);
    }
  }
}
