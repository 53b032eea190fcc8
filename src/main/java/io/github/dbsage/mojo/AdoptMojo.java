package io.github.dbsage.mojo;

import io.github.dbsage.app.Adopt;
import io.github.dbsage.app.Context;
import io.github.dbsage.app.Lock;
import io.github.dbsage.app.Outcome;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Takes over a database that has tables but no history of this plugin. */
@Mojo(
    name = "adopt",
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class AdoptMojo extends DbsageMojo {

  /** Whose history the database holds: {@code none}, for one that no tool has migrated. */
  @Parameter(property = "dbsage.from")
  @Nullable String from;

  /**
   * The baseline (14 digits): files up to this version have run on the database already; later ones
   * are pending.
   */
  @Parameter(property = "dbsage.version")
  @Nullable String version;

  /** Why this is done, for the log table. */
  @Parameter(property = "dbsage.reason")
  @Nullable String reason;

  /** What keeps runners apart: {@code session}, or {@code lease} behind a transaction pooler. */
  @Parameter(property = "dbsage.lock", defaultValue = "session")
  String lock = "session";

  @Override
  Outcome run(Context context) {
    return Adopt.run(
        new Adopt.Request(
            context, Parameters.choice("dbsage.lock", lock, Lock.class), from, version, reason));
  }
}
