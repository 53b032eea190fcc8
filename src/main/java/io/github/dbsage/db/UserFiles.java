package io.github.dbsage.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files that libpq keeps for a user: where they are, and whether others can read them. */
final class UserFiles {

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private UserFiles() {}

  /** A file of the user's, by its name on Windows and elsewhere; null where there is no home. */
  static @Nullable Path of(Map<String, String> environment, String windows, String elsewhere) {
    boolean onWindows = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("win");
    String home = PgEnvironment.value(environment, onWindows ? "APPDATA" : "HOME");
    return home == null
        ? null
        : path(home).resolve(onWindows ? "postgresql/" + windows : elsewhere);
  }

  /** A path as a user wrote it; one that cannot be one names no file. */
  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return Path.of("no such file");
    }
  }

  /**
   * Whether the group or others may do anything with it; false where the system has no such thing.
   */
  static boolean isOpenToOthers(Path file) {
    try {
      Set<PosixFilePermission> permissions = EnumSet.copyOf(OTHERS);
      permissions.retainAll(Files.getPosixFilePermissions(file));
      if (isRoots(file)) {
        permissions.remove(PosixFilePermission.GROUP_READ);
      }
      return !permissions.isEmpty();
    } catch (UnsupportedOperationException | IOException e) {
      return false;
    }
  }

  private static boolean isRoots(Path file) throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(file, "unix:uid"));
  }
}
