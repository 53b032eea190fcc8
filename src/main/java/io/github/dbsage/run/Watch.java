package io.github.dbsage.run;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.Version;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stays with a session while it runs a piece of a migration: says who keeps it waiting, how far it
 * has come, or at least that it is still at work. What is over soon is not looked at. For the
 * goal's thread, but for {@link #tell}.
 */
final class Watch implements AutoCloseable {

  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;
  private static final long FIRST_LOOK = SECOND / 2;
  private static final long SHORTEST_LOOK = 20 * MS;

  /** So often, others are looked for, while some wait. */
  private static final long OTHERS = SECOND / 4;

  /** From then on, a piece is looked at once a second, however short its budget is. */
  private static final long LONG = 10 * SECOND;

  private static final Duration WORTH_TELLING = Duration.ofSeconds(1);
  private static final long TELL_AGAIN = 10 * SECOND;
  private static final long FIRST_PROGRESS = 5 * SECOND;
  private static final long LONGEST_PAUSE = 60 * SECOND;

  private final Companion companion;
  private final Lookout lookout;
  private final Meetings meetings = new Meetings();
  private final Redaction redaction;
  private final Settings settings;
  private final Listener listener;

  private volatile long lookedAt;
  private long began;
  private List<Blocker> blockers = List.of();
  private List<Blocker> told = List.of();
  private long toldAt;
  private boolean budgetTold;

  Watch(Database database, Settings settings, Redaction redaction, Listener listener) {
    this.companion = new Companion(listener);
    this.lookout = new Lookout(database, redaction);
    this.redaction = redaction;
    this.settings = settings;
    this.listener = listener;
  }

  /** What runs from here on belongs to this migration. */
  void begin(Version migration) {
    meetings.begin(migration);
  }

  /** From here on locks are taken, and kept over as many pieces as follow. */
  void begin() {
    began = System.nanoTime();
  }

  /** Who met whom at a lock. */
  Meetings meetings() {
    return meetings;
  }

  /**
   * Runs a task that talks to the server, and comes back with what it returns or throws.
   *
   * @param session the one that works
   * @param budget what it may wait
   * @param piece what it runs, in a few words; asked for only when it takes long
   */
  long over(Session session, Budget budget, Supplier<String> piece, Companion.Task task) {
    Vigil vigil = new Vigil(session.pid(), budget, piece, blockers);
    long first = Math.min(untilFirstLook(), vigil.pause);
    long rows = companion.run(task, first, vigil, session::cancel);
    blockers = List.of();
    return rows;
  }

  /** A transaction of many short pieces is looked at, too, as it may hold its locks for long. */
  private long untilFirstLook() {
    long now = System.nanoTime();
    long due = Math.max(began + FIRST_LOOK - now, lookedAt + SECOND - now);
    return Math.max(0, Math.min(FIRST_LOOK, due));
  }

  /** Passes an event on from a task. */
  void tell(Event event) {
    companion.tell(event);
  }

  /** Who kept the failed piece waiting when it, or an earlier try of it, was last looked at. */
  List<Blocker> blockers() {
    return blockers;
  }

  /** Says once how long a statement may wait and what happens then. */
  void tellBudget(Budget budget) {
    if (!budgetTold) {
      budgetTold = true;
      int tries = budget.isOnce() ? 1 : settings.tries();
      listener.on(new Event.Remark(RunProblems.budget(budget.described(), tries)));
    }
  }

  @Override
  public void close() {
    companion.close();
    lookout.close();
  }

  /** Over one piece. */
  private final class Vigil implements Companion.Tick {
    private final int pid;
    private final Budget budget;
    private final Supplier<String> piece;
    private final List<Blocker> before;
    private final long pause;
    private final @Nullable Version version = meetings.version();
    private @Nullable LockWait latest;
    private long othersAt = Long.MIN_VALUE;
    private boolean delaying;
    private long progressAt = FIRST_PROGRESS;
    private long progressPause = 2 * FIRST_PROGRESS;

    Vigil(int pid, Budget budget, Supplier<String> piece, List<Blocker> before) {
      this.pid = pid;
      this.budget = budget;
      this.piece = piece;
      this.before = before;
      this.pause = pause(budget.lock());
    }

    /** So often that no wait can reach its limit unseen. */
    private static long pause(@Nullable Duration lock) {
      return lock == null || lock.isZero()
          ? SECOND
          : Math.max(SHORTEST_LOOK, Math.min(SECOND, lock.toNanos() / 2));
    }

    @Override
    public Runnable look(long elapsed) {
      lookedAt = System.nanoTime();
      LockWait wait = lookout.wait(pid);
      latest = wait;
      if (wait != null) {
        String waiter = "pid " + pid + ": this migration, ";
        meetings.waits(
            version, pid, waiter + Backend.shortened(redaction.redact(piece.get())), wait);
      }
      others(elapsed);
      boolean report = wait == null && elapsed >= progressAt;
      Event.Progress progress = report ? lookout.progress(pid) : null;
      String why = lookout.blindness();
      return () -> {
        blockers = wait == null ? before : wait.blockers();
        if (wait != null) {
          waits(wait);
        } else if (report) {
          works(elapsed, progress);
        }
        if (why != null) {
          listener.on(new Event.Remark("who holds its locks cannot be seen: " + why));
        }
      };
    }

    @Override
    public long pause(long elapsed) {
      long next = Math.min(elapsed < LONG ? pause : SECOND, delaying ? OTHERS : SECOND);
      return latest == null ? next : Math.min(next, untilWorthTelling(latest.waited()));
    }

    /** To look for others costs the server more than to look at ourselves. */
    private void others(long elapsed) {
      if (othersAt != Long.MIN_VALUE && elapsed - othersAt < OTHERS) {
        return;
      }
      othersAt = elapsed;
      List<Queued> queue = lookout.queue(pid);
      queue.forEach(queued -> meetings.waits(version, queued));
      delaying = !queue.isEmpty();
    }

    private long untilWorthTelling(Duration waited) {
      long rest = WORTH_TELLING.minus(waited).toNanos();
      return rest <= 0 ? SECOND : Math.max(SHORTEST_LOOK, rest);
    }

    private void waits(LockWait wait) {
      long now = System.nanoTime();
      boolean known = pids(told).equals(pids(wait.blockers())) && now - toldAt < TELL_AGAIN;
      if (known || wait.waited().compareTo(WORTH_TELLING) < 0) {
        return;
      }
      told = wait.blockers();
      toldAt = now;
      listener.on(
          new Event.LockWait(
              piece.get(),
              wait.wanted(),
              wait.waited(),
              wait.blockers().stream().map(Blocker::line).toList(),
              Blocker.ending(wait.blockers())));
      tellBudget(budget);
    }

    private void works(long elapsed, Event.@Nullable Progress progress) {
      progressAt = elapsed + progressPause;
      progressPause = Math.min(LONGEST_PAUSE, 2 * progressPause);
      listener.on(new Event.StillRunning(piece.get(), Duration.ofNanos(elapsed), progress));
    }

    private List<Long> pids(List<Blocker> of) {
      return of.stream().map(Blocker::pid).sorted().toList();
    }
  }
}
