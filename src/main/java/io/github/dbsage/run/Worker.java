package io.github.dbsage.run;

import io.github.dbsage.model.Event;
import io.github.dbsage.model.Listener;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits for the server in place of the goal's thread, which meanwhile hands on events
 * and looks around. One task at a time; {@link #tell} is for the task, all else for the goal's
 * thread.
 */
final class Worker implements AutoCloseable {

  /** Events that may wait: a server that says more is held back. */
  private static final int ROOM = 256;

  private final BlockingQueue<Optional<Event>> events = new ArrayBlockingQueue<>(ROOM);
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "dbsage-work");
            made.setDaemon(true);
            return made;
          });
  private final Listener listener;

  Worker(Listener listener) {
    this.listener = listener;
  }

  /** What has to be done; returns rows. */
  @FunctionalInterface
  interface Task {
    long run();
  }

  /** What the goal's thread does now and then meanwhile. */
  @FunctionalInterface
  interface Tick {

    /**
     * It is time.
     *
     * @param elapsed since the task began, in nanoseconds
     * @return nanoseconds until the next time
     */
    long at(long elapsed);
  }

  /**
   * Runs a task to its end, however it ends; an exception of the task comes out as it is.
   *
   * @param first nanoseconds until the first tick
   * @param cancel asks the task to end; called when the goal's thread is interrupted, which it is
   *     again afterwards
   */
  long run(Task task, long first, Tick tick, Runnable cancel) {
    Errand errand = new Errand(task);
    thread.execute(errand);
    long start = System.nanoTime();
    long due = start + first;
    RuntimeException own = null;
    boolean interrupted = false;
    while (true) {
      try {
        long rest = own == null ? due - System.nanoTime() : Long.MAX_VALUE;
        Optional<Event> event = events.poll(rest, TimeUnit.NANOSECONDS);
        if (event == null) {
          long next = tick.at(System.nanoTime() - start);
          due = System.nanoTime() + next;
        } else if (event.isEmpty()) {
          break;
        } else if (own == null) {
          listener.on(event.get());
        }
      } catch (InterruptedException e) {
        interrupted = true;
        cancel.run();
      } catch (RuntimeException e) {
        // The task has the connection until it ends.
        own = e;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return errand.result(own);
  }

  /** Passes an event on to the goal's thread. */
  void tell(Event event) {
    put(Optional.of(event));
  }

  @Override
  public void close() {
    thread.shutdown();
  }

  private void put(Optional<Event> event) {
    boolean interrupted = false;
    while (true) {
      try {
        events.put(event);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A task on its way; what came of it is read behind the queue's last element. */
  private final class Errand implements Runnable {
    private final Task task;
    private long rows;
    private @Nullable RuntimeException failure;
    private @Nullable Error error;

    Errand(Task task) {
      this.task = task;
    }

    @Override
    public void run() {
      try {
        rows = task.run();
      } catch (RuntimeException e) {
        failure = e;
      } catch (Error e) {
        error = e;
      } finally {
        put(Optional.empty());
      }
    }

    long result(@Nullable RuntimeException own) {
      if (error != null) {
        throw error;
      }
      if (failure != null) {
        if (own != null) {
          failure.addSuppressed(own);
        }
        throw failure;
      }
      if (own != null) {
        throw own;
      }
      return rows;
    }
  }
}
