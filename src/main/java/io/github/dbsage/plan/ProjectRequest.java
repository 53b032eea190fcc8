package io.github.dbsage.plan;

import io.github.dbsage.sql.Placeholders;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which project to read, and how.
 *
 * @param baseDirectory the folder that file names in messages are relative to
 * @param directory {@code dbsage.directory}, absolute or relative to the base directory; null to
 *     look for {@code src/main/db} and {@code supabase/migrations}
 * @param placeholders values by name
 * @param expandPlaceholders whether {@code ${name}} means anything
 */
public record ProjectRequest(
    Path baseDirectory,
    @Nullable Path directory,
    Map<String, String> placeholders,
    boolean expandPlaceholders) {

  public ProjectRequest {
    placeholders = Map.copyOf(placeholders);
  }

  /** How placeholders are read where what is written counts. */
  Placeholders values() {
    return expandPlaceholders ? Placeholders.expand(placeholders) : Placeholders.off();
  }
}
