package io.github.dbsage.report.format;

import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Excerpts;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Problems and findings as lines: what, where with the source line and a caret, why, what next. */
final class Complaints {

  private static final int STATEMENT_WIDTH = 100;
  private static final String BLOCK = "    ";

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
      addExcerpt(lines, "    ", where, problem.code());
    }
    addLabelled(lines, "  ", "Detail: ", problem.why());
    addLabelled(lines, "  ", "Hint: ", problem.hint());
    addFix(lines, "  ", problem.fix());
    return lines;
  }

  /** The lines of a finding, for below its file's name; of an info only the most needed. */
  List<String> of(Finding finding) {
    List<String> lines = new ArrayList<>();
    boolean info = finding.severity() == Severity.INFO;
    String message = String.join(" ", Cells.lines(finding.message()));
    lines.add("  " + label(finding) + ": " + (info ? paint.quiet(message) : message));
    String where = Cells.harmless(finding.where().toString());
    lines.add("    at " + (info ? paint.quiet(where) : where));
    if (!info) {
      addSource(lines, finding);
      addLabelled(lines, "    ", "Effect: ", finding.effect());
    }
    addFix(lines, "    ", finding.fix());
    return lines;
  }

  private void addSource(List<String> lines, Finding finding) {
    String statement = finding.statement();
    if (!addExcerpt(lines, "      ", finding.where(), finding.rule()) && statement != null) {
      lines.add("      " + Cells.oneLine(statement, STATEMENT_WIDTH));
    }
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

  private boolean addExcerpt(List<String> lines, String indent, Place where, String code) {
    if (isAboutTheWholeFile(where, code)) {
      return false;
    }
    String line = excerpts.line(where);
    if (line == null) {
      return false;
    }
    Excerpt.of(redaction.get().redact(line), shownColumn(line, where.column()))
        .lines(where.line(), paint)
        .forEach(text -> lines.add(indent + text));
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

  private void addLabelled(List<String> lines, String indent, String label, @Nullable String text) {
    if (text != null) {
      add(lines, indent, paint.quiet(label), label.length(), Cells.lines(text));
    }
  }

  /**
   * What to write or type; SQL of several lines as a block with nothing in front of it but blanks,
   * to be copied.
   */
  private void addFix(List<String> lines, String indent, @Nullable String fix) {
    if (fix == null) {
      return;
    }
    List<String> text = Cells.lines(fix);
    String arrow = paint.good(marks.next) + " ";
    int width = marks.next.length() + 1;
    boolean introduced = text.size() > 1 && text.get(0).endsWith(":");
    boolean statements = text.size() > 1 && text.get(text.size() - 1).stripTrailing().endsWith(";");
    if (!introduced && !statements) {
      add(lines, indent, arrow, width, text);
      return;
    }
    lines.add(indent + arrow + (introduced ? text.get(0) : "Write instead:"));
    text.stream()
        .skip(introduced ? 1 : 0)
        .forEach(line -> lines.add((indent + BLOCK + line).stripTrailing()));
  }

  private static void add(
      List<String> lines, String indent, String label, int width, List<String> text) {
    String lead = label;
    for (String line : text) {
      lines.add(indent + lead + line);
      lead = " ".repeat(width);
    }
  }
}
