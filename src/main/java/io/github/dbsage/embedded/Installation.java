package io.github.dbsage.embedded;

import io.github.dbsage.model.UserError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs, unpacked once per user and jar.
 *
 * <p>The folder is named after the jar's content: a changed jar is another folder, and nothing is
 * ever replaced under a server that runs from it.
 *
 * @param folder holds {@code bin}, {@code lib} and {@code share}
 * @param name tells version, machine and content apart
 */
record Installation(Path folder, String name, Platform platform) {

  /**
   * Finds the programs, or unpacks them.
   *
   * @throws UserError where the jar or the disk does not allow it
   */
  static Installation of(
      Path cache, Path jar, PostgresVersion version, Platform platform, Account account) {
    String name = version.exact() + "-" + platform.artifact() + "-" + sha256(jar).substring(0, 16);
    Path folder = cache.resolve("programs").resolve(name);
    Path content = Cached.obtain(folder, account.owner(), empty -> unpack(jar, empty));
    return new Installation(content, name, platform);
  }

  /** The path of a program. */
  Path program(String program) {
    return folder.resolve("bin").resolve(platform.program(program));
  }

  private static String sha256(Path jar) {
    try (InputStream in = Files.newInputStream(jar)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw EmbeddedProblems.jar(jar, e.toString());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void unpack(Path jar, Path folder) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(jar));
        ZipInputStream zip = new ZipInputStream(in, StandardCharsets.UTF_8)) {
      ZipEntry entry = zip.getNextEntry();
      while (entry != null && !entry.getName().endsWith(".txz")) {
        entry = zip.getNextEntry();
      }
      if (entry == null) {
        throw EmbeddedProblems.jar(jar, "it holds no .txz");
      }
      untar(jar, zip, folder);
    }
  }

  private static void untar(Path jar, InputStream txz, Path folder) throws IOException {
    TarArchiveInputStream tar;
    try {
      tar =
          new TarArchiveInputStream(
              new XZCompressorInputStream(txz), StandardCharsets.UTF_8.name());
    } catch (IOException e) {
      throw EmbeddedProblems.jar(jar, e.toString());
    }
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      Path target = folder.resolve(entry.getName()).normalize();
      if (!target.startsWith(folder)) {
        throw EmbeddedProblems.jar(jar, "it holds a path that leads out: " + entry.getName());
      }
      place(jar, tar, entry, target, folder);
    }
  }

  private static void place(
      Path jar, TarArchiveInputStream tar, TarArchiveEntry entry, Path target, Path folder)
      throws IOException {
    if (entry.isDirectory()) {
      directory(target, folder);
      return;
    }
    directory(target.resolveSibling("."), folder);
    if (entry.isSymbolicLink()) {
      Path link = Path.of(entry.getLinkName());
      if (!target.resolveSibling(link).normalize().startsWith(folder)) {
        throw EmbeddedProblems.jar(jar, "it holds a link that leads out: " + entry.getName());
      }
      Files.createSymbolicLink(target, link);
    } else if (entry.isFile()) {
      Files.copy(tar, target);
      if (Folders.posix(target)) {
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(
            target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
      }
    } else {
      throw EmbeddedProblems.jar(jar, "it holds something unexpected: " + entry.getName());
    }
  }

  /** Creates a directory under the folder; another account must get in, whatever our umask is. */
  private static void directory(Path directory, Path folder) throws IOException {
    Path deepest = directory.normalize();
    Files.createDirectories(deepest);
    if (!Folders.posix(deepest)) {
      return;
    }
    for (Path up = deepest; up != null && up.startsWith(folder); up = up.getParent()) {
      Files.setPosixFilePermissions(up, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
