package io.github.dbsage.report.format;

import io.github.dbsage.model.Severity;
import io.github.dbsage.model.Sink;
import java.util.List;

/** The console's lines as they come out: in characters that it can show, with gaps of one line. */
final class Page {

  private final Sink sink;
  private final Marks marks;
  private boolean open;

  Page(Sink sink, Marks marks) {
    this.sink = sink;
    this.marks = marks;
  }

  void write(Severity level, String line) {
    open = true;
    String shown = marks.showable(line);
    switch (level) {
      case INFO -> sink.info(shown);
      case WARNING -> sink.warn(shown);
      case ERROR -> sink.error(shown);
    }
  }

  void write(Severity level, List<String> lines) {
    lines.forEach(line -> write(level, line));
  }

  /** An empty line, unless there is one or nothing was written yet. */
  void gap() {
    if (open) {
      sink.info("");
      open = false;
    }
  }
}
