package io.github.dbsage.embedded;

import io.github.dbsage.model.UserError;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A PostgreSQL release whose programs can be had.
 *
 * @param major {@code 18}
 * @param exact the version of its binaries' jar: {@code 18.6.0}
 */
record PostgresVersion(int major, String exact) {

  /** Newest last; the build's {@code full} profile tries them all. */
  static final List<PostgresVersion> ALL =
      List.of(
          new PostgresVersion(14, "14.20.0"),
          new PostgresVersion(15, "15.19.0"),
          new PostgresVersion(16, "16.15.0"),
          new PostgresVersion(17, "17.11.0"),
          new PostgresVersion(18, "18.6.0"));

  /**
   * The release that a user asked for.
   *
   * @param asked {@code 18} or {@code 18.6.0}
   * @throws UserError where it is neither
   */
  static PostgresVersion of(String asked) {
    return ALL.stream()
        .filter(
            version -> version.exact.equals(asked) || Integer.toString(version.major).equals(asked))
        .findFirst()
        .orElseThrow(() -> EmbeddedProblems.version(asked, choices()));
  }

  /** The release as people write it: {@code 18.6}. */
  String release() {
    return exact.substring(0, exact.lastIndexOf('.'));
  }

  private static String choices() {
    return ALL.stream()
        .map(version -> version.major + " (" + version.exact + ")")
        .collect(Collectors.joining(", "));
  }
}
