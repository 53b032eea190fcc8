package io.github.dbsage.plan;

import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/**
 * A file of a migration that is not there yet.
 *
 * @param name what follows the version in its file's name
 * @param kind a migration of statements or a backfill
 * @param text all of it but the header that names it
 */
public record NewFile(Version version, String name, Kind kind, String text) {

  /** What the file holds. */
  public enum Kind {
    SQL(FileName.Ending.SQL, "--"),
    BACKFILL(FileName.Ending.BACKFILL, "#");

    private final FileName.Ending ending;
    private final String comment;

    Kind(FileName.Ending ending, String comment) {
      this.ending = ending;
      this.comment = comment;
    }
  }

  private static final DateTimeFormatter DIGITS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  /** Whether it can follow a version in a file's name. */
  public static boolean isName(String name) {
    return FileName.parse("20260101000000_" + name + FileName.Ending.SQL.text()) != null;
  }

  /** A version of this moment, in UTC; or one that comes behind all that are known. */
  public static Version version(Instant now, Collection<Version> known) {
    Version current = new Version(DIGITS.format(now.atOffset(ZoneOffset.UTC)));
    return known.stream()
        .max(Comparator.naturalOrder())
        .filter(newest -> newest.compareTo(current) >= 0)
        .map(NewFile::next)
        .orElse(current);
  }

  /**
   * Writes it into a project's folder of migrations.
   *
   * @return its name, relative to the base directory
   * @throws UserError where there is such a file, or none can be written
   */
  public String write(ProjectRequest project) {
    ProjectFolder folder = ProjectFolder.locate(project);
    if (folder == null) {
      throw new UserError(PlanProblems.noProject());
    }
    Path file = folder.migrations().resolve(version + "_" + name + kind.ending.text());
    String shown = folder.display(file);
    String whole = kind.comment + " Migration: " + version + "_" + name + "\n" + text;
    try {
      Files.createDirectories(folder.migrations());
      Files.write(
          file,
          whole.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
      return shown;
    } catch (FileAlreadyExistsException e) {
      throw new UserError(PlanProblems.fileExists(shown), e);
    } catch (IOException e) {
      throw new UserError(PlanProblems.notWritable(shown, WholeFile.reason(e)), e);
    }
  }

  /** A second later; where that is no time, the next number. */
  public static Version next(Version version) {
    try {
      LocalDateTime time = LocalDateTime.parse(version.digits(), DIGITS);
      return new Version(DIGITS.format(time.plusSeconds(1)));
    } catch (DateTimeException e) {
      return new Version(String.format(Locale.ROOT, "%014d", Long.parseLong(version.digits()) + 1));
    }
  }
}
