package bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the figures were measured on. */
public final class Machine {

  private Machine() {}

  /** One line. */
  public static String description() {
    return String.format(
        Locale.ROOT,
        "%s, %d cores, %s, %s %s",
        value("/proc/cpuinfo", "model name").orElse(System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        value("/proc/meminfo", "MemTotal").map(Machine::gigabytes).orElse("memory unknown"),
        System.getProperty("os.name"),
        System.getProperty("os.version"));
  }

  /** Maven and its Java. */
  static String maven() {
    return Meter.output(List.of("mvn", "-B", "-v"))
        .map(
            text ->
                String.join(
                    ", ",
                    text.lines()
                        .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                        .filter(line -> line.matches("(Apache Maven|Java version).*"))
                        .map(line -> line.replaceAll("(, (vendor|runtime):| \\().*", ""))
                        .toList()))
        .orElse("mvn unknown");
  }

  /** How many wanted a core, on average of the last minute; negative where nobody says. */
  public static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static Optional<String> value(String file, String key) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String gigabytes(String kilobytes) {
    return Math.round(Double.parseDouble(kilobytes.replaceAll("[^0-9]", "")) / (1 << 20)) + " GB";
  }
}
