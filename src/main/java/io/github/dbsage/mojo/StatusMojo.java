package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.Judgement;
import io.github.dbsage.app.Outcome;
import io.github.dbsage.app.Status;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Shows the migrations beside what a database recorded of them; writes nothing. */
@Mojo(
    name = "status",
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class StatusMojo extends JudgingMojo {

  /** Whether the build fails where a migration is not applied. */
  @Parameter(property = "dbsage.failOnPending", defaultValue = "false")
  boolean failOnPending;

  /**
   * The first version to list (14 digits); from there on all are. Without it, long lists are cut to
   * what needs attention, the last applied and the next pending ones.
   */
  @Parameter(property = "dbsage.since")
  @Nullable String since;

  /**
   * A table whose locks are shown too: {@code public.users}, or {@code users} where there is only
   * one. With it come its partitions, indexes and TOAST tables.
   */
  @Parameter(property = "dbsage.table")
  @Nullable String table;

  @Override
  Outcome run(Context context) {
    return Status.run(
        new Status.Request(
            context, since, table, judgement(Judgement.FailOn.NEVER, failOnPending)));
  }
}
