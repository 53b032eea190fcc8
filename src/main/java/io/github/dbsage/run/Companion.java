package io.github.dbsage.run;

import io.github.dbsage.model.Event;
import io.github.dbsage.model.Listener;
import org.jspecify.annotations.Nullable;

/**
 * A thread that looks around while the goal's thread waits for the server. A task costs it nothing
 * to begin and to end: of thousands of short ones it hardly notices any. Of the two threads, one at
 * a time speaks to the listener. For the goal's thread.
 */
final class Companion implements AutoCloseable {

  /** How often it looks whether there is something to look at, in milliseconds. */
  private static final long ROUND_MS = 10;

  /** A request to cancel that comes before the server began, or between two answers, is lost. */
  private static final long CANCEL_AGAIN = 500_000_000;

  private final Thread thread = new Thread(this::rounds, "dbsage-watch");
  private final Listener listener;
  private final Object turn = new Object();

  private @Nullable Errand errand;

  Companion(Listener listener) {
    this.listener = listener;
    thread.setDaemon(true);
    thread.start();
  }

  /** What has to be done; returns rows. */
  @FunctionalInterface
  interface Task {
    long run();
  }

  /** What the companion does now and then meanwhile. */
  interface Tick {

    /**
     * Looks, which may take a while, and speaks to nobody.
     *
     * @param elapsed since the task began, in nanoseconds
     * @return what there is to say; run where the task is still at work then
     */
    Runnable look(long elapsed);

    /** Nanoseconds from a look to the next. */
    long pause(long elapsed);
  }

  /**
   * Runs a task on the caller's thread to its end, however it ends; an exception of the task comes
   * out as it is.
   *
   * @param first nanoseconds until the first look
   * @param cancel asks the task to end; called when the caller's thread is interrupted, and again
   *     where it goes on
   */
  long run(Task task, long first, Tick tick, Runnable cancel) {
    Errand mine = new Errand(Thread.currentThread(), tick, cancel, first);
    synchronized (turn) {
      errand = mine;
    }
    RuntimeException failure = null;
    try {
      return task.run();
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    } finally {
      synchronized (turn) {
        errand = null;
      }
      mine.end(failure);
    }
  }

  /** Passes an event on from a task. */
  void tell(Event event) {
    synchronized (turn) {
      listener.on(event);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void rounds() {
    try {
      while (true) {
        Thread.sleep(ROUND_MS);
        round();
      }
    } catch (InterruptedException e) {
      // It is over: nobody else interrupts this thread.
    }
  }

  private void round() {
    Errand now;
    synchronized (turn) {
      now = errand;
    }
    if (now == null || now.failure != null) {
      return;
    }
    try {
      now.round();
    } catch (RuntimeException e) {
      // The task has the connection until it ends.
      now.failure = e;
    }
  }

  /** A task on its way. */
  private final class Errand {
    private final long start = System.nanoTime();
    private final Thread caller;
    private final Tick tick;
    private final Runnable cancel;
    private long due;
    private long cancelAt;
    private volatile @Nullable RuntimeException failure;

    Errand(Thread caller, Tick tick, Runnable cancel, long first) {
      this.caller = caller;
      this.tick = tick;
      this.cancel = cancel;
      this.due = first;
    }

    void round() {
      long elapsed = System.nanoTime() - start;
      if (elapsed >= cancelAt && caller.isInterrupted()) {
        cancelAt = elapsed + CANCEL_AGAIN;
        cancel.run();
      }
      if (elapsed < due) {
        return;
      }
      Runnable words = tick.look(elapsed);
      synchronized (turn) {
        if (errand == this) {
          words.run();
        }
      }
      long now = System.nanoTime() - start;
      due = now + tick.pause(now);
    }

    void end(@Nullable RuntimeException thrown) {
      RuntimeException own = failure;
      if (own == null) {
        return;
      }
      if (thrown == null) {
        throw own;
      }
      thrown.addSuppressed(own);
    }
  }
}
