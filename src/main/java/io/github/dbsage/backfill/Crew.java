package io.github.dbsage.backfill;

import io.github.dbsage.model.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the workers of a process share with who leads them. Thread-safe. */
final class Crew {

  /** So many sessions ended by an administrator within the time are a wish. */
  private static final int ENDINGS = 3;

  private static final long ENDINGS_WITHIN = Duration.ofMinutes(1).toNanos();

  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong deferred = new AtomicLong();
  private final Set<Worker> working = ConcurrentHashMap.newKeySet();
  private final Deque<Long> endings = new ArrayDeque<>();
  private volatile boolean over;
  private volatile int batchRows;
  private @Nullable Problem failure;
  private @Nullable String pause;
  private boolean idle;

  /** Whether everybody is to stop behind the batch of now. */
  boolean isOver() {
    return over;
  }

  synchronized void end() {
    over = true;
    notifyAll();
  }

  /** Begins anew, with nobody at work. */
  synchronized void again() {
    over = false;
    idle = false;
  }

  /** Waits, whether it is over or not. */
  void pauseFor(Duration moment) throws InterruptedException {
    if (!moment.isZero()) {
      TimeUnit.NANOSECONDS.sleep(moment.toNanos());
    }
  }

  /** Ends for a reason that a user must see. */
  synchronized void fail(Problem problem) {
    if (failure == null) {
      failure = problem;
    }
    end();
  }

  /** Ends, and wants the job paused. */
  synchronized void pause(String reason) {
    if (pause == null) {
      pause = reason;
    }
    end();
  }

  synchronized @Nullable Problem failure() {
    return failure;
  }

  synchronized @Nullable String pause() {
    return pause;
  }

  /** Whether sessions of ours were ended so often in a short time that it is meant. */
  synchronized boolean isUnwelcome() {
    long now = System.nanoTime();
    endings.add(now);
    while (now - endings.getFirst() > ENDINGS_WITHIN) {
      endings.removeFirst();
    }
    return endings.size() >= ENDINGS;
  }

  void did(long changed, int size) {
    rows.addAndGet(changed);
    batches.incrementAndGet();
    batchRows = size;
  }

  void deferred() {
    deferred.incrementAndGet();
  }

  /** Tells the leader that there was nothing to take. */
  synchronized void idle() {
    idle = true;
    notifyAll();
  }

  /** Waits for a moment, less where somebody found nothing to do, or it is over. */
  synchronized void await(Duration moment) throws InterruptedException {
    waitUnless(moment, () -> idle);
    idle = false;
  }

  /** A worker rests; less where it is over. */
  synchronized void rest(Duration moment) throws InterruptedException {
    waitUnless(moment, () -> false);
  }

  private synchronized void waitUnless(Duration moment, BooleanSupplier enough)
      throws InterruptedException {
    long end = System.nanoTime() + moment.toNanos();
    for (long left = moment.toNanos();
        left > 0 && !over && !enough.getAsBoolean();
        left = end - System.nanoTime()) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
  }

  void begins(Worker worker) {
    working.add(worker);
  }

  void ends(Worker worker) {
    working.remove(worker);
  }

  /** Cancels the batches that run now. */
  void cancel() {
    working.forEach(Worker::cancel);
  }

  long rows() {
    return rows.get();
  }

  long batches() {
    return batches.get();
  }

  long deferrals() {
    return deferred.get();
  }

  int batchRows() {
    return batchRows;
  }
}
