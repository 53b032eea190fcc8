package io.github.dbsage.embedded;

import io.github.dbsage.embedded.EmbeddedServer.Running;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A moment in which a throw-away server is stopped while its watchdog stands by: whoever kills us
 * then, the watchdog still removes the folder.
 *
 * @param running as it was before
 */
record Pause(Data data, Running running, Process watchdog) {

  private static final long LOOK_MS = 5;

  private static final String CLEAN = "0";

  /**
   * Stops the server; connections are cut.
   *
   * @return whether it wrote down everything before it ended
   */
  boolean begin() {
    try {
      Files.createFile(data.folder().resolve(Watchdog.PAUSE));
      Optional<ProcessHandle> process =
          PostmasterFile.read(data.directory())
              .filter(found -> found.pid() == running.pid())
              .flatMap(PostmasterFile::process);
      process.ifPresent(server -> Server.signal(server, "INT"));
      Optional<String> code = code(Server.FAST);
      if (code.isEmpty()) {
        process.ifPresent(server -> Server.signal(server, "QUIT"));
        code = code(Server.IMMEDIATE);
      }
      return code.orElseThrow(() -> EmbeddedProblems.stop(running.pid(), running.data()))
          .equals(CLEAN);
    } catch (IOException e) {
      throw Folders.failed(data.folder(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EmbeddedProblems.interrupted();
    }
  }

  /** Starts the server again, on its port unless that was taken meanwhile. */
  Running end() {
    try {
      for (int attempt = 1; attempt <= Launch.ATTEMPTS; attempt++) {
        int port = attempt == 1 ? running.port() : Launch.freePort();
        data.configure(port);
        goOn();
        Optional<PostmasterFile> ready = Launch.await(data, watchdog, port);
        if (ready.isPresent()) {
          Files.delete(data.folder().resolve(Watchdog.PAUSE));
          return running.at(port, ready.get().pid());
        }
      }
      throw Folders.orFull(data.folder(), EmbeddedProblems.start(data.logTail()));
    } catch (IOException e) {
      throw Folders.failed(data.folder(), e);
    }
  }

  /** Leaves it at that: the end of our pipe makes the watchdog stop and remove what there is. */
  void abandon(Tie tie) {
    tie.release();
    Server.await(watchdog.onExit(), Server.FAST);
    Folders.delete(data.folder());
  }

  private void goOn() throws IOException {
    Files.deleteIfExists(answer());
    OutputStream pipe = watchdog.getOutputStream();
    pipe.write("go on\n".getBytes(StandardCharsets.US_ASCII));
    pipe.flush();
  }

  /** The server's exit code; empty where it does not end in time. */
  private Optional<String> code(Duration patience) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    do {
      String text =
          Files.exists(answer()) ? Files.readString(answer(), StandardCharsets.US_ASCII) : "";
      if (text.endsWith("\n")) {
        return Optional.of(text.strip());
      }
    } while (System.nanoTime() < deadline && !watchdog.waitFor(LOOK_MS, TimeUnit.MILLISECONDS));
    return Optional.empty();
  }

  private Path answer() {
    return data.folder().resolve(Watchdog.PAUSED);
  }
}
