package io.github.dbsage.embedded;

import io.github.dbsage.embedded.Account.Owner;
import io.github.dbsage.model.UserError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Folders that only we, and the account that PostgreSQL runs under, can enter.
 *
 * <p>Where that account is another, the folders stay ours and it may only pass through; nothing but
 * the data becomes its own. So it cannot lure us, who are root, through a link.
 */
final class Folders {

  /** A disk with less than this is what broke a write, whatever the system called it. */
  private static final long FULL = 64L << 20;

  private static final Object ROOT = 0;

  private Folders() {}

  /** Creates a folder with its parents, private to us. */
  static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (posix(folder)) {
      try {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return;
      } catch (FileAlreadyExistsException e) {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
          return; // another process was faster
        }
        throw e;
      }
    }
    Files.createDirectories(folder);
  }

  /**
   * Refuses a folder that another user made, or that everybody can write into, before we trust what
   * lies in it.
   *
   * @throws UserError where it is one
   */
  static void checkOurs(Path folder) throws IOException {
    if (!posix(folder)) {
      return;
    }
    Path probe = Files.createTempFile(folder, "dbsage-", ".probe");
    try {
      Object ours = Files.getAttribute(probe, "unix:uid");
      Object theirs = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      int mode = (Integer) Files.getAttribute(folder, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      if (!ours.equals(theirs) && !theirs.equals(ROOT)) {
        throw EmbeddedProblems.folder(folder, "it belongs to user " + theirs);
      }
      if ((mode & 0002) != 0) {
        throw EmbeddedProblems.folder(folder, "everybody can write into it");
      }
    } finally {
      Files.delete(probe);
    }
  }

  /** Lets the other account, where there is one, pass through a folder of ours. */
  static void admit(Path folder, @Nullable Owner owner) throws IOException {
    if (owner != null) {
      Files.setAttribute(folder, "unix:gid", owner.gid(), LinkOption.NOFOLLOW_LINKS);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x---"));
    }
  }

  /** Lets the other account, where there is one, read a file of ours; nobody else. */
  static void show(Path file, @Nullable Owner owner) throws IOException {
    if (posix(file)) {
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(owner == null ? "rw-------" : "rw-r-----"));
    }
    if (owner != null) {
      Files.setAttribute(file, "unix:gid", owner.gid(), LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Makes a file, or a folder with all in it, the other account's own, where there is one. */
  static void give(Path tree, @Nullable Owner owner) throws IOException {
    if (owner == null) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            own(file, owner);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            own(folder, owner);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Copies a tree, which is ours then; modes are kept, links are copied as links. */
  static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(from.relativize(folder).toString());
            Files.copy(folder, copy, LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(from.relativize(file).toString());
            Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** A name beside a folder, for what will take its place at once when it is whole. */
  static Path sibling(Path folder) {
    return folder.resolveSibling("." + folder.getFileName() + "-" + UUID.randomUUID());
  }

  /** Deletes a file or a tree as far as it can; what is gone already is no error. */
  static void delete(@Nullable Path tree) {
    if (tree == null || !Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.walkFileTree(
          tree,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                throws IOException {
              Files.deleteIfExists(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // Left for the next clean: a leftover must not hide what the caller has to say.
    }
  }

  /** What a failed write means: a full disk where it is full, else what the system said. */
  static UserError failed(Path where, IOException cause) {
    return orFull(where, EmbeddedProblems.file(where, cause));
  }

  /** A full disk where it is full, which explains any other error, else that error. */
  static UserError orFull(Path where, UserError otherwise) {
    Path existing = where.toAbsolutePath();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      FileStore store = Files.getFileStore(existing);
      long free = store.getUsableSpace();
      if (free < FULL) {
        return EmbeddedProblems.diskFull(existing, free, otherwise);
      }
    } catch (IOException e) {
      otherwise.addSuppressed(e);
    }
    return otherwise;
  }

  static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static void own(Path path, Owner owner) throws IOException {
    Files.setAttribute(path, "unix:uid", owner.uid(), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", owner.gid(), LinkOption.NOFOLLOW_LINKS);
  }
}
