package io.github.dbsage.model;

/**
 * A finding that a {@code -- dbsage:ignore} silences: it fails nothing, and every report lists it.
 *
 * @param reason what the file says behind {@code because}
 * @param at the directive
 */
public record Suppressed(Finding finding, String reason, Place at) {}
