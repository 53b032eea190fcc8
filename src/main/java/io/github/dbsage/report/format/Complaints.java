package io.github.dbsage.report.format;

import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Excerpts;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Problems and findings as lines: what, where with the source line and a caret, why, what next. */
final class Complaints {

  private static final int STATEMENT_WIDTH = 100;

  private final Excerpts excerpts;
  private final Supplier<Redaction> redaction;
  private final Paint paint;
  private final Marks marks;

  Complaints(Excerpts excerpts, Supplier<Redaction> redaction, Paint paint, Marks marks) {
    this.excerpts = excerpts;
    this.redaction = redaction;
    this.paint = paint;
    this.marks = marks;
  }

  /** The lines of a problem. */
  List<String> of(Problem problem) {
    List<String> lines = new ArrayList<>();
    String sqlState = problem.sqlState();
    String codes = sqlState == null ? problem.code() : problem.code() + ", SQLSTATE " + sqlState;
    List<String> what = Cells.lines(problem.what());
    what.forEach(line -> lines.add(paint.bad(line)));
    int last = lines.size() - 1;
    lines.set(last, lines.get(last) + paint.quiet(" (" + codes + ")"));
    Place where = problem.where();
    if (where != null) {
      lines.add("  at " + paint.strong(where.toString()));
      addExcerpt(lines, where, problem.code());
    }
    addLabelled(lines, "Detail: ", problem.why());
    addLabelled(lines, "Hint: ", problem.hint());
    addNext(lines, problem.fix());
    return lines;
  }

  /** The lines of a finding. */
  List<String> of(Finding finding) {
    List<String> lines = new ArrayList<>();
    lines.add(paint.strong(finding.where().toString()));
    String message = String.join(" ", Cells.lines(finding.message()));
    lines.add("  " + label(finding) + ": " + message);
    String statement = finding.statement();
    if (!addExcerpt(lines, finding.where(), finding.rule()) && statement != null) {
      lines.add("    " + Cells.oneLine(statement, STATEMENT_WIDTH));
    }
    addLabelled(lines, "Effect: ", finding.effect());
    addNext(lines, finding.fix());
    return lines;
  }

  private String label(Finding finding) {
    String severity =
        finding.severity().label()
            + (finding.certainty() == Certainty.POSSIBLE ? " (possible)" : "");
    String painted =
        switch (finding.severity()) {
          case ERROR -> paint.bad(severity);
          case WARNING -> paint.doubtful(severity);
          case INFO -> paint.quiet(severity);
        };
    return painted + " " + finding.rule();
  }

  private boolean addExcerpt(List<String> lines, Place where, String code) {
    if (isAboutTheWholeFile(where, code)) {
      return false;
    }
    String line = excerpts.line(where);
    if (line == null) {
      return false;
    }
    Excerpt.of(redaction.get().redact(line), shownColumn(line, where.column()))
        .lines(where.line(), paint)
        .forEach(text -> lines.add("    " + text));
    return true;
  }

  /** Where the column lies once secrets in front of it were masked. */
  private int shownColumn(String line, int column) {
    int points = line.codePointCount(0, line.length());
    int end = line.offsetByCodePoints(0, Math.min(column - 1, points));
    String before = redaction.get().redact(line.substring(0, end));
    return before.codePointCount(0, before.length()) + 1;
  }

  /** Whether the file itself is meant, not what stands in its first line. */
  private static boolean isAboutTheWholeFile(Place where, String code) {
    return where.line() == 1
        && where.column() == 1
        && (code.startsWith("FILE_")
            || code.startsWith("VERSION_")
            || code.startsWith("CHECKSUM_"));
  }

  private void addLabelled(List<String> lines, String label, @Nullable String text) {
    add(lines, paint.quiet(label), label.length(), text);
  }

  private void addNext(List<String> lines, @Nullable String fix) {
    add(lines, paint.good(marks.next) + " ", marks.next.length() + 1, fix);
  }

  private static void add(List<String> lines, String label, int width, @Nullable String text) {
    if (text == null) {
      return;
    }
    String lead = label;
    for (String line : Cells.lines(text)) {
      lines.add("  " + lead + line);
      lead = " ".repeat(width);
    }
  }
}
