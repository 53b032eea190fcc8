package io.github.dbsage.history;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Version;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code schema_migrations}.
 *
 * @param checksum as recorded: 64 characters, usually hexadecimal digits
 * @param code the recorded digest of the file's tokens, or null where none was recorded
 * @param notes the error of a failed one
 * @param appliedAt as PostgreSQL prints it, in UTC, to the second
 * @param kind {@code sql}, {@code backfill} or {@link #BASELINE}
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
    String kind) {

  /** The kind of the row that {@code adopt} writes: no file made it, and none belongs to it. */
  public static final String BASELINE = "baseline";

  /** Whether it says up to where the database stood already when it was adopted. */
  public boolean isBaseline() {
    return success && kind.equals(BASELINE);
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
