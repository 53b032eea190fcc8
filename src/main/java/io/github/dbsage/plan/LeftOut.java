package io.github.dbsage.plan;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Version;

/**
 * A statement of a migration that is not run, for the plugin does by itself what it would do.
 *
 * @param what in a few words: {@code INSERT on schema_migrations}
 * @param table of ours that it is about
 */
public record LeftOut(Version version, String what, String table, Place at) {}
