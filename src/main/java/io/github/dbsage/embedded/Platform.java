package io.github.dbsage.embedded;

import io.github.dbsage.model.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The machine's kind, as the names of the binaries' jars spell it.
 *
 * @param artifact {@code linux-amd64}, {@code linux-amd64-alpine}, {@code darwin-arm64v8}, …
 * @param windows whether programs end in {@code .exe} and signals do not exist
 */
record Platform(String artifact, boolean windows) {

  /** Of all the jars published for 14 to 18, those whose machines a JDK 17 runs on. */
  private static final List<String> PUBLISHED =
      List.of(
          "darwin-amd64",
          "darwin-arm64v8",
          "linux-amd64",
          "linux-amd64-alpine",
          "linux-arm64v8",
          "linux-arm64v8-alpine",
          "windows-amd64");

  /** A C library other than glibc cannot load programs that were linked against it. */
  private static final List<String> GLIBC_LOADERS =
      List.of(
          "lib64/ld-linux-x86-64.so.2", "lib/ld-linux-aarch64.so.1", "lib/ld-linux-x86-64.so.2");

  /**
   * This machine.
   *
   * @throws UserError where no programs are published for it
   */
  static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""), Path.of("/"));
  }

  /** A machine by what its JVM says and what lies under its root directory. */
  static Platform of(String osName, String osArch, Path root) {
    String system = system(osName.toLowerCase(Locale.ROOT));
    String libc = system.equals("linux") && musl(root) ? "-alpine" : "";
    String artifact = system + "-" + processor(osArch.toLowerCase(Locale.ROOT)) + libc;
    if (!PUBLISHED.contains(artifact)) {
      throw EmbeddedProblems.platform(osName, osArch, PUBLISHED);
    }
    return new Platform(artifact, system.equals("windows"));
  }

  /** A program's file name. */
  String program(String name) {
    return windows ? name + ".exe" : name;
  }

  private static String system(String name) {
    if (name.startsWith("mac") || name.startsWith("darwin")) {
      return "darwin";
    }
    return name.startsWith("windows") ? "windows" : name;
  }

  private static String processor(String name) {
    return switch (name) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64", "arm64" -> "arm64v8";
      default -> name;
    };
  }

  private static boolean musl(Path root) {
    return GLIBC_LOADERS.stream().noneMatch(loader -> Files.exists(root.resolve(loader)));
  }
}
