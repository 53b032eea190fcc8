package io.github.dbsage.app;

import io.github.dbsage.backfill.Jobs;
import io.github.dbsage.model.Event;
import io.github.dbsage.report.format.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far backfills are, for people. */
final class BackfillWords {

  private static final List<String> HEADER =
      List.of(
          "job",
          "version",
          "table",
          "state",
          "rows",
          "done",
          "rate",
          "left",
          "at work",
          "updated (UTC)",
          "reason");

  private BackfillWords() {}

  /** All that is known of each. */
  static Event.Table table(List<Jobs.State> jobs) {
    return new Event.Table(HEADER, jobs.stream().map(BackfillWords::row).toList());
  }

  private static List<String> row(Jobs.State job) {
    Duration left = left(job);
    List<String> state = new ArrayList<>(List.of(job.status()));
    addLeftOver(state, job);
    return List.of(
        job.job(),
        job.version(),
        job.table(),
        String.join(", ", state),
        rows(job),
        percent(job),
        job.rowsPerSecond() == 0 ? "" : Words.number(job.rowsPerSecond()) + " rows/s",
        left == null ? "" : Words.time(left),
        String.join(", ", job.workers()),
        job.updatedAt().replace("Z", ""),
        job.reason() == null ? "" : job.reason());
  }

  /** {@code backfill running, 34 %}: for a table that has little room. */
  static String brief(Jobs.State job) {
    return "backfill " + job.status() + ", " + percent(job);
  }

  /** One line about one that is not done. */
  static String line(Jobs.State job) {
    List<String> words = new ArrayList<>();
    words.add(job.status());
    words.add(rows(job) + (job.rows() == 1 ? " row" : " rows") + " (" + percent(job) + ")");
    if (job.rowsPerSecond() > 0) {
      words.add(Words.number(job.rowsPerSecond()) + " rows/s");
    }
    Duration left = left(job);
    if (left != null) {
      words.add(Words.time(left) + " left");
    }
    addLeftOver(words, job);
    words.add(
        job.workers().isEmpty()
            ? "nobody is at work"
            : Words.count(job.workers().size(), "session") + " at work");
    return "Backfill "
        + job.job()
        + " ("
        + job.version()
        + "): "
        + String.join(", ", words)
        + (job.reason() == null ? "." : "; " + job.reason());
  }

  private static void addLeftOver(List<String> words, Jobs.State job) {
    if (job.residue() > 0) {
      words.add(Words.number(job.residue()) + " held by others");
    }
    if (job.poisoned() > 0) {
      words.add(Words.number(job.poisoned()) + " refused");
    }
  }

  private static String rows(Jobs.State job) {
    return Words.number(job.rows())
        + (job.expected() > 0 ? " of about " + Words.number(job.expected()) : "");
  }

  /** Rounded down: 100 % is all of it. */
  private static String percent(Jobs.State job) {
    return (int) (100 * job.fraction()) + " %";
  }

  /** As long as the rest takes at this rate, where the rest has as many rows as what is done. */
  private static @Nullable Duration left(Jobs.State job) {
    return job.rowsPerSecond() == 0 || job.fraction() == 0 || job.fraction() >= 1
        ? null
        : Duration.ofSeconds(
            (long)
                Math.ceil(
                    job.rows() * (1 - job.fraction()) / job.fraction() / job.rowsPerSecond()));
  }
}
