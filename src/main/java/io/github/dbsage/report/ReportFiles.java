package io.github.dbsage.report;

import io.github.dbsage.model.Event;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a report into a folder, in every format: as {@code <goal>.<suffix>} and once more as
 * {@code report.<suffix>}. Whoever reads meanwhile sees the old file or the new one, never a part.
 *
 * @param folder {@code target/dbsage}; made when it is not there
 */
public record ReportFiles(Path folder, List<Format> formats, Redaction redaction) {

  public ReportFiles {
    formats = List.copyOf(formats);
  }

  /**
   * Writes the report, redacted, and gives back the report to end with. A report that cannot be
   * written fails the goal; where the goal has an error of its own, that one stays and this one
   * becomes a remark.
   */
  public Report write(Report report, Listener listener) {
    Report clean = redaction.redact(report);
    Problem problem = tryWrite(clean);
    if (problem == null) {
      return clean;
    }
    if (clean.error() != null) {
      listener.on(new Event.Remark(problem.what()));
      return clean;
    }
    return clean.failedBy(problem);
  }

  /**
   * Writes a file beside the reports; {@link #write} tells what stands in the way where it cannot.
   *
   * @return whether it was written
   */
  public boolean attach(String name, String text) {
    try {
      Files.createDirectories(folder);
      replace(name, text.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException | ReadOnlyFileSystemException e) {
      return false;
    }
  }

  private @Nullable Problem tryWrite(Report report) {
    long needed = 0;
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
      for (Format format : formats) {
        byte[] bytes = format.bytes(report);
        needed = bytes.length;
        replace(report.goal() + "." + format.suffix(), bytes);
        replace("report." + format.suffix(), bytes);
      }
      return null;
    } catch (IOException | ReadOnlyFileSystemException e) {
      return ReportProblems.notWritten(folder, e, free(), needed);
    }
  }

  /** Not {@code createTempFile}: its files can be read by their owner alone. */
  private void replace(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Path part = folder.resolve("." + name + "." + UUID.randomUUID() + ".part");
    try {
      Files.write(part, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private long free() {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }
}
