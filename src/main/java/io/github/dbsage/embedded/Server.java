package io.github.dbsage.embedded;

import io.github.dbsage.embedded.EmbeddedServer.Lifetime;
import io.github.dbsage.embedded.EmbeddedServer.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running server seen from outside: whether it lives, how to join it, how to end it. */
final class Server {

  static final String ADDRESS = "127.0.0.1";

  /** After this, a server that was asked to stop is told to. */
  static final Duration FAST = Duration.ofSeconds(20);

  static final Duration IMMEDIATE = Duration.ofSeconds(10);

  private Server() {}

  /** Whether the very server that was started then still accepts connections. */
  static boolean ready(Running running) {
    return PostmasterFile.read(running.data())
        .filter(found -> found.pid() == running.pid() && found.port() == running.port())
        .filter(PostmasterFile::ready)
        .filter(PostmasterFile::alive)
        .isPresent();
  }

  /** What keeps it alive for us from now on; empty where it is about to end. */
  static Optional<Tie> tie(Running running) {
    boolean joinable =
        running.lifetime() == Lifetime.TIED_TO_JVM && Folders.posix(running.folder());
    return joinable ? Tie.join(running.folder()) : Optional.of(Tie.none());
  }

  /** Ends it, and waits until it has ended, and its watchdog where that is ours. */
  static void stop(Running running, Optional<Process> watchdog) {
    PostmasterFile.read(running.data())
        .filter(found -> found.pid() == running.pid())
        .flatMap(PostmasterFile::process)
        .ifPresent(process -> end(process, watchdog.map(Process::onExit), running.data()));
    watchdog.ifPresent(process -> await(process.onExit(), IMMEDIATE));
  }

  /** Ends the server that runs on a data directory, if one does. */
  static void end(Path data) {
    PostmasterFile.read(data)
        .flatMap(PostmasterFile::process)
        .ifPresent(process -> end(process, Optional.empty(), data));
  }

  /** Ours is the quicker to tell of an end: Java only looks now and then at who is no child. */
  private static void end(
      ProcessHandle process, Optional<CompletableFuture<Process>> ours, Path data) {
    CompletableFuture<?> exit = ours.isPresent() ? ours.get() : process.onExit();
    signal(process, "INT");
    if (!await(exit, FAST)) {
      signal(process, "QUIT");
      if (!await(exit, IMMEDIATE)) {
        throw EmbeddedProblems.stop(process.pid(), data);
      }
    }
  }

  /** Java itself can only send TERM, on which PostgreSQL waits for its clients to leave. */
  static void signal(ProcessHandle process, String signal) {
    Optional<Path> windows =
        process
            .info()
            .command()
            .map(command -> Path.of(command).resolveSibling("pg_ctl.exe"))
            .filter(Files::isRegularFile);
    String pid = Long.toString(process.pid());
    List<String> command =
        windows.isPresent()
            ? List.of(windows.get().toString(), "kill", signal, pid)
            : List.of("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "dbsage", signal, pid);
    Program.run(command, Prepared.temporary(), "");
  }

  /** Whether it came in time. */
  static boolean await(CompletableFuture<?> end, Duration patience) {
    try {
      end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
