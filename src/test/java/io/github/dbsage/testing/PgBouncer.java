package io.github.dbsage.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A PgBouncer of the machine's own in front of a test's database, where the machine has one. */
public final class PgBouncer implements AutoCloseable {

  private static final String NOBODY = "nobody";

  /** How long one of its connections to the server lasts. */
  public enum Mode {
    SESSION,
    TRANSACTION,
    STATEMENT
  }

  private final Path folder;
  private final Process process;
  private final TestDatabase database;
  private final int port;

  private PgBouncer(Path folder, Process process, TestDatabase database, int port) {
    this.folder = folder;
    this.process = process;
    this.database = database;
    this.port = port;
  }

  /**
   * Starts one, or skips the test where there is none on this machine.
   *
   * @param more lines of its configuration
   */
  public static PgBouncer start(TestDatabase database, Mode mode, String... more) {
    List<Path> programs = programs();
    assumeTrue(!programs.isEmpty(), "no pgbouncer on this machine (apt-get install pgbouncer)");
    try {
      Path folder = Files.createTempDirectory("dbsage-pgbouncer");
      int port = freePort();
      List<String> lines =
          new ArrayList<>(
              List.of(
                  "[databases]",
                  "%1$s = host=%2$s port=%3$d dbname=%1$s"
                      .formatted(database.name(), database.host(), database.port()),
                  "[pgbouncer]",
                  "listen_addr = 127.0.0.1",
                  "listen_port = " + port,
                  "unix_socket_dir =",
                  "auth_type = scram-sha-256",
                  "auth_file = " + folder.resolve("users.txt"),
                  "pool_mode = " + mode.name().toLowerCase(Locale.ROOT)));
      lines.addAll(List.of(more));
      Files.write(folder.resolve("pgbouncer.ini"), lines, StandardCharsets.UTF_8);
      Files.writeString(
          folder.resolve("users.txt"),
          "\"%s\" \"%s\"\n".formatted(database.user(), database.password()));
      Process process = launch(programs.get(0), folder);
      PgBouncer bouncer = new PgBouncer(folder, process, database, port);
      bouncer.awaitStart();
      return bouncer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The database through it. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database.name();
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> programs() {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
    return Stream.of(path.split(":"))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, "pgbouncer"))
        .filter(Files::isExecutable)
        .toList();
  }

  /** It refuses to be root, and then gives its rights up to somebody who must see its files. */
  private static Process launch(Path program, Path folder) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString(), "-q"));
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("-u", NOBODY));
      for (Path path :
          List.of(folder, folder.resolve("users.txt"), folder.resolve("pgbouncer.ini"))) {
        Files.setOwner(
            path,
            path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(NOBODY));
      }
    }
    command.add(folder.resolve("pgbouncer.ini").toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private void awaitStart() {
    boolean started = Eventually.holds(() -> !process.isAlive() || answers());
    if (!started || !process.isAlive()) {
      process.destroyForcibly();
      throw new IllegalStateException("pgbouncer did not start: " + log());
    }
  }

  private boolean answers() {
    try (Connection connection =
        DriverManager.getConnection(jdbcUrl(), database.user(), database.password())) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
