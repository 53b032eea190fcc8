package io.github.dbsage.model;

/** A declarative backfill ({@code .backfill.yaml}). */
public record BackfillStep(
    Version version, String name, Checksum checksum, Source source, BackfillSpec spec)
    implements Step {}
