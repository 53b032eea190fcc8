package io.github.dbsage.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A server's folder: its data, and beside them, out of its own reach, its configuration and log.
 *
 * @param folder private to us
 */
record Data(Path folder, Prepared prepared) {

  private static final String STAGING = "new-";

  /**
   * Small and forgetful: nobody's data depend on this server. ALTER SYSTEM can still change it. WAL
   * that is done with goes, so that there is little to copy where the data are kept as a seed.
   */
  private static final String CONFIGURATION =
      """
      hba_file = '%s/pg_hba.conf'
      listen_addresses = '127.0.0.1'
      port = %d
      unix_socket_directories = ''
      password_encryption = 'scram-sha-256'
      max_connections = 100
      shared_buffers = '32MB'
      fsync = off
      synchronous_commit = off
      full_page_writes = off
      max_wal_size = '1GB'
      wal_recycle = off
      wal_init_zero = off
      timezone = 'UTC'
      log_timezone = 'UTC'
      lc_messages = 'C'
      logging_collector = off
      log_checkpoints = off
      log_min_error_statement = panic
      """;

  private static final String INCLUDE = "\ninclude '../postgresql.conf'\n";

  private static final String ACCESS =
      """
      host all all 127.0.0.1/32 scram-sha-256
      host replication all 127.0.0.1/32 scram-sha-256
      """;

  Path directory() {
    return folder.resolve("data");
  }

  Path log() {
    return folder.resolve("postgres.log");
  }

  /** Copies the template where there are no data yet; checks those that are there. */
  void fill() throws IOException {
    sweep();
    Path data = directory();
    if (Files.exists(data, LinkOption.NOFOLLOW_LINKS)) {
      Path stamp = data.resolve("PG_VERSION");
      String found =
          Files.exists(stamp) ? Files.readString(stamp, StandardCharsets.US_ASCII).strip() : "none";
      if (!found.equals(Integer.toString(prepared.version().major()))) {
        throw EmbeddedProblems.dataVersion(data, found, prepared.version());
      }
      return;
    }
    Path staging = Files.createTempDirectory(folder, STAGING);
    Path copy = staging.resolve("data");
    Folders.copy(prepared.template(), copy);
    Files.writeString(
        copy.resolve("postgresql.conf"),
        INCLUDE,
        StandardCharsets.UTF_8,
        StandardOpenOption.APPEND);
    Folders.give(copy, prepared.account().owner());
    Files.move(copy, data, StandardCopyOption.ATOMIC_MOVE);
    Folders.delete(staging);
  }

  /**
   * Copies a seed, which has everything that a filled template has; false where it is not whole.
   */
  boolean fill(Seeds.Seed seed) throws IOException {
    if (!seed.copy(directory())) {
      return false;
    }
    Folders.give(directory(), prepared.account().owner());
    return true;
  }

  /** Writes the configuration for a port. */
  void configure(int port) throws IOException {
    write("postgresql.conf", CONFIGURATION.formatted(quoted(folder), port));
    write("pg_hba.conf", ACCESS);
  }

  /**
   * Gives the superuser a password, before the server can be reached.
   *
   * <p>The statement goes through standard input: a command line could be read by others.
   */
  void setPassword(String password) {
    List<String> command = server("--single");
    command.addAll(List.of("-c", "exit_on_error=on", "template1"));
    Program.Result result =
        Program.run(
            prepared.account().command(command),
            prepared.programs().folder(),
            "ALTER ROLE " + EmbeddedServer.SUPERUSER + " PASSWORD '" + password + "'\n");
    if (result.exit() != 0) {
      throw Folders.orFull(folder, EmbeddedProblems.program("postgres --single", result.output()));
    }
  }

  /** The command of a server on these data. */
  List<String> server(String... first) {
    List<String> command = new ArrayList<>();
    command.add(prepared.programs().program("postgres").toString());
    command.addAll(List.of(first));
    command.addAll(List.of("-D", directory().toString()));
    return command;
  }

  /** The last lines of the log, for an error. */
  String logTail() {
    try {
      List<String> lines = Files.readAllLines(log(), StandardCharsets.ISO_8859_1);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    } catch (IOException e) {
      return "no log was written";
    }
  }

  /** Removes what a killed predecessor left half copied. */
  private void sweep() throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, STAGING + "*")) {
      for (Path leftover : leftovers) {
        Folders.delete(leftover);
      }
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text, StandardCharsets.UTF_8);
    Folders.show(file, prepared.account().owner());
  }

  private static String quoted(Path path) {
    return path.toString().replace('\\', '/').replace("'", "''");
  }
}
