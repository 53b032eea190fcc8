package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.Judgement;
import io.github.dbsage.app.Outcome;
import io.github.dbsage.app.TakeSnapshot;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the schema of a database as text that compares line by line, {@code
 * target/dbsage/schema.txt}; or compares two, and writes {@code target/dbsage/schema.diff}. Nothing
 * is written to the database.
 */
@Mojo(
    name = "snapshot",
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class SnapshotMojo extends JudgingMojo {

  /**
   * The file with the first of two snapshots to compare; the default is the database, where {@code
   * dbsage.to} is given. A difference is a warning: with {@code dbsage.failOn=warning} it fails the
   * build.
   */
  @Parameter(property = "dbsage.from")
  @Nullable String from;

  /**
   * The file with the second of two snapshots to compare; the default is the database, where {@code
   * dbsage.from} is given.
   */
  @Parameter(property = "dbsage.to")
  @Nullable String to;

  @Override
  boolean needsProject() {
    return false;
  }

  @Override
  Outcome run(Context context) {
    return TakeSnapshot.run(
        new TakeSnapshot.Request(
            context,
            Parameters.chosen(session, "dbsage.from", from),
            Parameters.chosen(session, "dbsage.to", to),
            judgement(Judgement.FailOn.ERROR, false)));
  }
}
