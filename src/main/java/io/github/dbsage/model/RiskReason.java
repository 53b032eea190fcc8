package io.github.dbsage.model;

/**
 * Why a migration is as risky as it is.
 *
 * @param why a half sentence that begins with a small letter: {@code a column is dropped}
 */
public record RiskReason(Version version, Risk level, String why, Place at) {}
