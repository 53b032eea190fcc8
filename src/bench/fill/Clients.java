package bench.fill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The application, in a JVM of its own: clients that read a row, change another one and write a
 * third, one transaction after the other. {@code measure} on standard input begins to count, the
 * input's end or {@code stop} ends it and prints the figures.
 */
final class Clients {

  static final String APPLICATION = "bench-oltp";

  private static final int FIRST_TIMES = 1 << 14;

  private final String url;
  private final long rows;

  /** Between the beginnings of two transactions of a client, on average; 0 for no pause. */
  private final long everyNanos;

  private final List<Client> clients = new ArrayList<>();
  private volatile boolean over;
  private volatile long measuredFrom = Long.MAX_VALUE;

  private Clients(String url, long rows, long everyNanos) {
    this.url = url;
    this.rows = rows;
    this.everyNanos = everyNanos;
  }

  /** Takes the URL, how many clients, how many rows, and transactions a second of all of them. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    int count = Integer.parseInt(arguments[1]);
    double rate = Double.parseDouble(arguments[3]);
    Clients all =
        new Clients(
            arguments[0],
            Long.parseLong(arguments[2]),
            rate == 0 ? 0 : (long) (count * TimeUnit.SECONDS.toNanos(1) / rate));
    all.run(count);
  }

  private void run(int count) throws IOException, InterruptedException, SQLException {
    for (int number = 0; number < count; number++) {
      clients.add(new Client(connect(APPLICATION), number));
    }
    Waits waits = new Waits(connect("bench-look"));
    clients.forEach(Thread::start);
    waits.start();
    System.out.println("ready");
    long began = 0;
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null && line.equals("measure"); ) {
      waits.forget();
      began = System.nanoTime();
      measuredFrom = began;
      line = in.readLine();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    over = true;
    waits.finish();
    for (Client client : clients) {
      client.join();
    }
    System.out.println(figures(seconds, waits));
  }

  private String figures(double seconds, Waits waits) {
    long[] alone = clients.stream().flatMapToLong(c -> Arrays.stream(c.alone())).sorted().toArray();
    long[] due = clients.stream().flatMapToLong(c -> Arrays.stream(c.due())).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "%.1f %.3f %.3f %.3f %.3f %d %.1f %d",
        alone.length / seconds,
        at(due, 0.5),
        at(due, 0.99),
        at(due, 1),
        at(alone, 0.99),
        waits.tooLong(),
        waits.longestMs(),
        clients.stream().mapToLong(client -> client.errors).sum());
  }

  private static double at(long[] sorted, double part) {
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1, (long) (part * sorted.length))] / 1e6;
  }

  private Connection connect(String application) throws SQLException {
    return DriverManager.getConnection(
        url + "?ApplicationName=" + application, Postmaster.USER, "");
  }

  /** One client. */
  private final class Client extends Thread {

    private final Connection connection;
    private final SplittableRandom random;
    private long[] alone = new long[FIRST_TIMES];
    private long[] due = new long[FIRST_TIMES];
    private int count;
    private long errors;

    Client(Connection connection, int seed) {
      super("client-" + seed);
      this.connection = connection;
      this.random = new SplittableRandom(seed);
    }

    long[] alone() {
      return Arrays.copyOf(alone, count);
    }

    /** From when a transaction should have begun: who waits for the one before it waits too. */
    long[] due() {
      return Arrays.copyOf(due, count);
    }

    @Override
    public void run() {
      try (connection;
          PreparedStatement read =
              connection.prepareStatement("SELECT email, hits FROM items WHERE id = ?");
          PreparedStatement change =
              connection.prepareStatement("UPDATE items SET hits = hits + 1 WHERE id = ?");
          PreparedStatement write =
              connection.prepareStatement("INSERT INTO items_log (item) VALUES (?)")) {
        connection.setAutoCommit(false);
        long next = System.nanoTime();
        while (!over) {
          long now = System.nanoTime();
          if (everyNanos == 0) {
            next = now;
          } else {
            next += (long) (everyNanos * (0.5 + random.nextDouble()));
            while (next > System.nanoTime() && !over) {
              LockSupport.parkNanos(next - System.nanoTime());
            }
          }
          transaction(read, change, write, next);
        }
      } catch (SQLException e) {
        System.err.println("A client has gone: " + e.getMessage());
      }
    }

    private void transaction(
        PreparedStatement read, PreparedStatement change, PreparedStatement write, long wanted)
        throws SQLException {
      long began = System.nanoTime();
      try {
        read.setLong(1, 1 + random.nextLong(rows));
        try (ResultSet found = read.executeQuery()) {
          found.next();
        }
        long row = 1 + random.nextLong(rows);
        change.setLong(1, row);
        change.executeUpdate();
        write.setLong(1, row);
        write.executeUpdate();
        connection.commit();
      } catch (SQLException e) {
        errors++;
        connection.rollback();
      }
      long ended = System.nanoTime();
      if (ended >= measuredFrom) {
        if (count == alone.length) {
          alone = Arrays.copyOf(alone, 2 * count);
          due = Arrays.copyOf(due, 2 * count);
        }
        alone[count] = ended - began;
        due[count++] = ended - Math.max(wanted, measuredFrom);
      }
    }
  }
}
