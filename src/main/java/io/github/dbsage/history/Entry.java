package io.github.dbsage.history;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.Version;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code schema_migrations}.
 *
 * @param checksum as recorded: 64 characters, usually hexadecimal digits
 * @param code the recorded digest of what the file does, or null where none was recorded
 * @param notes the error of a failed one
 * @param appliedAt as PostgreSQL prints it, in UTC, to the second
 * @param kind {@code sql}, {@code backfill}, {@code baseline}, or what else wrote the row; {@code
 *     sql} where the template wrote it
 * @param toolVersion of the plugin that wrote it, or null
 */
public record Entry(
    Version version,
    String name,
    boolean success,
    String checksum,
    @Nullable Checksum code,
    @Nullable String notes,
    @Nullable String appliedAt,
    String appliedBy,
    @Nullable Long executionTimeMs,
    boolean hasRollback,
    String kind,
    @Nullable String toolVersion) {

  /** What {@code kind} says where a database was taken over as it stood, at this version. */
  public static final String BASELINE = "baseline";

  /** Whether it is a backfill, of which each batch is kept. */
  public boolean isBackfill() {
    return kind.equals(StepReport.Kind.BACKFILL.label());
  }

  /** Whether everything up to this version was there before the tool came. */
  public boolean isBaseline() {
    return success && kind.equals(BASELINE);
  }

  /** Whether a run of it has begun and not ended, which one that was cut off has not either. */
  public boolean isBegun() {
    return !success && History.RUNNING.equals(notes);
  }

  /** Whether the file still has the recorded checksum. */
  public boolean matches(Checksum file) {
    return checksum.toLowerCase(Locale.ROOT).equals(file.hex());
  }

  /** The recorded checksum, or null where it is none. */
  public @Nullable Checksum recorded() {
    String hex = checksum.toLowerCase(Locale.ROOT);
    return Checksum.isChecksum(hex) ? new Checksum(hex) : null;
  }
}
