package io.github.dbsage.model;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as users write them: {@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h}, {@code 0}. */
public final class Durations {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,10})(ms|s|m|h)");

  /** PostgreSQL keeps its time-outs as milliseconds in an int: a little under 25 days. */
  private static final long LONGEST_MS = Integer.MAX_VALUE;

  private Durations() {}

  /** What the text says, or null where it is no duration or is longer than PostgreSQL can wait. */
  public static @Nullable Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return null;
    }
    long ms = Long.parseLong(form.group(1)) * unit(form.group(2));
    return ms > LONGEST_MS ? null : Duration.ofMillis(ms);
  }

  private static long unit(String name) {
    return switch (name) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      default -> 3_600_000;
    };
  }
}
