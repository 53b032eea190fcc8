package io.github.dbsage.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Root's kept data whose project was cleaned, or is gone. They lie outside of the project, so
 * neither {@code clean} nor deleting the project removes them; the next start of any server does.
 */
final class Orphans {

  /** Holds the path of the {@code embedded.properties} that tells of the data beside it. */
  private static final String ORIGIN = "origin";

  /** The names of temporary folders; the caches' end in a user's number, which is shorter. */
  private static final Pattern THROW_AWAY = Pattern.compile("dbsage-\\d{12,}");

  private static final Duration ABANDONED = Duration.ofHours(1);

  private Orphans() {}

  /** Notes whose data these are, once the properties file tells of them. */
  static void claim(Path home, Path propertiesFile) throws IOException {
    Files.writeString(home.resolve(ORIGIN), propertiesFile.toString(), StandardCharsets.UTF_8);
  }

  /** Removes the data that no properties file tells of and no server works on. */
  static void sweep(Path homes) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(homes)) {
      for (Path home : all) {
        if (isOrphan(home)) {
          Folders.delete(home);
        }
      }
    } catch (IOException e) {
      // Whoever sweeps has a server to start; what is left is found the next time.
    }
  }

  /**
   * Removes what a process that was killed had begun to fill for a throw-away server. From the
   * server's launch on, its watchdog takes care.
   */
  static void sweepHalfMade(Path parent) {
    Instant old = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, "dbsage-*")) {
      for (Path folder : all) {
        if (THROW_AWAY.matcher(folder.getFileName().toString()).matches()
            && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && Files.isWritable(folder)
            && Files.getLastModifiedTime(folder).toInstant().isBefore(old)
            && PostmasterFile.read(folder.resolve("data")).isEmpty()) {
          Folders.delete(folder);
        }
      }
    } catch (IOException e) {
      // Whoever sweeps has a server to start; what is left is found the next time.
    }
  }

  private static boolean isOrphan(Path home) throws IOException {
    Path origin = home.resolve(ORIGIN);
    if (!Files.isRegularFile(origin, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Path file = Path.of(Files.readString(origin, StandardCharsets.UTF_8));
    return ServerFile.read(file).filter(content -> content.home().equals(home)).isEmpty()
        && !isServed(home);
  }

  private static boolean isServed(Path home) throws IOException {
    try (DirectoryStream<Path> versions = Files.newDirectoryStream(home)) {
      for (Path version : versions) {
        if (PostmasterFile.read(version.resolve("data"))
            .filter(PostmasterFile::alive)
            .isPresent()) {
          return true;
        }
      }
      return false;
    }
  }
}
