package io.github.dbsage.embedded;

import io.github.dbsage.embedded.Account.Owner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is made once and used by every later process of its user.
 *
 * <p>It is made beside its place and renamed when it is whole, so that several processes may make
 * it at once and one that is killed leaves nothing half done in its place. A marker counts what it
 * holds: where a cleaner of temporary files took a part, it is made again.
 */
final class Cached {

  /** What was made; the marker lies beside it. */
  static final String CONTENT = "content";

  private static final String MARKER = "complete";
  private static final int ATTEMPTS = 3;
  private static final Duration ABANDONED = Duration.ofHours(1);

  private Cached() {}

  /** Makes the content of a folder that is empty at first. */
  @FunctionalInterface
  interface Maker {
    void make(Path content) throws IOException;
  }

  /**
   * The content of a cached folder, made where it is not there or not whole.
   *
   * @param owner the account that must be able to enter it, null where it is ours
   */
  static Path obtain(Path folder, @Nullable Owner owner, Maker maker) {
    try {
      Path parent = folder.getParent();
      if (parent != null) {
        Folders.create(parent);
        Folders.admit(parent, owner);
      }
      for (int attempt = 1; !whole(folder); attempt++) {
        if (attempt > ATTEMPTS) {
          throw new IOException(folder + " changes while we look at it");
        }
        make(folder, owner, maker);
      }
      Folders.admit(folder, owner);
      return folder.resolve(CONTENT);
    } catch (IOException e) {
      throw Folders.failed(folder, e);
    }
  }

  /**
   * Copies the content to a new place; false where it is not whole, or was removed under our hands,
   * which leaves a part of it there.
   */
  static boolean copy(Path folder, Path to) throws IOException {
    try {
      String expected = Files.readString(folder.resolve(MARKER), StandardCharsets.UTF_8);
      Folders.copy(folder.resolve(CONTENT), to);
      return Count.of(to).equals(expected);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** When the content was made or last touched. */
  static FileTime used(Path folder) throws IOException {
    return Files.getLastModifiedTime(folder.resolve(MARKER), LinkOption.NOFOLLOW_LINKS);
  }

  /** Notes that the content is used now. */
  static void touch(Path folder) throws IOException {
    Files.setLastModifiedTime(folder.resolve(MARKER), FileTime.from(Instant.now()));
  }

  /** Removes a folder; from its place at once, so that nobody finds half of it there. */
  static void remove(Path folder) {
    Path removed = Folders.sibling(folder);
    try {
      Files.move(folder, removed, StandardCopyOption.ATOMIC_MOVE);
      Folders.delete(removed);
    } catch (IOException e) {
      // Another process was faster, or may do what we may not.
    }
  }

  private static void make(Path folder, @Nullable Owner owner, Maker maker) throws IOException {
    sweep(folder.resolveSibling("."), "." + folder.getFileName() + "-*");
    Path staging = Folders.sibling(folder);
    try {
      Folders.create(staging);
      Folders.admit(staging, owner);
      Path content = staging.resolve(CONTENT);
      Folders.create(content);
      maker.make(content);
      Files.writeString(staging.resolve(MARKER), Count.of(content), StandardCharsets.UTF_8);
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !whole(folder)) {
        Path broken = Folders.sibling(folder);
        Files.move(folder, broken, StandardCopyOption.ATOMIC_MOVE);
        Folders.delete(broken);
      }
      rename(staging, folder);
    } finally {
      Folders.delete(staging);
    }
  }

  /** Removes what makers that were killed long ago left in a folder, under hidden names. */
  static void sweep(Path parent, String names) throws IOException {
    FileTime old = FileTime.from(Instant.now().minus(ABANDONED));
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(parent, names)) {
      for (Path sibling : siblings) {
        if (isOlder(sibling, old)) {
          Folders.delete(sibling);
        }
      }
    }
  }

  private static boolean isOlder(Path sibling, FileTime time) throws IOException {
    try {
      return Files.getLastModifiedTime(sibling).compareTo(time) < 0;
    } catch (NoSuchFileException e) {
      return false; // its maker has just put it in its place
    }
  }

  private static void rename(Path staging, Path folder) throws IOException {
    try {
      Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!whole(folder)) {
        throw e;
      } // another process was faster: its folder is as good as ours
    }
  }

  private static boolean whole(Path folder) throws IOException {
    Path marker = folder.resolve(MARKER);
    return Files.isRegularFile(marker, LinkOption.NOFOLLOW_LINKS)
        && Files.readString(marker, StandardCharsets.UTF_8)
            .equals(Count.of(folder.resolve(CONTENT)));
  }

  /** Counts what a tree holds: enough to notice that files were removed or cut. */
  private static final class Count extends SimpleFileVisitor<Path> {
    private long files;
    private long bytes;

    static String of(Path tree) throws IOException {
      Count count = new Count();
      if (Files.isDirectory(tree)) {
        Files.walkFileTree(tree, count);
      }
      return count.files + " files, " + count.bytes + " bytes\n";
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      files++;
      bytes += attributes.isRegularFile() ? attributes.size() : 0;
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE; // removed meanwhile: the count differs, and so it is noticed
    }
  }
}
