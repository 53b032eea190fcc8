package io.github.dbsage.mojo;

import io.github.dbsage.app.Backfill;
import io.github.dbsage.app.Context;
import io.github.dbsage.app.Lock;
import io.github.dbsage.app.Outcome;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs a backfill that is due, or joins those who run it already (this goal on another machine,
 * apply); pauses it, lets it go on, ends it, or shows how far it is.
 */
@Mojo(
    name = "backfill",
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class BackfillMojo extends DbsageMojo {

  /** Which one: its name, its version (14 digits) or its file; needed where there are several. */
  @Parameter(property = "dbsage.backfill")
  @Nullable String backfill;

  /**
   * What is done with it: {@code run}, {@code pause}, {@code resume}, {@code cancel} or {@code
   * status}. All but {@code run} need no files, and reach every machine that is at work.
   */
  @Parameter(property = "dbsage.backfill.action", defaultValue = "run")
  String backfillAction = "run";

  /** How many workers this process has at most, in place of what the file says. */
  @Parameter(property = "dbsage.workers")
  @Nullable Integer workers;

  /** Why this is done, for the log table; a backfill that is paused shows it too. */
  @Parameter(property = "dbsage.reason")
  @Nullable String reason;

  /** What keeps runners apart: {@code session}, or {@code lease} behind a transaction pooler. */
  @Parameter(property = "dbsage.lock", defaultValue = "session")
  String lock = "session";

  @Override
  boolean needsProject() {
    return backfillAction.strip().equals("run");
  }

  @Override
  Outcome run(Context context) {
    return Backfill.run(
        new Backfill.Request(
            context,
            Parameters.chosen(session, "dbsage.backfill", backfill),
            Parameters.choice("dbsage.backfill.action", backfillAction, Backfill.Action.class),
            workers == null ? null : Parameters.positive("dbsage.workers", workers),
            Parameters.choice("dbsage.lock", lock, Lock.class),
            reason));
  }
}
