package io.github.dbsage.run;

import io.github.dbsage.sql.Statement;
import java.util.regex.Pattern;

/**
 * Knows which statements of a file change its session for what comes behind: a continued run has to
 * repeat them.
 */
final class SessionState {

  private static final Pattern SETTING =
      Pattern.compile(
          "(SET\\s+(?!LOCAL\\b|TRANSACTION\\b|CONSTRAINTS\\b)|RESET\\s|SELECT\\s+(pg_catalog\\.)?set_config\\s*\\()",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern TRANSACTION_MODE =
      Pattern.compile("SET\\s+TRANSACTION\\b", Pattern.CASE_INSENSITIVE);

  private SessionState() {}

  /** Whether nothing that sees data may stand before it in its transaction. */
  static boolean isTransactionMode(Statement statement) {
    return TRANSACTION_MODE.matcher(statement.text()).lookingAt();
  }

  /** Whether running this again does no harm and is needed behind it. */
  static boolean isSetting(Statement statement) {
    return SETTING.matcher(statement.text()).lookingAt();
  }
}
