package io.github.dbsage.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Event;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportFilesTest {

  private static final Problem OWN = Problem.of("OWN", "own pwd=x", null, null);

  @TempDir Path temporary;
  private final List<Event> events = new ArrayList<>();

  @Test
  void writesEveryFormatUnderTheGoalsNameAndAsTheReport() throws IOException {
    Path folder = temporary.resolve("target/dbsage");
    Report report = report("apply", null);
    Report written = files(folder).write(report, events::add);
    assertThat(written).isEqualTo(report);
    assertThat(contents(folder))
        .containsExactly("apply.a=apply", "apply.b=apply", "report.a=apply", "report.b=apply");
    assertThat(events).isEmpty();
  }

  @Test
  void replacesTheLastReportAndKeepsThoseOfOtherGoals() throws IOException {
    files(temporary).write(report("apply", null), events::add);
    files(temporary).write(report("status", null), events::add);
    files(temporary).write(report("status", OWN), events::add);
    assertThat(contents(temporary))
        .containsExactly(
            "apply.a=apply",
            "apply.b=apply",
            "report.a=status own pwd=****",
            "report.b=status own pwd=****",
            "status.a=status own pwd=****",
            "status.b=status own pwd=****");
  }

  @Test
  void writesFilesThatOthersMayReadAsTheyMayReadAnyOther() throws IOException {
    Path ordinary = Files.createFile(temporary.resolve("ordinary"));
    files(temporary).write(report("apply", null), events::add);
    if (Files.getFileStore(temporary).supportsFileAttributeView("posix")) {
      assertThat(Files.getPosixFilePermissions(temporary.resolve("apply.a")))
          .isEqualTo(Files.getPosixFilePermissions(ordinary));
    }
    assertThat(temporary.resolve("apply.a")).isRegularFile();
  }

  @Test
  void writesThroughALinkToAFolder() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("elsewhere"));
    Path link = temporary.resolve("dbsage");
    try {
      Files.createSymbolicLink(link, folder);
    } catch (IOException | UnsupportedOperationException e) {
      link = folder; // Windows without the right to make links
    }
    assertThat(files(link).write(report("apply", null), events::add).passed()).isTrue();
    assertThat(folder.resolve("report.a")).hasContent("apply");
  }

  @Test
  void failsAGoalWhoseReportCannotBeWritten() throws IOException {
    Path file = Files.writeString(temporary.resolve("target"), "a file");
    Report written = files(file).write(report("apply", null), events::add);
    assertThat(written.passed()).isFalse();
    assertThat(written.goal()).isEqualTo("apply");
    assertThat(written.error())
        .isEqualTo(
            Problem.of(
                    "REPORT_NO_FOLDER",
                    "The report was not written: "
                        + file
                        + " cannot be a folder, a file is in its place.",
                    null,
                    "Remove that file, or run mvn clean.")
                .because("FileAlreadyExistsException: " + file));
    assertThat(file).hasContent("a file");
    assertThat(events).isEmpty();
  }

  @Test
  void neverHidesTheGoalsOwnError() throws IOException {
    Path file = Files.writeString(temporary.resolve("target"), "a file");
    Report written = files(file).write(report("apply", OWN), events::add);
    assertThat(written.error()).isEqualTo(Problem.of("OWN", "own pwd=****", null, null));
    assertThat(events)
        .containsExactly(
            new Event.Remark(
                "The report was not written: "
                    + file
                    + " cannot be a folder, a file is in its place."));
  }

  @Test
  void leavesNoPartBehindWhenTheFileCannotBeReplaced() throws IOException {
    Files.createDirectories(temporary.resolve("apply.a/in-the-way"));
    Report written = files(temporary).write(report("apply", null), events::add);
    assertThat(written.error()).isNotNull();
    try (var names = Files.list(temporary)) {
      assertThat(names).containsExactly(temporary.resolve("apply.a"));
    }
  }

  @Test
  void tellsFailuresApart() {
    assertThat(code(new AccessDeniedException("f"), 9)).isEqualTo("REPORT_NOT_WRITABLE");
    assertThat(code(new ReadOnlyFileSystemException(), 9)).isEqualTo("REPORT_NOT_WRITABLE");
    assertThat(code(new FileAlreadyExistsException("f"), 0)).isEqualTo("REPORT_NO_FOLDER");
    assertThat(code(new NotDirectoryException("f"), 0)).isEqualTo("REPORT_NO_FOLDER");
    assertThat(code(new IOException("said"), 4)).isEqualTo("REPORT_DISK_FULL");
    assertThat(code(new IOException("said"), 5)).isEqualTo("REPORT_NOT_WRITTEN");
    assertThat(code(new NoSuchFileException("f"), 5)).isEqualTo("REPORT_NOT_WRITTEN");
  }

  @Test
  void saysWhatWhyAndWhatNext() {
    Path folder = Path.of("dbsage");
    assertThat(ReportProblems.notWritten(folder, new AccessDeniedException("x"), 9, 5))
        .isEqualTo(
            problem(
                "REPORT_NOT_WRITABLE",
                "The report was not written: this user may not write to dbsage.",
                "Give the user who runs Maven write access to the folder.",
                "AccessDeniedException: x"));
    assertThat(ReportProblems.notWritten(folder, new IOException(), 1, 5))
        .isEqualTo(
            problem(
                "REPORT_DISK_FULL",
                "The report was not written: the disk that holds dbsage is full.",
                "Make room, then run the goal again.",
                "java.io.IOException"));
    assertThat(ReportProblems.notWritten(folder, new IOException("said"), 9, 5))
        .isEqualTo(
            problem(
                "REPORT_NOT_WRITTEN",
                "The report was not written to dbsage.",
                "Look whether the folder can be written to, then run the goal again.",
                "IOException: said"));
  }

  private static Problem problem(String code, String what, String fix, String why) {
    return Problem.of(code, what, null, fix).because(why);
  }

  private static String code(Exception failure, long free) {
    return ReportProblems.notWritten(Path.of("x"), failure, free, 5).code();
  }

  private static Report report(String goal, @Nullable Problem error) {
    return new Report(goal, error == null, null, null, List.of(), List.of(), error);
  }

  private static ReportFiles files(Path folder) {
    return new ReportFiles(
        folder, List.of(new Words("a"), new Words("b")), Redaction.of(List.of()));
  }

  private static List<String> contents(Path folder) throws IOException {
    List<String> contents = new ArrayList<>();
    try (var names = Files.list(folder)) {
      for (Path file : names.sorted().toList()) {
        contents.add(file.getFileName() + "=" + Files.readString(file, StandardCharsets.UTF_8));
      }
    }
    return contents;
  }

  /** The goal and its error. */
  private record Words(String suffix) implements Format {

    @Override
    public byte[] bytes(Report report) {
      Problem error = report.error();
      String text = report.goal() + (error == null ? "" : " " + error.what());
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
