package io.github.dbsage.report.format;

import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.BackfillReport.Check;
import io.github.dbsage.model.BackfillReport.Poison;
import io.github.dbsage.model.BackfillReport.SlowDown;
import io.github.dbsage.model.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a backfill goes, and how it went. */
final class BackfillLines {

  private static final int MOST_SLOW_DOWNS = 3;
  private static final int MOST_POISON = 10;

  private BackfillLines() {}

  /** {@code emails 340,000 of about 1,000,000 rows (34 %), 41,200 rows/s, 16 s left, …}. */
  static String line(Event.BackfillProgress progress) {
    List<String> parts = new ArrayList<>();
    parts.add(
        Words.number(progress.rows())
            + (progress.expected() > 0 ? " of about " + Words.number(progress.expected()) : "")
            + (progress.rows() == 1 && progress.expected() <= 0 ? " row" : " rows")
            + " ("
            + (int) (100 * progress.fraction())
            + " %)");
    parts.add(rate(progress.rowsPerSecond()));
    Duration left = progress.left();
    if (left != null) {
      parts.add(Words.time(left) + " left");
    }
    parts.add("batches of " + Words.number(progress.batch()));
    if (progress.workers() != 1) {
      parts.add(Words.count(progress.workers(), "worker"));
    }
    if (progress.duty() < 100) {
      parts.add("duty " + progress.duty() + " %");
    }
    String held = progress.held();
    return progress.job() + "  " + String.join(", ", parts) + (held == null ? "" : ": " + held);
  }

  /** What it came to: {@code 1,000,000 rows}. */
  static String rows(BackfillReport backfill) {
    return Words.count(backfill.rows(), "row");
  }

  /** How it went, and what is left over. */
  static List<String> result(BackfillReport backfill) {
    List<String> lines = new ArrayList<>();
    lines.add(course(backfill));
    backfill.slowDowns().stream()
        .limit(MOST_SLOW_DOWNS)
        .map(BackfillLines::slowDown)
        .forEach(lines::add);
    backfill.checks().stream().filter(Check::passed).map(BackfillLines::check).forEach(lines::add);
    return lines;
  }

  /** What keeps it from being done. */
  static List<String> faults(BackfillReport backfill) {
    List<String> lines = new ArrayList<>();
    if (backfill.residue() > 0) {
      lines.add(
          "still left, because somebody held them: " + Words.count(backfill.residue(), "row"));
    }
    backfill.poison().stream().limit(MOST_POISON).map(BackfillLines::poison).forEach(lines::add);
    long more = backfill.poisoned() - Math.min(MOST_POISON, backfill.poison().size());
    if (more > 0) {
      lines.add("refused: " + Words.count(more, "row") + " more");
    }
    backfill.checks().stream()
        .filter(check -> !check.passed())
        .map(BackfillLines::check)
        .forEach(lines::add);
    return lines;
  }

  private static String course(BackfillReport backfill) {
    List<String> parts = new ArrayList<>();
    Duration time = Duration.ofMillis(backfill.ms());
    String others =
        backfill.own() == backfill.rows() ? "" : " (" + Words.number(backfill.own()) + " here)";
    parts.add(rows(backfill) + others + " in " + Words.time(time));
    if (backfill.ms() > 0 && backfill.own() > 0) {
      parts.add(rate(Math.max(1, backfill.own() * 1000 / backfill.ms())));
    }
    parts.add(backfill.batches() == 1 ? "1 batch" : Words.number(backfill.batches()) + " batches");
    parts.add(Words.count(backfill.workers(), "worker"));
    parts.add("along " + backfill.key());
    if (backfill.deferred() > 0) {
      parts.add(Words.number(backfill.deferred()) + " gave way and were done later");
    }
    return String.join(", ", parts);
  }

  private static String slowDown(SlowDown slow) {
    return "held back for "
        + Words.time(Duration.ofMillis(slow.ms()))
        + " ("
        + slow.signal()
        + "): "
        + slow.reason();
  }

  private static String poison(Poison row) {
    return "refused: " + row.key() + ": " + row.message() + " (SQLSTATE " + row.sqlState() + ")";
  }

  private static String check(Check check) {
    @Nullable Long limit = check.limit();
    if (limit == null) {
      return "not judged: " + check.what() + ", " + Words.count(check.found(), "row");
    }
    return (check.passed() ? "verified: " : "not as it must be: ")
        + check.what()
        + " "
        + Words.number(check.found())
        + ", at most "
        + Words.number(limit);
  }

  private static String rate(long rowsPerSecond) {
    return Words.number(rowsPerSecond) + (rowsPerSecond == 1 ? " row/s" : " rows/s");
  }
}
