package io.github.dbsage.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running server says of itself in {@code postmaster.pid} (pg_ctl reads the same).
 *
 * @param port 0 while it is not known yet
 * @param status {@code starting}, {@code ready}, {@code stopping}, empty at the very beginning
 */
record PostmasterFile(long pid, int port, String status) {

  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /** Reads it from a data directory; empty where there is none, or it is half written. */
  static Optional<PostmasterFile> read(Path data) {
    Path file = data.resolve("postmaster.pid");
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
      return Optional.of(
          new PostmasterFile(
              Long.parseLong(line(lines, 0)),
              line(lines, PORT_LINE).isEmpty() ? 0 : Integer.parseInt(line(lines, PORT_LINE)),
              line(lines, STATUS_LINE)));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether it accepts connections. */
  boolean ready() {
    return status.equals("ready");
  }

  /** Whether the process that wrote it still runs, and is a PostgreSQL server. */
  boolean alive() {
    return process().isPresent();
  }

  /** That process: a process id alone proves nothing, it may have been given to another. */
  Optional<ProcessHandle> process() {
    return pid <= 0
        ? Optional.empty()
        : ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .filter(
                process -> process.info().command().map(PostmasterFile::isPostgres).orElse(true));
  }

  private static boolean isPostgres(String command) {
    Path name = Path.of(command).getFileName();
    return name != null && name.toString().startsWith("postgres");
  }

  private static String line(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index).strip() : "";
  }
}
