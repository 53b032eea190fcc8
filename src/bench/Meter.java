package bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a command and measures it. One at a time: the CPU time is that of all children that ended
 * meanwhile.
 *
 * @param environment added to ours, without what would lead a tool elsewhere
 * @param logs where the output goes
 */
record Meter(Map<String, String> environment, String jvm, Path logs) {

  private static final long LOOK_MS = 10;
  private static final long PATIENCE_MINUTES = 60;

  /** Linux's USER_HZ, 100 on every architecture that Java runs on. */
  private static final long MS_PER_TICK = 10;

  /** Memory before a collection, in K or M, and what was in use at the end. */
  private static final Pattern BEFORE = Pattern.compile("(\\d+)([KMG])->");

  private static final Pattern AT_EXIT = Pattern.compile("(?:total \\d+K, used|used) (\\d+)(K)");

  /**
   * What a run took.
   *
   * @param cpuMs user and system; empty where there is no /proc
   * @param rssKb the process's peak; empty where there is no /proc
   * @param heapKb the JVM's peak, of what collections and its end saw; empty for others
   */
  record Measured(
      int exit,
      double wallMs,
      OptionalLong cpuMs,
      OptionalLong rssKb,
      OptionalLong heapKb,
      Path log) {

    /** What the tool complained about first, and where the rest is. */
    String complaint() throws IOException {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.contains("ERROR"))
              .findFirst()
              .map(line -> line.replace("[ERROR] ", "").replace(" -> [Help 1]", ""))
              .orElse("exit code " + exit)
          + " ("
          + Path.of("").toAbsolutePath().relativize(log)
          + ")";
    }
  }

  /** Runs a command to its end. */
  Measured run(String name, Tool.Command command) throws IOException, InterruptedException {
    Path log = logs.resolve(name + ".log");
    Path heap = logs.resolve(name + ".gc.log");
    ProcessBuilder builder = new ProcessBuilder(command.words());
    isolate(builder.environment());
    builder.environment().putAll(environment);
    builder
        .environment()
        .put(
            "MAVEN_OPTS",
            ("-Xlog:gc,gc+heap+exit:file=" + heap + ":uptime,tags:filecount=0 " + jvm).strip());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    builder.redirectInput(command.input().map(Path::toFile).orElse(new File("/dev/null")));
    OptionalLong cpuBefore = childrenMs();
    long began = System.nanoTime();
    Process process = builder.start();
    OptionalLong rss = OptionalLong.empty();
    try {
      do {
        OptionalLong seen = peakKb(process.pid());
        rss = seen.isPresent() ? seen : rss;
        if (System.nanoTime() - began > TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES)) {
          throw new IOException(name + " did not end within " + PATIENCE_MINUTES + " minutes");
        }
      } while (!process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS));
    } finally {
      process.destroyForcibly();
    }
    double wall = (System.nanoTime() - began) / 1e6;
    OptionalLong cpuAfter = childrenMs();
    return new Measured(
        process.exitValue(),
        wall,
        cpuBefore.isPresent() && cpuAfter.isPresent()
            ? OptionalLong.of(cpuAfter.getAsLong() - cpuBefore.getAsLong())
            : OptionalLong.empty(),
        rss,
        Files.exists(heap) ? peakHeapKb(Files.readAllLines(heap)) : OptionalLong.empty(),
        log);
  }

  /** What a command prints, when it can be run. */
  static Optional<String> output(List<String> words) {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(text.strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The developer's own settings are none of the benchmark's business. */
  private static void isolate(Map<String, String> environment) {
    environment
        .keySet()
        .removeIf(
            name ->
                name.startsWith("PG")
                    || name.startsWith("FLYWAY_")
                    || name.startsWith("LIQUIBASE_")
                    || name.startsWith("MIGRATIONS_")
                    || List.of("DATABASE_URL", "DBSAGE_URL", "MAVEN_ARGS", "JAVA_TOOL_OPTIONS")
                        .contains(name));
  }

  static OptionalLong peakHeapKb(List<String> log) {
    long peak = 0;
    for (String line : log) {
      Matcher matcher = (line.contains("->") ? BEFORE : AT_EXIT).matcher(line);
      if (matcher.find() && !line.contains("Metaspace") && !line.contains("class space")) {
        long unit =
            switch (matcher.group(2)) {
              case "K" -> 1;
              case "M" -> 1 << 10;
              default -> 1 << 20;
            };
        peak = Math.max(peak, Long.parseLong(matcher.group(1)) * unit);
      }
    }
    return peak == 0 ? OptionalLong.empty() : OptionalLong.of(peak);
  }

  private static OptionalLong peakKb(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return OptionalLong.of(Long.parseLong(line.replaceAll("[^0-9]", "")));
        }
      }
    } catch (IOException e) {
      // It has ended, or this machine has no /proc.
    }
    return OptionalLong.empty();
  }

  /** CPU time of the children that have ended, and of theirs. */
  private static OptionalLong childrenMs() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return OptionalLong.of(
          (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * MS_PER_TICK);
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** For messages. */
  static String seconds(double ms) {
    return String.format(Locale.ROOT, "%.2f s", ms / 1000);
  }
}
