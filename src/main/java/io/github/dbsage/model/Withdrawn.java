package io.github.dbsage.model;

/**
 * A finding that a dry run refutes: it fails nothing, and every report lists it.
 *
 * @param reason what the run showed instead
 */
public record Withdrawn(Finding finding, String reason) {}
