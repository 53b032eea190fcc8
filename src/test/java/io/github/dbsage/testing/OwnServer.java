package io.github.dbsage.testing;

import io.github.dbsage.embedded.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * A server that a test class has for itself, to configure as it likes: TLS, who may log in, a
 * standby. Files are written by the server, whose account may be another one than ours.
 */
public final class OwnServer implements AutoCloseable {

  private final Postgres postgres;
  private final TestDatabase database;

  private OwnServer(Postgres postgres) {
    this.postgres = postgres;
    this.database = TestDatabase.create(postgres);
  }

  /** Starts one of a major version. */
  public static OwnServer start(int major) {
    EmbeddedServer server =
        EmbeddedServer.start(
            EmbeddedServer.Request.throwAway(
                Integer.toString(major), new TestBinaries(), TestBinaries.cache(), event -> {}));
    return new OwnServer(
        new Postgres(
            server.host(),
            server.port(),
            "postgres",
            server.user(),
            server.password(),
            server::close));
  }

  /** A database of an ordinary owner. */
  public TestDatabase database() {
    return database;
  }

  /** Turns TLS on, with PEM texts, and lets clients in by the lines of {@code pg_hba.conf}. */
  public void tls(String certificate, String key, String clientAuthority, String access) {
    file("server.crt", certificate);
    file("server.key", key);
    file("clients.crt", clientAuthority);
    access(access);
    superuser()
        .execute(
            "ALTER SYSTEM SET ssl_cert_file = 'server.crt'",
            "ALTER SYSTEM SET ssl_key_file = 'server.key'",
            "ALTER SYSTEM SET ssl_ca_file = 'clients.crt'",
            "ALTER SYSTEM SET ssl = on",
            "SELECT pg_reload_conf()");
    await("TLS is on", () -> "on".equals(superuser().value("SHOW ssl")));
  }

  /** Who may log in: puts lines in front of those of the server, which know passwords. */
  public void access(String lines) {
    Path file = Path.of(Objects.requireNonNull(superuser().value("SHOW hba_file")));
    try {
      Files.writeString(
          file,
          lines + "\n" + Files.readString(file, StandardCharsets.UTF_8),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    superuser().execute("SELECT pg_reload_conf()");
  }

  /** Sets the map from certificates' names to roles. */
  public void identMap(String lines) {
    file("pg_ident.conf", lines);
    superuser().execute("SELECT pg_reload_conf()");
  }

  /** Starts a standby that follows this server, and ends with it; returns its port. */
  public int startStandby() {
    int port = freePort();
    String folder =
        Path.of(System.getProperty("java.io.tmpdir", ""), "dbsage-standby-" + UUID.randomUUID())
            .toString();
    String programs = superuser().value("SELECT setting FROM pg_config WHERE name = 'BINDIR'");
    try (Connection connection = superuser().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_backup_start('standby', true)");
      shell(
          "mkdir "
              + folder
              + " && cp -R . "
              + folder
              + "/data && rm "
              + folder
              + "/data/postmaster.pid");
      try (ResultSet stop = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
        stop.next();
        file(folder + "/data/backup_label", stop.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    file(folder + "/data/standby.signal", "");
    file(
        folder + "/postgresql.conf",
        """
        hba_file = '%s'
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        shared_buffers = '16MB'
        fsync = off
        primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s'
        """
            .formatted(
                superuser().value("SHOW hba_file"),
                port,
                postgres.port(),
                postgres.user(),
                postgres.password()));
    shell(
        ("primary=$(head -n 1 postmaster.pid); nohup setsid sh -c '"
                + programs
                + "/postgres -D FOLDER/data & p=$!; while kill -0 '$primary'; do sleep 0.2; done;"
                + " kill -INT $p; wait $p; rm -rf FOLDER' < /dev/null > FOLDER/log 2>&1 &")
            .replace("FOLDER", folder));
    Postgres second =
        new Postgres(
            postgres.host(), port, "postgres", postgres.user(), postgres.password(), () -> {});
    await("the standby answers", () -> answers(second));
    return port;
  }

  private static void await(String what, BooleanSupplier condition) {
    if (!Eventually.holds(condition)) {
      throw new IllegalStateException("not in time: " + what);
    }
  }

  private static boolean answers(Postgres server) {
    try (Connection connection = server.connect(server.database())) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  private TestDatabase superuser() {
    return database.asSuperuser();
  }

  /** Writes a file that only the server's account can read, relative to the data directory. */
  private void file(String name, String text) {
    superuser()
        .execute(
            "COPY (SELECT line FROM unnest(string_to_array('%s', E'\\n')) AS line) TO PROGRAM '%s'"
                .formatted(
                    text.stripTrailing().replace("'", "''"),
                    ("umask 077; cat > " + name).replace("'", "''")));
  }

  /** Runs a command in the data directory, as the server's account. */
  private void shell(String command) {
    superuser().execute("COPY (SELECT) TO PROGRAM '" + command.replace("'", "''") + "'");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    database.close();
    postgres.close();
  }
}
