package io.github.dbsage.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A second server beside an {@link OwnServer}, whose account it has and with which it ends; it can
 * be stopped and started.
 */
@SuppressWarnings("try") // It is closed by hand and begun again.
public final class StoppableServer implements AutoCloseable {

  private final TestDatabase beside;
  private final String programs;
  private final String folder;
  private final TestDatabase database;

  private StoppableServer(TestDatabase beside, int port) {
    this.beside = beside;
    this.programs =
        String.valueOf(beside.value("SELECT setting FROM pg_config WHERE name = 'BINDIR'"));
    this.folder =
        Path.of(System.getProperty("java.io.tmpdir", ""), "dbsage-second-" + UUID.randomUUID())
            .toString();
    shell(programs + "/initdb -N -A trust -U postgres -D " + folder + " > /dev/null");
    shell(
        "printf \"listen_addresses = ''127.0.0.1''\\nport = "
            + port
            + "\\nunix_socket_directories = ''''\\nfsync = off\\n\" >> "
            + folder
            + "/postgresql.conf");
    shell(
        "primary=$(head -n 1 postmaster.pid); nohup setsid sh -c ''while kill -0 \"$0\"; do sleep"
            + " 0.5; done; "
            + programs
            + "/pg_ctl stop -m immediate -D "
            + folder
            + "; rm -rf "
            + folder
            + "'' \"$primary\" < /dev/null > /dev/null 2>&1 &");
    start();
    this.database =
        TestDatabase.create(
            new Postgres("127.0.0.1", port, "postgres", "postgres", "none", () -> {}));
  }

  public static StoppableServer beside(OwnServer server) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();
      socket.close();
      return new StoppableServer(server.database().asSuperuser(), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A database of an ordinary owner. */
  public TestDatabase database() {
    return database;
  }

  /** Stops it: {@code fast}, or {@code immediate}, which is as a crash. */
  public void stop(String mode) {
    control("stop -m " + mode);
  }

  public void start() {
    control("start -l " + folder + "/log");
  }

  private void control(String what) {
    shell(programs + "/pg_ctl -w -D " + folder + " " + what + " > /dev/null 2>&1 < /dev/null");
  }

  /** As the first server's account; quotes are doubled. */
  private void shell(String command) {
    beside.execute("COPY (SELECT WHERE false) TO PROGRAM '" + command + "'");
  }

  @Override
  public void close() {
    database.close();
    stop("immediate");
  }
}
