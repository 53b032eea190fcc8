package io.github.dbsage.run;

import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.UserError;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the next migration while the server still works on the one before, so that the server does
 * not wait for files to be read and cut. Only small migrations are read ahead: large ones are
 * streamed. For one thread, beside its own.
 */
final class Ahead implements AutoCloseable {

  /** Characters of a file that may be held in memory. */
  private static final long SMALL = 1 << 18;

  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "dbsage-ahead");
            thread.setDaemon(true);
            return thread;
          });

  private @Nullable SqlStep step;
  private @Nullable CompletableFuture<Cursor> cursor;

  /** Begins to read a step that will be asked for soon; null where there is none. */
  void read(@Nullable SqlStep next) {
    if (next == null || !isSmall(next.shape())) {
      return;
    }
    step = next;
    cursor = CompletableFuture.supplyAsync(() -> Cursor.loaded(next), reader);
  }

  /**
   * A walk through a step; its first one was begun already where {@link #read} was told so.
   *
   * @throws UserError when the file cannot be read
   */
  Cursor open(SqlStep wanted) {
    CompletableFuture<Cursor> begun = wanted.equals(step) ? cursor : null;
    step = null;
    cursor = null;
    if (begun == null) {
      return Cursor.open(wanted);
    }
    try {
      return begun.join();
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
