package io.github.dbsage.run;

import io.github.dbsage.model.Timeouts;
import io.github.dbsage.sql.Statement;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Knows which statements of a file change its session for what comes behind: a continued run has to
 * repeat them, and a timeout that the file itself sets is not overridden.
 */
final class SessionState {

  private static final int FLAGS = Pattern.CASE_INSENSITIVE;

  private static final Pattern SETTING =
      Pattern.compile(
          "(SET\\s+(?!LOCAL\\b|TRANSACTION\\b|CONSTRAINTS\\b)|RESET\\s|SELECT\\s+(pg_catalog\\.)?set_config\\s*\\()",
          FLAGS);
  private static final Pattern LOCK_TIMEOUT =
      Pattern.compile("SET\\s+(SESSION\\s+)?lock_timeout\\b", FLAGS);
  private static final Pattern STATEMENT_TIMEOUT =
      Pattern.compile("SET\\s+(SESSION\\s+)?statement_timeout\\b", FLAGS);

  private static final Pattern TRANSACTION_MODE = Pattern.compile("SET\\s+TRANSACTION\\b", FLAGS);

  private boolean lock;
  private boolean statement;

  /** Whether nothing that sees data may stand before it in its transaction. */
  static boolean isTransactionMode(Statement statement) {
    return TRANSACTION_MODE.matcher(statement.text()).lookingAt();
  }

  /** Whether running this again does no harm and is needed behind it. */
  static boolean isSetting(Statement statement) {
    return SETTING.matcher(statement.text()).lookingAt();
  }

  /** Takes note of a statement that will have run. */
  void saw(Statement ran) {
    if (ran.text().length() < 200 && ran.text().toLowerCase(Locale.ROOT).startsWith("set")) {
      lock |= LOCK_TIMEOUT.matcher(ran.text()).lookingAt();
      statement |= STATEMENT_TIMEOUT.matcher(ran.text()).lookingAt();
    }
  }

  /** What of these timeouts is ours to set: not what the file set by itself. */
  Timeouts ours(Timeouts wanted) {
    return new Timeouts(lock ? null : wanted.lock(), statement ? null : wanted.statement());
  }
}
