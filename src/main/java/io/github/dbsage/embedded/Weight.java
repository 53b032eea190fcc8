package io.github.dbsage.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What a copy of a data directory would take.
 *
 * @param bytes of its files
 * @param plain whether it is files and folders only: what a link leads to, a table space, is not
 *     the copy's own
 */
record Weight(long bytes, boolean plain) {

  /** Left to others on a disk that a copy goes to. */
  private static final long SPARE = 256L << 20;

  /**
   * Weighs a data directory, of a running server as well as it can.
   *
   * @param log whether its WAL counts, most of which a stop removes
   */
  static Weight of(Path data, boolean log) throws IOException {
    Scales scales = new Scales(data.resolve("pg_wal"), log);
    Files.walkFileTree(data, scales);
    return new Weight(scales.bytes, scales.plain);
  }

  /** Whether a copy may be made in a folder, which need not be there yet. */
  boolean fits(Path folder) throws IOException {
    Path existing = folder;
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return plain
        && bytes <= Seeds.LARGEST
        && Files.getFileStore(existing).getUsableSpace() >= bytes + SPARE;
  }

  private static final class Scales extends SimpleFileVisitor<Path> {
    private final Path wal;
    private final boolean log;
    private long bytes;
    private boolean plain = true;

    Scales(Path wal, boolean log) {
      this.wal = wal;
      this.log = log;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return !log && folder.equals(wal) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += attributes.size();
      plain &= attributes.isRegularFile();
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE; // the server goes on removing files
      }
      throw failure;
    }
  }
}
