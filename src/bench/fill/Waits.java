package bench.fill;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Looks every 20 ms for clients that wait for a lock of the backfill, or of who waits for one. */
final class Waits extends Thread {

  private static final long LOOK_MS = 20;
  private static final double LONG_MS = 100;

  /** Cheap, while nobody waits. */
  private static final String ANYBODY =
      """
      SELECT EXISTS (SELECT FROM pg_stat_activity
                     WHERE wait_event_type = 'Lock' AND application_name = 'bench-oltp')
      """;

  private static final String WHO =
      """
      SELECT pid, application_name, pg_blocking_pids(pid),
             extract(epoch FROM clock_timestamp() - (
               SELECT max(waitstart) FROM pg_locks l WHERE l.pid = a.pid AND NOT granted)) * 1000,
             (SELECT max(waitstart) FROM pg_locks l WHERE l.pid = a.pid AND NOT granted)::text
      FROM pg_stat_activity a
      WHERE datname = current_database() AND backend_type = 'client backend'
      """;

  private final Connection connection;

  /** How long each wait was when it was last seen, by who waits since when. */
  private final Map<String, Double> seen = new HashMap<>();

  private volatile boolean over;

  Waits(Connection connection) {
    super("waits");
    this.connection = connection;
    setDaemon(true);
  }

  /** One backend. */
  private record Backend(
      String application, List<Integer> blockers, double waitedMs, String since) {}

  synchronized void forget() {
    seen.clear();
  }

  void finish() throws InterruptedException {
    over = true;
    join();
  }

  /** How many were longer than what people notice. */
  synchronized long tooLong() {
    return seen.values().stream().filter(ms -> ms > LONG_MS).count();
  }

  synchronized double longestMs() {
    return seen.values().stream().mapToDouble(ms -> ms).max().orElse(0);
  }

  @Override
  public void run() {
    try (connection;
        Statement statement = connection.createStatement();
        PreparedStatement who = connection.prepareStatement(WHO)) {
      while (!over) {
        try (ResultSet anybody = statement.executeQuery(ANYBODY)) {
          if (anybody.next() && anybody.getBoolean(1)) {
            look(who);
          }
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      }
    } catch (SQLException e) {
      System.err.println("Nobody looks at the waits any more: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(PreparedStatement who) throws SQLException {
    Map<Integer, Backend> all = new HashMap<>();
    try (ResultSet rows = who.executeQuery()) {
      while (rows.next()) {
        Array blockers = rows.getArray(3);
        all.put(
            rows.getInt(1),
            new Backend(
                rows.getString(2),
                blockers == null ? List.of() : List.of((Integer[]) blockers.getArray()),
                rows.getDouble(4),
                rows.getString(5)));
      }
    }
    all.forEach(
        (pid, backend) -> {
          if (backend.since() != null
              && backend.application().equals(Clients.APPLICATION)
              && reachesOthers(pid, all, new HashSet<>())) {
            note(pid + " " + backend.since(), backend.waitedMs());
          }
        });
  }

  private synchronized void note(String wait, double ms) {
    seen.merge(wait, ms, Math::max);
  }

  /** Whether somebody who is no client stands at the end of those in front. */
  private static boolean reachesOthers(int pid, Map<Integer, Backend> all, Set<Integer> been) {
    Backend backend = all.get(pid);
    if (backend == null || !been.add(pid)) {
      return false;
    }
    return !backend.application().equals(Clients.APPLICATION)
        || backend.blockers().stream().anyMatch(next -> reachesOthers(next, all, been));
  }
}
