package io.github.dbsage.lint.rule;

import io.github.dbsage.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs a statement that forbids a transaction and sees its locks from outside.
 *
 * <p>Looking often could miss a lock. So there is a transaction with a writer's locks on all tables
 * at every moment: whoever asks for a strong lock has to wait for it, is seen waiting, and only
 * then let go on.
 */
final class Alone {

  private static final long LOOK_NANOS = Duration.ofMillis(2).toNanos();

  private final TestDatabase database;
  private final List<String> tables;
  private final Map<Long, Set<String>> locks = new HashMap<>();

  Alone(TestDatabase database, List<String> tables) {
    this.database = database;
    this.tables = tables;
  }

  /**
   * Runs what sends the statement, and returns the locks that the session held or wanted.
   *
   * @throws SQLException the server's answer
   */
  Map<Long, Set<String>> run(int pid, Callable<String> send) throws Exception {
    FutureTask<String> task = new FutureTask<>(send);
    Thread thread = new Thread(task, "statement-alone");
    try (Connection observer = Application.connect(database)) {
      Application.Writer writer = Application.writer(database, tables);
      thread.start();
      try {
        while (!task.isDone()) {
          Application.Writer inTheWay =
              writer != null && waits(observer, pid, writer.pid()) ? writer : null;
          look(observer, pid);
          if (inTheWay != null) {
            Application.Writer next = Application.writer(database, tables);
            inTheWay.close();
            writer = next;
          } else {
            LockSupport.parkNanos(LOOK_NANOS);
          }
        }
      } finally {
        if (writer != null) {
          writer.close();
        }
        thread.join();
      }
    }
    try {
      task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
    return locks;
  }

  private void look(Connection observer, int pid) throws SQLException {
    Sight.locks(observer, Integer.toString(pid))
        .forEach((oid, modes) -> locks.computeIfAbsent(oid, o -> new HashSet<>()).addAll(modes));
  }

  private static boolean waits(Connection observer, int pid, int writer) throws SQLException {
    try (Statement statement = observer.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT " + writer + " = ANY (pg_blocking_pids(" + pid + "))")) {
      rows.next();
      return rows.getBoolean(1);
    }
  }
}
