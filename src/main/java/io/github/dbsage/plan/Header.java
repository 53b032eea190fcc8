package io.github.dbsage.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A header comment of the template: {@code -- Checksum: …}.
 *
 * @param valueAt where the value begins, in chars of the comment
 */
record Header(Name name, String value, int valueAt) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:--|#)[ \\t]*(Migration|Checksum|Applied by|Rollback):[ \\t]*(.*)",
          Pattern.CASE_INSENSITIVE);

  /** Which header. */
  enum Name {
    MIGRATION,
    CHECKSUM,
    APPLIED_BY,
    ROLLBACK
  }

  /** The header, or null where the comment is none. */
  static @Nullable Header read(String comment) {
    Matcher form = FORM.matcher(comment);
    if (!form.matches()) {
      return null;
    }
    Name name =
        switch (form.group(1).charAt(0)) {
          case 'M', 'm' -> Name.MIGRATION;
          case 'C', 'c' -> Name.CHECKSUM;
          case 'A', 'a' -> Name.APPLIED_BY;
          default -> Name.ROLLBACK;
        };
    return new Header(name, form.group(2).strip(), form.start(2));
  }

  /** Whether the line is no part of the checksum: it changes without the migration changing. */
  boolean outsideChecksum() {
    return name == Name.CHECKSUM || name == Name.APPLIED_BY;
  }
}
