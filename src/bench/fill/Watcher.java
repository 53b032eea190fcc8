package bench.fill;

import java.io.Closeable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** Looks now and then: how long transactions are open, how much heap this JVM uses. */
final class Watcher implements Closeable {

  private static final long LOOK_MS = 50;

  /** A procedure that commits begins new ones. */
  private static final String LONGEST =
      """
      SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)) * 1000, 0)
      FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
        AND application_name NOT LIKE 'bench-oltp%'
      """;

  private final Connection connection;
  private final Thread thread = new Thread(this::look, "watcher");
  private volatile boolean over;
  private volatile double longestMs;
  private volatile long heap;

  /** Begins to look; the connection is its own until it is closed. */
  Watcher(Connection connection) {
    this.connection = connection;
    thread.setDaemon(true);
    thread.start();
  }

  double longestMs() {
    return longestMs;
  }

  long heap() {
    return heap;
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    Runtime runtime = Runtime.getRuntime();
    try {
      while (!over) {
        heap = Math.max(heap, runtime.totalMemory() - runtime.freeMemory());
        longestMs = Math.max(longestMs, Double.parseDouble(Postmaster.ask(connection, LONGEST)));
        TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      }
    } catch (SQLException e) {
      System.err.println("Nobody watches any more: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
