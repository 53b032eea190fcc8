package io.github.dbsage.report.format;

import io.github.dbsage.model.Event;

/** The line that says that a statement is still at work, and how far it has come. */
final class Progressing {

  private static final int STATEMENT_WIDTH = 100;

  private Progressing() {}

  /** {@code still running (1:20 min): …}, with figures where the server gives some. */
  static String line(Event.StillRunning still) {
    Event.Progress progress = still.progress();
    String what =
        progress == null ? Cells.oneLine(still.statement(), STATEMENT_WIDTH) : figures(progress);
    return "still running (" + Words.time(still.took()) + "): " + what;
  }

  private static String figures(Event.Progress progress) {
    String line = progress.what() + ", " + progress.phase();
    if (progress.total() <= 0) {
      return progress.done() <= 0
          ? line
          : line + ", " + Words.number(progress.done()) + " " + progress.unit();
    }
    // Tables grow while they are read.
    long done = Math.min(progress.done(), progress.total());
    return "%s, %d %% (%s of %s %s)"
        .formatted(
            line,
            100 * done / progress.total(),
            Words.number(done),
            Words.number(progress.total()),
            progress.unit());
  }
}
