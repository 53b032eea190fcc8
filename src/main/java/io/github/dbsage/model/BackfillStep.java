package io.github.dbsage.model;

/** A declarative backfill ({@code .backfill.yaml}); the engine that runs it is not built yet. */
public record BackfillStep(Version version, String name, Checksum checksum, Source source)
    implements Step {}
