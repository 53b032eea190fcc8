package io.github.dbsage.plan;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Version;
import org.jspecify.annotations.Nullable;

/**
 * A {@code -- dbsage:ignore HAZARD_ID because …} in a migration.
 *
 * @param statement the statement that it is for, or null where it holds for the whole file
 */
public record Suppression(
    Version version, String rule, String reason, Place at, @Nullable Place statement) {}
