package io.github.dbsage.plan;

import io.github.dbsage.model.Version;
import org.jspecify.annotations.Nullable;

/**
 * A file of the migrations folder whose name is right.
 *
 * @param rollback its {@code .rollback.sql}, or null where there is none
 */
record MigrationFile(FileName name, FileSource source, @Nullable FileSource rollback) {

  Version version() {
    return name.version();
  }

  boolean backfill() {
    return name.ending() == FileName.Ending.BACKFILL;
  }
}
