package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.Lock;
import io.github.dbsage.app.Outcome;
import io.github.dbsage.app.Rollback;
import io.github.dbsage.model.Timeouts;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the newest applied migration, or all down to one that stays, with the rollback scripts
 * that the database recorded; it needs no files.
 */
@Mojo(
    name = "rollback",
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class RollbackMojo extends DbsageMojo {

  /** The applied version (14 digits) that stays; the default is to undo the newest one alone. */
  @Parameter(property = "dbsage.target")
  @Nullable String target;

  /**
   * The tables and columns whose data may be lost, as {@code public.orders,public.users.email};
   * what is empty need not be named.
   */
  @Parameter(property = "dbsage.allowDataLoss")
  @Nullable String allowDataLoss;

  /** Why this is done, for the log table. */
  @Parameter(property = "dbsage.reason")
  @Nullable String reason;

  /** What keeps runners apart: {@code session}, or {@code lease} behind a transaction pooler. */
  @Parameter(property = "dbsage.lock", defaultValue = "session")
  String lock = "session";

  /**
   * How long a statement waits for a lock (PostgreSQL's lock_timeout) before its transaction is
   * rolled back and tried again, ten times at most, as in the goal apply.
   */
  @Parameter(property = "dbsage.lockTimeout")
  @Nullable String lockTimeout;

  /** PostgreSQL's statement_timeout; 0, the default, is none; a script's directive comes first. */
  @Parameter(property = "dbsage.statementTimeout")
  @Nullable String statementTimeout;

  @Override
  boolean needsProject() {
    return false;
  }

  @Override
  Outcome run(Context context) {
    return Rollback.run(
        new Rollback.Request(
            context,
            target,
            Parameters.chosen(session, "dbsage.allowDataLoss", allowDataLoss),
            new Timeouts(
                Parameters.chosenDuration(session, "dbsage.lockTimeout", lockTimeout),
                Parameters.chosenDuration(session, "dbsage.statementTimeout", statementTimeout)),
            Parameters.choice("dbsage.lock", lock, Lock.class),
            reason));
  }
}
