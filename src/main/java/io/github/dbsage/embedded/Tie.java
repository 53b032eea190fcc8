package io.github.dbsage.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What keeps a server alive on behalf of this JVM: an open pipe, held until it is let go or the JVM
 * ends. Not thread-safe.
 */
final class Tie {

  /** How long the end of the JVM waits for the server's, in seconds. */
  private static final int GOODBYE = 5;

  private static final Closeable NOTHING = () -> {};

  private final Closeable pipe;
  private final Optional<Process> watchdog;
  private final Thread hook;
  private volatile Runnable before = () -> {};

  private Tie(Closeable pipe, Optional<Process> watchdog) {
    this.pipe = pipe;
    this.watchdog = watchdog;
    this.hook = new Thread(this::farewell, "dbsage-embedded-server");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** To a server that this JVM started. */
  static Tie started(Process watchdog, Closeable pipe) {
    return new Tie(pipe, Optional.of(watchdog));
  }

  /** To a server that lives on its own. */
  static Tie none() {
    return new Tie(NOTHING, Optional.empty());
  }

  /** To a server that another goal or JVM started; empty where that server is about to end. */
  static Optional<Tie> join(Path folder) {
    Path users = folder.resolve(Watchdog.USERS);
    if (!pipe(users)) {
      return Optional.empty();
    }
    try {
      // For reading and writing, because that never blocks, whoever is at the other end.
      RandomAccessFile file = new RandomAccessFile(users.toFile(), "rw");
      if (pipe(users)) {
        return Optional.of(new Tie(file, Optional.empty()));
      }
      file.close();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Lets go, without waiting; may be called again. */
  void release() {
    closePipe();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs or has run.
    }
  }

  /** The process that this JVM started for the server, if it did. */
  Optional<Process> watchdog() {
    return watchdog;
  }

  /** What the end of the JVM does, or waits for, before it lets go. */
  void before(Runnable first) {
    before = first;
  }

  private void farewell() {
    before.run();
    closePipe();
    try {
      if (watchdog.isPresent()) {
        watchdog.get().waitFor(GOODBYE, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closePipe() {
    try {
      pipe.close();
    } catch (IOException e) {
      // The other end is gone, which is what we want.
    }
  }

  /** A regular file of that name would be one that we just made by opening what was removed. */
  private static boolean pipe(Path users) {
    try {
      return Files.readAttributes(users, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther();
    } catch (IOException e) {
      return false;
    }
  }
}
