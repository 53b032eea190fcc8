package io.github.dbsage.plan;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Difference;
import io.github.dbsage.model.SqlStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks in the project's git history for the version of a file that was stamped, to tell what was
 * changed since. Without git, without that version or without time left it does not tell.
 */
final class StampHistory {

  private static final int VERSIONS = 50;

  private long nanosLeft;

  /**
   * Begins with a budget for all files together.
   *
   * @param budget after which every answer is {@link Difference#UNKNOWN}
   */
  StampHistory(Duration budget) {
    this.nanosLeft = budget.toNanos();
  }

  /** How the file differs from the one that was stamped. */
  Difference difference(SqlStep now, Checksum stamped) {
    Difference plain = Checksums.difference(now, stamped, null);
    if (plain != Difference.UNKNOWN || !(now.source() instanceof FileSource file)) {
      return plain;
    }
    long begin = System.nanoTime();
    try {
      Checksum code = find(stamped, file, (version, sums) -> sums.code());
      return code == null ? plain : Checksums.difference(now, stamped, code);
    } catch (IOException e) {
      // No git here, or it stopped: the difference stays unknown.
      return Difference.UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Difference.UNKNOWN;
    } finally {
      nanosLeft -= System.nanoTime() - begin;
    }
  }

  /** The text of the version that was stamped, line ends as LF; null where it cannot be had. */
  @Nullable String text(SqlStep now, Checksum stamped) {
    if (!(now.source() instanceof FileSource file)) {
      return null;
    }
    long begin = System.nanoTime();
    try {
      return find(stamped, file, (version, sums) -> WholeText.of(version));
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      nanosLeft -= System.nanoTime() - begin;
    }
  }

  /** What is wanted of the version that was found. */
  @FunctionalInterface
  private interface Want<T> {
    @Nullable T of(FileSource version, CanonicalSql.Sums sums) throws IOException;
  }

  private <T> @Nullable T find(Checksum stamped, FileSource file, Want<T> want)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + nanosLeft;
    Path real = file.path().toRealPath();
    Path folder = real.getParent();
    String name = real.getFileName().toString();
    if (folder == null || nanosLeft <= 0) {
      return null;
    }
    Path output = Files.createTempFile("dbsage-git", ".out");
    try {
      List<String> log = List.of("log", "--format=%H", "-n", "" + VERSIONS, "--", name);
      if (!git(folder, log, output, end)) {
        return null;
      }
      for (String revision : Files.readAllLines(output, StandardCharsets.UTF_8)) {
        if (git(folder, List.of("cat-file", "blob", revision + ":./" + name), output, end)) {
          FileSource version = new FileSource(output, file.file());
          CanonicalSql.Sums sums = CanonicalSql.of(version);
          if (sums.checksum().equals(stamped)) {
            return want.of(version, sums);
          }
        }
      }
      return null;
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static boolean git(Path folder, List<String> arguments, Path output, long end)
      throws IOException, InterruptedException {
    return Git.in(folder).run(arguments, output, ProcessBuilder.Redirect.DISCARD, end) == 0;
  }
}
