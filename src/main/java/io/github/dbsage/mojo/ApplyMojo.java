package io.github.dbsage.mojo;

import io.github.dbsage.app.Apply;
import io.github.dbsage.app.Context;
import io.github.dbsage.app.Outcome;
import io.github.dbsage.model.Timeouts;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Applies the pending migrations to a database, in version order. */
@Mojo(
    name = "apply",
    defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST,
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class ApplyMojo extends DbsageMojo {

  /** The newest version to apply (14 digits); the default is all. */
  @Parameter(property = "dbsage.target")
  @Nullable String target;

  /** Whether pending versions older than the newest applied one are applied. */
  @Parameter(property = "dbsage.outOfOrder", defaultValue = "false")
  boolean outOfOrder;

  /**
   * PostgreSQL's lock_timeout inside transactions ({@code 2s} by default, tried 10 times); a file's
   * directive comes first.
   */
  @Parameter(property = "dbsage.lockTimeout")
  @Nullable String lockTimeout;

  /** PostgreSQL's statement_timeout; 0, the default, is none; a file's directive comes first. */
  @Parameter(property = "dbsage.statementTimeout")
  @Nullable String statementTimeout;

  /** Why this is done, for the log table. */
  @Parameter(property = "dbsage.reason")
  @Nullable String reason;

  @Override
  Outcome run(Context context) {
    Timeouts timeouts =
        new Timeouts(
            lockTimeout == null ? null : Parameters.duration("dbsage.lockTimeout", lockTimeout),
            statementTimeout == null
                ? null
                : Parameters.duration("dbsage.statementTimeout", statementTimeout));
    return Apply.run(new Apply.Request(context, target, outOfOrder, timeouts, reason));
  }
}
