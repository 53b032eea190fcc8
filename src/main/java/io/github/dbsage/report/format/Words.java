package io.github.dbsage.report.format;

import java.time.Duration;
import java.util.Locale;

/** Numbers and durations as people read them, the same in every locale. */
public final class Words {

  private static final long TENTHS_PER_MINUTE = 600;

  private Words() {}

  /** {@code 1,234}. */
  public static String number(long number) {
    return number >= 0 && number < 1000
        ? Long.toString(number)
        : String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 statement}, {@code 1,234 statements}. */
  public static String count(long number, String singular) {
    return number(number) + " " + singular + (number == 1 ? "" : "s");
  }

  /** {@code 12 ms}, {@code 1.2 s}, {@code 2:05 min}, {@code 1:02:05 h}; rounded to the nearest. */
  public static String time(Duration duration) {
    long ms = Math.max(0, duration.toMillis());
    if (ms < 1000) {
      return ms + " ms";
    }
    long tenths = (ms + 50) / 100;
    if (tenths < TENTHS_PER_MINUTE) {
      return tenths / 10 + "." + tenths % 10 + " s";
    }
    long seconds = (ms + 500) / 1000;
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
    }
    return String.format(
        Locale.ROOT, "%d:%02d:%02d h", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
