package io.github.dbsage.run;

import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.UserError;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Reads the next migrations while the server still works on the one before, so that the server does
 * not wait for files to be read and cut. Only small migrations are read ahead: large ones are
 * streamed. For one thread, beside its own.
 */
final class Ahead implements AutoCloseable {

  /** Characters of a file that may be held in memory. */
  private static final long SMALL = 1 << 16;

  private static final int MANY = 16;
  private static final int FEW = 4;

  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "dbsage-ahead");
            thread.setDaemon(true);
            return thread;
          });

  /** Steps whose reading was begun, in their order. */
  private final Deque<Begun> begun = new ArrayDeque<>();

  private record Begun(SqlStep step, CompletableFuture<Cursor> cursor) {}

  /**
   * Begins to read steps that will be asked for soon, several at a time: waking the other thread
   * for each costs more than to read it.
   *
   * @param coming in their order, from the next one on
   */
  void read(List<SqlStep> coming) {
    if (begun.size() > FEW) {
      return;
    }
    for (SqlStep next : coming.subList(begun.size(), Math.min(MANY, coming.size()))) {
      if (!isSmall(next.shape())) {
        return;
      }
      begun.add(new Begun(next, CompletableFuture.supplyAsync(() -> Cursor.loaded(next), reader)));
    }
  }

  /**
   * A walk through a course; its first one was begun already where {@link #read} was told so.
   *
   * @throws UserError when the file cannot be read
   */
  Cursor open(Course wanted) {
    Begun first = begun.poll();
    if (first == null || !first.step().equals(wanted.step())) {
      begun.clear();
      return Cursor.open(wanted);
    }
    try {
      return first.cursor().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof UserError error ? error : e;
    }
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }

  private static boolean isSmall(SqlStep.Shape shape) {
    return !shape.segmented() && !shape.copy() && shape.characters() <= SMALL;
  }
}
