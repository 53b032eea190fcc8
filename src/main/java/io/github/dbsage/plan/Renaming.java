package io.github.dbsage.plan;

import io.github.dbsage.model.Version;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Proposes names for files whose names are not right: dates are padded with zeros, numbers such as
 * Flyway's {@code V2__} become the seconds of today in their order. No version is proposed twice.
 */
final class Renaming {

  private static final Pattern DATED =
      Pattern.compile(
          "[vV]?((?:19|20)[0-9]{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12][0-9]|3[01])"
              + "(?:[-_.T ]?([01][0-9]|2[0-3])[-_.]?([0-5][0-9])(?:[-_.]?([0-5][0-9]))?)?"
              + "[0-9]*(?![0-9])(.*)");
  private static final Pattern FLYWAY = Pattern.compile("[vVuU]([0-9][0-9._]*?)__(.*)");
  private static final Pattern REPEATABLE = Pattern.compile("[rR]__(.*)");
  private static final Pattern NUMBERED = Pattern.compile("[vV]?([0-9]+)(.*)");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);

  private final LocalDate today;
  private final Set<String> taken = new HashSet<>();
  private final Map<String, String> byKey = new HashMap<>();
  private int numbered;

  /**
   * Starts with the versions that are in use.
   *
   * @param today the date of the versions that are made up
   */
  Renaming(LocalDate today) {
    this.today = today;
  }

  /** The version is in use. */
  void take(Version version) {
    taken.add(version.digits());
  }

  /** What a name says, as far as it says anything. */
  private record Reading(@Nullable String digits, String number, String rest) {

    static Reading of(String stem) {
      Matcher dated = DATED.matcher(stem);
      if (dated.matches()) {
        String digits = dated.group(1) + dated.group(2) + dated.group(3);
        for (int part = 4; part <= 6; part++) {
          digits += dated.group(part) == null ? "00" : dated.group(part);
        }
        return new Reading(digits, digits, dated.group(7));
      }
      Matcher flyway = FLYWAY.matcher(stem);
      if (flyway.matches()) {
        return new Reading(null, flyway.group(1), flyway.group(2));
      }
      Matcher repeatable = REPEATABLE.matcher(stem);
      if (repeatable.matches()) {
        return new Reading(null, "", repeatable.group(1));
      }
      Matcher numbered = NUMBERED.matcher(stem);
      return numbered.matches()
          ? new Reading(null, numbered.group(1), numbered.group(2))
          : new Reading(null, "", stem);
    }

    String name() {
      String name = rest.replaceAll("[^A-Za-z0-9_-]+", "_").replaceAll("^[_-]+|[_-]+$", "");
      return name.isEmpty() ? "migration" : name;
    }
  }

  /** The name that the file should have; ask in the order of {@link #sortKey}. */
  String propose(String fileName) {
    FileName.Ending ending = ending(fileName);
    Reading reading = Reading.of(stem(fileName));
    String key = reading.number() + "|" + reading.name();
    String version = byKey.get(key);
    if (version == null || ending != FileName.Ending.ROLLBACK) {
      String wish = reading.digits() == null ? nextOfToday() : reading.digits();
      version = free(wish);
      byKey.put(key, version);
    }
    return version + "_" + reading.name() + ending.text();
  }

  /** A version behind the given one that is not in use, for a file that repeats it. */
  String propose(FileName duplicate) {
    return free(duplicate.version().digits()) + "_" + duplicate.name() + duplicate.ending().text();
  }

  /** Sorts 2 before 10, and a rollback behind its migration. */
  static String sortKey(String fileName) {
    Reading reading = Reading.of(stem(fileName));
    StringBuilder key = new StringBuilder(reading.number().isEmpty() ? "1" : "0");
    for (String part : reading.number().split("[._]", -1)) {
      String digits = part.isEmpty() ? "0" : new BigInteger(part).toString();
      key.append("0".repeat(Math.max(0, 40 - digits.length()))).append(digits);
    }
    boolean rollback = ending(fileName) == FileName.Ending.ROLLBACK;
    return key + "|" + reading.name() + (rollback ? "|1" : "|0");
  }

  private static String stem(String fileName) {
    FileName.Ending ending = FileName.Ending.meantBy(fileName);
    if (ending == null) {
      return fileName;
    }
    return fileName.replaceFirst("(?i)(\\.rollback\\.sql|\\.backfill\\.ya?ml|\\.sql)$", "");
  }

  /** Flyway's undo script is what a rollback file is here. */
  private static FileName.Ending ending(String fileName) {
    FileName.Ending ending = FileName.Ending.meantBy(fileName);
    if (ending == null || fileName.matches("[uU][0-9][0-9._]*?__.*")) {
      return ending == null ? FileName.Ending.SQL : FileName.Ending.ROLLBACK;
    }
    return ending;
  }

  private String nextOfToday() {
    int second = numbered++;
    return DAY.format(today)
        + String.format(Locale.ROOT, "%02d%02d%02d", second / 3600, second / 60 % 60, second % 60);
  }

  private String free(String wish) {
    String version = wish;
    while (!taken.add(version)) {
      long next = Long.parseLong(version) + 1;
      version = String.format(Locale.ROOT, "%014d", next % 100_000_000_000_000L);
    }
    return version;
  }
}
