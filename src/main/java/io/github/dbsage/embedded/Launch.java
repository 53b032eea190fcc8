package io.github.dbsage.embedded;

import io.github.dbsage.embedded.EmbeddedServer.Lifetime;
import io.github.dbsage.embedded.EmbeddedServer.Running;
import io.github.dbsage.model.UserError;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A server that has just become ready.
 *
 * @param watchdog the process between us and it
 */
record Launch(Running running, Process watchdog) {

  /** In a server's folder: from here on, whoever ends the server removes the folder. */
  static final String THROW_AWAY = "throw-away";

  /** A free port may be taken between our look and the server's. */
  static final int ATTEMPTS = 3;

  private static final long LOOK_MS = 5;

  /**
   * Launches a server and waits until it accepts connections.
   *
   * @param port 0 for any free one
   * @throws UserError with the end of the server's log where it does not come up
   */
  static Launch of(Data data, boolean throwAway, Lifetime lifetime, int port) throws IOException {
    String password = Template.password();
    data.fill();
    data.configure(1); // single-user mode reads it too, and listens to nobody
    data.setPassword(password);
    for (int attempt = 1; ; attempt++) {
      int chosen = port == 0 ? freePort() : fixedPort(port);
      data.configure(chosen);
      Files.deleteIfExists(data.log());
      Process watchdog = start(data, throwAway, lifetime);
      Optional<PostmasterFile> ready = Optional.empty();
      try {
        ready = await(data, watchdog, chosen);
      } finally {
        if (ready.isEmpty()) {
          end(data, watchdog);
        }
      }
      if (ready.isPresent()) {
        if (throwAway) {
          Files.createFile(data.folder().resolve(THROW_AWAY));
        }
        return new Launch(
            new Running(
                data.prepared().version().exact(),
                chosen,
                password,
                ready.get().pid(),
                data.folder(),
                lifetime),
            watchdog);
      }
      if (port != 0 || attempt == ATTEMPTS) {
        throw Folders.orFull(data.folder(), EmbeddedProblems.start(data.logTail()));
      }
    }
  }

  /** What keeps the server alive on behalf of this JVM. */
  Tie tie() {
    if (running.lifetime() == Lifetime.UNTIL_STOPPED) {
      return Tie.none();
    }
    return Folders.posix(running.folder())
        ? Tie.started(watchdog, watchdog.getOutputStream())
        : Tie.started(watchdog, this::endWithoutWatchdog);
  }

  /** Windows has no shell that could do it: a JVM that is killed leaves the server there. */
  private void endWithoutWatchdog() {
    Server.stop(running, Optional.of(watchdog));
    if (Files.exists(running.folder().resolve(THROW_AWAY))) {
      Folders.delete(running.folder());
    }
  }

  private static Process start(Data data, boolean throwAway, Lifetime lifetime) throws IOException {
    boolean tied = lifetime == Lifetime.TIED_TO_JVM;
    Prepared prepared = data.prepared();
    List<String> command =
        prepared.platform().windows()
            ? data.server()
            : Watchdog.command(data.folder(), throwAway, tied, prepared.account(), data.server());
    ProcessBuilder builder = Program.builder(command, prepared.programs().folder());
    File log = data.log().toFile();
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    if (!tied && !prepared.platform().windows()) {
      builder.redirectInput(new File("/dev/null"));
    }
    return builder.start();
  }

  /** Empty when the server ended instead, whether its watchdog did or stands by. */
  static Optional<PostmasterFile> await(Data data, Process watchdog, int port) {
    long deadline = System.nanoTime() + Program.PATIENCE.toNanos();
    try {
      do {
        Optional<PostmasterFile> found =
            PostmasterFile.read(data.directory())
                .filter(file -> file.port() == port)
                .filter(PostmasterFile::ready);
        if (found.isPresent()) {
          return found;
        }
        if (System.nanoTime() > deadline) {
          throw EmbeddedProblems.startTimeout(Program.PATIENCE, data.logTail());
        }
        if (Files.exists(data.folder().resolve(Watchdog.PAUSED))) {
          return Optional.empty();
        }
      } while (!watchdog.waitFor(LOOK_MS, TimeUnit.MILLISECONDS));
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EmbeddedProblems.interrupted();
    }
  }

  private static void end(Data data, Process watchdog) throws IOException {
    Server.end(data.directory());
    watchdog.getOutputStream().close();
    Server.await(watchdog.onExit(), Program.PATIENCE);
    watchdog.destroyForcibly();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(address(0));
      return socket.getLocalPort();
    }
  }

  private static int fixedPort(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(address(port));
      return port;
    } catch (IOException e) {
      throw EmbeddedProblems.port(port, e.getMessage());
    }
  }

  private static InetSocketAddress address(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }
}
