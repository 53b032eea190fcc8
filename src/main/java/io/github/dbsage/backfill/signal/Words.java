package io.github.dbsage.backfill.signal;

import io.github.dbsage.model.QualifiedName;
import java.util.List;
import java.util.Locale;

/** How signals speak of times, amounts, and of what is hidden from a role. */
final class Words {

  private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB");

  private Words() {}

  static String time(long ms) {
    return time((double) ms);
  }

  /** {@code 140 ms}, {@code 2.5 s}, {@code 12 s}, {@code 5 min}, {@code 2.0 h}. */
  static String time(double ms) {
    if (ms < 1_000) {
      return String.format(Locale.ROOT, ms < 10 ? "%.1f ms" : "%.0f ms", ms);
    }
    double seconds = ms / 1_000;
    if (seconds < 120) {
      return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
    return seconds < 7_200
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%.1f h", seconds / 3_600);
  }

  static String size(long bytes) {
    return size((double) bytes);
  }

  /** {@code 512 bytes}, {@code 12 MB}, {@code 1.4 GB}. */
  static String size(double bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1_024 && unit < UNITS.size() - 1) {
      value /= 1_024;
      unit++;
    }
    String form = unit > 0 && value < 10 ? "%.1f %s" : "%.0f %s";
    return String.format(Locale.ROOT, form, value, UNITS.get(unit));
  }

  /** {@code 1 session}, {@code 3 sessions}. */
  static String count(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  /** What a plain role is not shown, and what shows it. */
  static String hidden(String what, String role) {
    return what
        + " "
        + role
        + "; a superuser can change that: GRANT pg_read_all_stats TO "
        + QualifiedName.quote(role)
        + ";";
  }
}
