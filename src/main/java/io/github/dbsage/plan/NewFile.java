package io.github.dbsage.plan;

import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
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

  /** What anybody may put into a file of any kind of statements. */
  private static final String NOTHING_YET =
      """
      -- Rollback: see the section at the end of this file

      -- What this migration changes:


      -- ROLLBACK SECTION
      /*
      -- what undoes it; or put this into the head instead: Rollback: none because ...
      */
      """;

  /** One for whoever knows what to write into it. */
  public static NewFile empty(Version version, String name) {
    return new NewFile(version, name(name), Kind.SQL, NOTHING_YET);
  }

  /**
   * A name that can follow a version in a file's name.
   *
   * @throws UserError where it cannot
   */
  public static String name(String given) {
    if (FileName.parse("20260101000000_" + given + FileName.Ending.SQL.text()) == null) {
      throw new UserError(PlanProblems.newName(given));
    }
    return given;
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

  /** Its name in the folder of migrations. */
  String fileName() {
    return version + "_" + name + kind.ending.text();
  }

  /** All of it, with the header that names it. */
  String whole() {
    return kind.comment + " Migration: " + version + "_" + name + "\n" + text;
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
