package bench.fill;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The clients' JVM, as this one sees it. */
final class Foreground implements Closeable {

  static final int CLIENTS = 8;

  private final Process process;
  private final BufferedReader from;
  private final Writer to;

  /**
   * What the clients saw.
   *
   * @param rate transactions a second
   * @param p50 of the time from when a transaction was due to its end, in milliseconds
   * @param alone 99 % of the transactions took less from their own beginnings, in milliseconds
   * @param waits for locks of the backfill that took more than 100 ms
   * @param longestWait for a lock of the backfill, in milliseconds
   * @param errors transactions that the server refused
   */
  record Seen(
      double rate,
      double p50,
      double p99,
      double max,
      double alone,
      long waits,
      double longestWait,
      long errors) {}

  private Foreground(Process process) {
    this.process = process;
    this.from =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.to = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
  }

  /**
   * Lets them begin.
   *
   * @param rate transactions a second of all of them; 0 for as many as they can
   */
  static Foreground start(Contestant.Arena arena, double rate) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Clients.class.getName(),
                "jdbc:postgresql://"
                    + Postmaster.HOST
                    + ":"
                    + arena.server().port()
                    + "/"
                    + arena.database(),
                Integer.toString(CLIENTS),
                Long.toString(arena.rows()),
                Double.toString(rate))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Foreground foreground = new Foreground(process);
    String ready = foreground.from.readLine();
    if (!"ready".equals(ready)) {
      foreground.close();
      throw new IOException("the clients did not begin: " + ready);
    }
    return foreground;
  }

  /** From here on it counts. */
  void measure() throws IOException {
    to.write("measure\n");
    to.flush();
  }

  /** Ends them. */
  Seen seen() throws IOException {
    to.write("stop\n");
    to.flush();
    String line = from.readLine();
    if (line == null) {
      throw new IOException("the clients have gone");
    }
    List<Double> figures = List.of(line.split(" ")).stream().map(Double::valueOf).toList();
    return new Seen(
        figures.get(0),
        figures.get(1),
        figures.get(2),
        figures.get(3),
        figures.get(4),
        Math.round(figures.get(5)),
        figures.get(6),
        Math.round(figures.get(7)));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
