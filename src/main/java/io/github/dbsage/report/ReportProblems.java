package io.github.dbsage.report;

import io.github.dbsage.model.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;

/** Why a report was not written, and what to do about it. */
final class ReportProblems {

  private ReportProblems() {}

  /**
   * Told by the kind of failure.
   *
   * @param free bytes that the folder's file system still has
   * @param needed bytes that the report takes
   */
  static Problem notWritten(Path folder, Exception failure, long free, long needed) {
    if (failure instanceof AccessDeniedException
        || failure instanceof ReadOnlyFileSystemException) {
      return problem(
          "REPORT_NOT_WRITABLE",
          "The report was not written: this user may not write to " + folder + ".",
          "Give the user who runs Maven write access to the folder.",
          failure);
    }
    if (failure instanceof FileAlreadyExistsException || failure instanceof NotDirectoryException) {
      return problem(
          "REPORT_NO_FOLDER",
          "The report was not written: " + folder + " cannot be a folder, a file is in its place.",
          "Remove that file, or run mvn clean.",
          failure);
    }
    if (free < needed) {
      return problem(
          "REPORT_DISK_FULL",
          "The report was not written: the disk that holds " + folder + " is full.",
          "Make room, then run the goal again.",
          failure);
    }
    return problem(
        "REPORT_NOT_WRITTEN",
        "The report was not written to " + folder + ".",
        "Look whether the folder can be written to, then run the goal again.",
        failure);
  }

  private static Problem problem(String code, String what, String fix, Exception failure) {
    String said = failure.getMessage();
    return Problem.of(code, what, null, fix)
        .because(
            failure instanceof IOException && said != null
                ? failure.getClass().getSimpleName() + ": " + said
                : failure.toString());
  }
}
