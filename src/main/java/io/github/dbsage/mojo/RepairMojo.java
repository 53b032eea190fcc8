package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.Lock;
import io.github.dbsage.app.Outcome;
import io.github.dbsage.app.Repair;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Mends what a database recorded of a migration; without a version it lists what needs repair, with
 * the commands.
 */
@Mojo(
    name = "repair",
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class RepairMojo extends DbsageMojo {

  /** The version (14 digits) whose record is meant; alone, it shows how that version stands. */
  @Parameter(property = "dbsage.version")
  @Nullable String version;

  /**
   * How the version is recorded from now on: {@code applied}, {@code reverted} (not applied),
   * {@code accepted} (with the file's checksum), or {@code cleared} (its failure forgotten).
   */
  @Parameter(property = "dbsage.to")
  @Nullable String to;

  /**
   * The number of the statement that the next run of an unfinished migration begins with; those
   * before it count as done. Or {@code supabase}: then {@code dbsage.to}, {@code applied} or {@code
   * reverted}, is about the Supabase CLI's record alone.
   */
  @Parameter(property = "dbsage.from")
  @Nullable String from;

  /** Why this is done, for the log table; needed for every repair. */
  @Parameter(property = "dbsage.reason")
  @Nullable String reason;

  /** What keeps runners apart: {@code session}, or {@code lease} behind a transaction pooler. */
  @Parameter(property = "dbsage.lock", defaultValue = "session")
  String lock = "session";

  @Override
  Outcome run(Context context) {
    return Repair.run(
        new Repair.Request(
            context,
            Parameters.choice("dbsage.lock", lock, Lock.class),
            version,
            to,
            from,
            reason));
  }
}
