package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.DryRun;
import io.github.dbsage.app.Judgement;
import io.github.dbsage.app.Judging;
import io.github.dbsage.app.Outcome;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.UserError;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs the pending migrations for real and keeps nothing: in a throw-away server in which the
 * applied ones have run before. Tells what each statement locks, rewrites, scans and builds, and
 * whether the rollback scripts bring back what was there. A database that is named is only read.
 */
@Mojo(
    name = "dry-run",
    defaultPhase = LifecyclePhase.TEST,
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class DryRunMojo extends LintingMojo {

  private static final String MODE = "dbsage.mode";

  /**
   * Where they are tried: {@code shadow}, in a throw-away server; or {@code transaction}, on the
   * database itself, in a transaction that is rolled back. The latter has to be typed.
   */
  @Parameter(property = MODE, defaultValue = "shadow")
  String mode;

  /** The newest version to try (14 digits); the default is all. */
  @Parameter(property = "dbsage.target")
  @Nullable String target;

  /** Whether pending versions older than the newest applied one are tried. */
  @Parameter(property = "dbsage.outOfOrder", defaultValue = "false")
  boolean outOfOrder;

  /**
   * Without a database: the first version that counts (14 digits), or the git revision since which
   * a file must have been changed. What is older has been applied; the default is that nothing has.
   */
  @Parameter(property = "dbsage.since")
  @Nullable String since;

  /** Without a database: the server's version, {@code 14} to {@code 18}. */
  @Parameter(property = "dbsage.serverVersion")
  @Nullable String serverVersion;

  /** How long a statement waits for a lock with {@code mode=transaction}; the default is 2 s. */
  @Parameter(property = "dbsage.lockTimeout")
  @Nullable String lockTimeout;

  /** PostgreSQL's statement_timeout with {@code mode=transaction}; 0, the default, is none. */
  @Parameter(property = "dbsage.statementTimeout")
  @Nullable String statementTimeout;

  /** A lock mode, {@code ShareLock}, or {@code all}: tells who holds up whom, and does no more. */
  @Parameter(property = "dbsage.explain")
  @Nullable String explain;

  @Override
  boolean needsProject() {
    return explain == null;
  }

  @Override
  Outcome run(Context context) {
    return DryRun.run(
        new DryRun.Request(
            context,
            target,
            outOfOrder,
            new Timeouts(
                Parameters.chosenDuration(session, "dbsage.lockTimeout", lockTimeout),
                Parameters.chosenDuration(session, "dbsage.statementTimeout", statementTimeout)),
            mode(),
            explain,
            Judging.of(severities(), since, serverVersion),
            judgement(Judgement.FailOn.ERROR, false)));
  }

  DryRun.Mode mode() {
    DryRun.Mode chosen =
        Parameters.choice(
            MODE, String.valueOf(Parameters.chosen(session, MODE, mode)), DryRun.Mode.class);
    if (chosen == DryRun.Mode.TRANSACTION
        && session.getUserProperties().getProperty(MODE) == null) {
      throw new UserError(
          Problem.of(
              "PARAMETER",
              "dbsage.mode=transaction stands in the POM: it runs migrations on the database, so it"
                  + " has to be typed.",
              null,
              "Take it out of the POM and type -Ddbsage.mode=transaction where you want it."));
    }
    return chosen;
  }
}
