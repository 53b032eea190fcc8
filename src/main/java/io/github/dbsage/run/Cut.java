package io.github.dbsage.run;

import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.TransactionMode;
import io.github.dbsage.sql.Command;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Statement;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a migration is cut into transactions, and what runs outside of any. */
final class Cut {

  private static final Pattern CODE =
      Pattern.compile("(CALL|DO|EXECUTE)\\b", Pattern.CASE_INSENSITIVE);

  private Cut() {}

  /** Whether the server refuses it in a transaction, or the file wants it outside of any. */
  static boolean isAlone(SqlStep step, Migration.Run run) {
    return run.statement().command() instanceof Command.NonTransactional
        || (step.mode() == TransactionMode.FALSE && isCode(run.statement()));
  }

  /** Whether the transaction that a statement stands in ends behind it. */
  static boolean isBehind(SqlStep step, Migration.Run run, Migration.@Nullable Run next) {
    if (next == null) {
      return true;
    }
    if (!step.shape().segmented()) {
      return false;
    }
    return next.block() != run.block()
        || isAlone(step, next)
        || step.mode() == TransactionMode.FALSE
        || (run.block() == 0 && isAddValue(run) && !isAddValue(next));
  }

  /** Whether it adds a label to an enum, which can be used only behind a commit. */
  static boolean isAddValue(Migration.@Nullable Run run) {
    return run != null && run.statement().command() instanceof Command.AddEnumValue;
  }

  /** Whether it runs code that may commit on its way. */
  static boolean isCode(Statement statement) {
    return CODE.matcher(statement.text()).lookingAt();
  }
}
