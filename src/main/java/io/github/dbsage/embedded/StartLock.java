package io.github.dbsage.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One process at a time finds, starts or stops the server of a directory. */
final class StartLock implements AutoCloseable {

  /** A start may download programs first. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final long PAUSE_MS = 50;

  private final FileChannel channel;

  private final Path file;

  private StartLock(FileChannel channel, Path file) {
    this.channel = channel;
    this.file = file;
  }

  /** Waits for the lock of the directory in which a properties file lies, and creates it. */
  static StartLock take(Path file) {
    Path lock = file.resolveSibling("embedded.lock");
    FileChannel channel = null;
    try {
      Files.createDirectories(lock.toAbsolutePath().getParent());
      channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!locked(channel)) {
        if (System.nanoTime() > deadline) {
          throw EmbeddedProblems.busy(lock, PATIENCE);
        }
        Thread.sleep(PAUSE_MS);
      }
      StartLock taken = new StartLock(channel, file);
      channel = null;
      return taken;
    } catch (IOException e) {
      throw Folders.failed(lock, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EmbeddedProblems.interrupted();
    } finally {
      close(channel);
    }
  }

  /** The properties file that may be read and written now. */
  Path file() {
    return file;
  }

  @Override
  public void close() {
    close(channel);
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by another thread of this JVM
    }
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Closing is what gives the lock back, and the system has closed it in any case.
    }
  }
}
