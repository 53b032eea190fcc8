package io.github.dbsage.run;

import io.github.dbsage.model.StepReport.StatementReport;
import io.github.dbsage.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers, for the report, what ran in a step: the first statements of it, shortened. */
final class StatementLog {

  private static final int MOST = 100;
  private static final int LENGTH = 500;

  private final List<StatementReport> statements = new ArrayList<>();

  void ran(Statement statement, @Nullable Long ms, @Nullable Long rows) {
    if (statements.size() < MOST) {
      statements.add(
          new StatementReport(statement.start().line(), shortened(statement.text()), ms, rows));
    }
  }

  /** Forgets what a rolled-back transaction ran. */
  void clear() {
    statements.clear();
  }

  List<StatementReport> statements() {
    return statements;
  }

  static String shortened(String sql) {
    if (sql.length() <= LENGTH) {
      return sql;
    }
    int end = Character.isHighSurrogate(sql.charAt(LENGTH - 1)) ? LENGTH - 1 : LENGTH;
    return sql.substring(0, end) + "…";
  }
}
