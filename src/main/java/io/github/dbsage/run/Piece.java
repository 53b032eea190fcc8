package io.github.dbsage.run;

import io.github.dbsage.sql.Statement;
import java.util.List;

/** Names what is under way in one message to the server. */
final class Piece {

  /** Of a statement, what is looked at: whoever shows it redacts it first and shortens it then. */
  private static final int LOOK = 10_000;

  private Piece() {}

  /** {@code line 3, ALTER TABLE …}; of several statements, nobody knows which one it is. */
  static String of(List<Statement> statements) {
    if (statements.isEmpty()) {
      return "the COMMIT";
    }
    Statement first = statements.get(0);
    int line = first.start().line();
    if (statements.size() == 1) {
      return "line " + line + ", " + words(first.text());
    }
    int last = statements.get(statements.size() - 1).start().line();
    return "one of "
        + statements.size()
        + " statements, "
        + (line == last ? "line " + line : "lines " + line + " to " + last);
  }

  private static String words(String sql) {
    return sql.substring(0, Math.min(LOOK, sql.length())).strip().replaceAll("\\s+", " ");
  }
}
