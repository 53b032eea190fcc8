package io.github.dbsage.run;

import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.StatementTrace;
import io.github.dbsage.model.StepReport.StatementReport;
import io.github.dbsage.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers, for the report, what ran in a step: the first statements of it, shortened. */
final class StatementLog {

  private static final int MOST = 100;
  private static final int LENGTH = 500;

  /** Of a statement, what is looked at: a secret that reaches over the cut is recognised whole. */
  private static final int LOOK = 20 * LENGTH;

  private final List<StatementReport> statements = new ArrayList<>();
  private final Redaction redaction;

  StatementLog(Redaction redaction) {
    this.redaction = redaction;
  }

  void ran(Statement statement, @Nullable Long ms, @Nullable Long rows) {
    ran(statement, ms, rows, StatementTrace.NONE);
  }

  /** The same of one that was watched. */
  void ran(Statement statement, @Nullable Long ms, @Nullable Long rows, StatementTrace trace) {
    if (statements.size() < MOST) {
      statements.add(
          new StatementReport(
              statement.start().line(), shortened(statement.text()), ms, rows, trace));
    }
  }

  /** How many it holds. */
  int mark() {
    return statements.size();
  }

  /** Forgets what a rolled-back transaction ran. */
  void backTo(int mark) {
    statements.subList(mark, statements.size()).clear();
  }

  List<StatementReport> statements() {
    return statements;
  }

  /** The beginning of a statement, without secrets. */
  String shortened(String sql) {
    String clean = redaction.redact(sql.substring(0, Math.min(LOOK, sql.length())));
    if (clean.length() <= LENGTH) {
      return clean;
    }
    int end = Character.isHighSurrogate(clean.charAt(LENGTH - 1)) ? LENGTH - 1 : LENGTH;
    return clean.substring(0, end) + "…";
  }
}
