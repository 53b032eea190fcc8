package bench.fill;

import bench.fill.Contestant.Arena;
import bench.fill.Contestant.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Timer;
import java.util.TimerTask;

/** Lets contestants run, each on a fresh copy of the same table, and looks at what they left. */
final class Ring {

  private static final String COPY = "bench_run";

  private static final String WRONG =
      """
      SELECT count(*) FROM items
      WHERE email_address IS DISTINCT FROM email AND (%s OR email_address IS NOT NULL)
      """;

  private final Postmaster server;
  private final int major;
  private String original = "";

  Ring(Postmaster server) throws SQLException {
    this.server = server;
    this.major = server.major();
  }

  /** What goes on beside a contestant. */
  interface Company {
    Company NOTHING =
        new Company() {
          @Override
          public void begin() {}

          @Override
          public void end() {}
        };

    /** Right before it begins. */
    void begin() throws IOException, InterruptedException;

    /** Right after it has ended. */
    void end() throws IOException, InterruptedException;
  }

  /** A fresh copy, with nothing left to write out. */
  Arena arena(Shape shape, long rows) throws SQLException, IOException, InterruptedException {
    String wanted = "bench_" + shape.label() + "_" + rows;
    drop(COPY);
    if (!original.equals(wanted)) {
      if (!original.isEmpty()) {
        drop(original);
      }
      original = wanted;
      server.ask("postgres", "CREATE DATABASE " + wanted + " TEMPLATE template0");
      for (String sql : shape.sql(rows)) {
        server.ask(wanted, sql);
      }
    }
    server.ask(
        "postgres",
        "CREATE DATABASE "
            + COPY
            + " TEMPLATE "
            + wanted
            + (major >= 15 ? " STRATEGY file_copy" : ""));
    // As a table that is in use: what fits into memory is there.
    server.ask(COPY, "SELECT sum(length(email)) FROM items");
    server.settle();
    return new Arena(server, COPY, shape, rows);
  }

  /**
   * Runs and checks one.
   *
   * @param seconds after which it is stopped; 0 for never
   */
  Measured run(Contestant contestant, Arena arena, Company beside, int seconds)
      throws IOException, InterruptedException, SQLException {
    contestant.prepare(arena);
    System.gc();
    try (Connection look = server.connect(arena.database(), "bench-look")) {
      int itself = Integer.parseInt(Postmaster.ask(look, "SELECT pg_backend_pid()"));
      double heap = number(look, "SELECT pg_table_size('items')");
      double indexes = number(look, "SELECT pg_indexes_size('items')");
      double wal = wal(look);
      beside.begin();
      Timer timer = new Timer(true);
      Ending ending;
      double cpu = server.cpuMs(itself);
      double own = ownMs();
      long began = System.nanoTime();
      double took;
      Watcher watcher = new Watcher(look);
      try {
        if (seconds > 0) {
          timer.schedule(stop(contestant, arena), seconds * 1000L);
        }
        ending = contestant.run(arena);
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        return told(contestant, Measured.flawed(Ending.DONE, "FAILED: " + said(e)));
      } finally {
        took = (System.nanoTime() - began) / 1e9;
        timer.cancel();
        watcher.close();
        beside.end();
      }
      own = ownMs() - own;
      cpu = server.cpuMs(itself) - cpu;
      if (ending == Ending.NOT_THERE) {
        return told(contestant, Measured.flawed(ending, "not there yet"));
      }
      wal = wal(look) - wal;
      double rows =
          ending == Ending.DONE
              ? arena.rows()
              : number(look, "SELECT count(email_address) FROM items");
      double wrong = number(look, WRONG.formatted(ending == Ending.DONE));
      String flaw =
          wrong > 0 ? String.format(Locale.ROOT, "FAILED: %,.0f rows are wrong", wrong) : "";
      return told(
          contestant,
          new Measured(
              ending,
              rows,
              took,
              cpu,
              own,
              wal,
              new Measured.Size(heap, number(look, "SELECT pg_table_size('items')")),
              new Measured.Size(indexes, number(look, "SELECT pg_indexes_size('items')")),
              watcher.longestMs(),
              watcher.heap(),
              flaw));
    }
  }

  private static TimerTask stop(Contestant contestant, Arena arena) {
    return new TimerTask() {
      @Override
      public void run() {
        contestant.stop(arena);
      }
    };
  }

  private static Measured told(Contestant contestant, Measured measured) {
    System.err.println(
        "  "
            + contestant.name()
            + ": "
            + (measured.valid()
                ? String.format(
                    Locale.ROOT,
                    "%,.0f rows in %.1f s%s",
                    measured.rows(),
                    measured.seconds(),
                    measured.ending() == Ending.STOPPED ? ", then stopped" : "")
                : measured.flaw()));
    return measured;
  }

  private static String said(Exception failure) {
    return failure.getMessage() == null
        ? failure.toString()
        : failure.getMessage().lines().findFirst().orElse("");
  }

  private static double wal(Connection look) throws SQLException {
    return number(look, "SELECT pg_current_wal_insert_lsn() - '0/0'");
  }

  private static double number(Connection look, String sql) throws SQLException {
    return Double.parseDouble(Postmaster.ask(look, sql));
  }

  private static double ownMs() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]))
        * Postmaster.MS_PER_TICK;
  }

  private void drop(String database) throws SQLException {
    server.ask("postgres", "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
  }
}
