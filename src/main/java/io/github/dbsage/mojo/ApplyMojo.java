package io.github.dbsage.mojo;

import io.github.dbsage.app.Apply;
import io.github.dbsage.app.Context;
import io.github.dbsage.app.Judgement;
import io.github.dbsage.app.Judging;
import io.github.dbsage.app.Lock;
import io.github.dbsage.app.Outcome;
import io.github.dbsage.app.Permit;
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
public final class ApplyMojo extends LintingMojo {

  /** The newest version to apply (14 digits); the default is all. */
  @Parameter(property = "dbsage.target")
  @Nullable String target;

  /** Whether pending versions older than the newest applied one are applied. */
  @Parameter(property = "dbsage.outOfOrder", defaultValue = "false")
  boolean outOfOrder;

  /**
   * How long a statement waits for a lock (PostgreSQL's lock_timeout) before its transaction is
   * rolled back and tried again, ten times at most. The default is {@code 2s} for what holds up
   * readers or writers and {@code 30s} for INSERT, UPDATE, DELETE and COPY. CONCURRENTLY and
   * VALIDATE CONSTRAINT wait without limit. A file's directive comes first.
   */
  @Parameter(property = "dbsage.lockTimeout")
  @Nullable String lockTimeout;

  /** PostgreSQL's statement_timeout; 0, the default, is none; a file's directive comes first. */
  @Parameter(property = "dbsage.statementTimeout")
  @Nullable String statementTimeout;

  /**
   * What keeps two runners apart: {@code session} (an advisory lock) or {@code lease} (rows in a
   * table, renewed while it runs), which works behind a transaction pooler too.
   */
  @Parameter(property = "dbsage.lock", defaultValue = "session")
  String lock;

  /** Why this is done, for the log table. */
  @Parameter(property = "dbsage.reason")
  @Nullable String reason;

  /** Whether the build fails where migrations are left pending: in front of a gate. */
  @Parameter(property = "dbsage.failOnPending", defaultValue = "false")
  boolean failOnPending;

  /**
   * The gates ({@code deploy} in a plan's phases) to open, with commas in between: these versions
   * of the application run everywhere by now. {@code *} opens all, for a database that no older
   * application uses.
   */
  @Parameter(property = "dbsage.deployed")
  @Nullable String deployed;

  /** Where this is; a plan that lists other environments is refused. */
  @Parameter(property = "dbsage.environment")
  @Nullable String environment;

  /** Who approved it; one of the plan's approvers, where it has any. */
  @Parameter(property = "dbsage.approvedBy")
  @Nullable String approvedBy;

  /**
   * The tables and columns that a contract phase may drop although they seem to be in use, as
   * {@code public.orders,public.users.email}.
   */
  @Parameter(property = "dbsage.allowDataLoss")
  @Nullable String allowDataLoss;

  @Override
  Outcome run(Context context) {
    return Apply.run(
        new Apply.Request(
            context,
            target,
            outOfOrder,
            timeouts(),
            Parameters.choice("dbsage.lock", lock, Lock.class),
            reason,
            Permit.of(
                Parameters.chosen(session, "dbsage.deployed", deployed),
                Parameters.chosen(session, "dbsage.environment", environment),
                Parameters.chosen(session, "dbsage.approvedBy", approvedBy),
                Parameters.chosen(session, "dbsage.allowDataLoss", allowDataLoss)),
            Judging.of(severities(), null, null),
            judgement(Judgement.FailOn.ERROR, failOnPending)));
  }

  Timeouts timeouts() {
    return new Timeouts(
        Parameters.chosenDuration(session, "dbsage.lockTimeout", lockTimeout),
        Parameters.chosenDuration(session, "dbsage.statementTimeout", statementTimeout));
  }
}
