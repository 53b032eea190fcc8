package io.github.dbsage.model;

import org.jspecify.annotations.Nullable;

/**
 * Something found in the files, or by comparing them with a database.
 *
 * @param rule the id: {@code CHECKSUM_CHANGED}, a hazard's id
 * @param statement the statement's text, shortened, or null
 * @param message one sentence: what is the matter
 * @param effect what it would do, or null
 * @param fix what to write or type instead, or null
 */
public record Finding(
    String rule,
    Severity severity,
    Certainty certainty,
    Place where,
    @Nullable String statement,
    String message,
    @Nullable String effect,
    @Nullable String fix) {

  /** A certain error. */
  public static Finding error(String rule, Place where, String message, @Nullable String fix) {
    return new Finding(rule, Severity.ERROR, Certainty.CERTAIN, where, null, message, null, fix);
  }

  /** A certain warning. */
  public static Finding warning(String rule, Place where, String message, @Nullable String fix) {
    return new Finding(rule, Severity.WARNING, Certainty.CERTAIN, where, null, message, null, fix);
  }

  /** A certain remark. */
  public static Finding info(String rule, Place where, String message, @Nullable String fix) {
    return new Finding(rule, Severity.INFO, Certainty.CERTAIN, where, null, message, null, fix);
  }

  /** The same, as sure as this. */
  public Finding withCertainty(Certainty sure) {
    return new Finding(rule, severity, sure, where, statement, message, effect, fix);
  }

  /** The same with what it would do. */
  public Finding withEffect(String what) {
    return new Finding(rule, severity, certainty, where, statement, message, what, fix);
  }

  /** The same with another way out. */
  public Finding withFix(String other) {
    return new Finding(rule, severity, certainty, where, statement, message, effect, other);
  }

  /** The same, taken more or less seriously. */
  public Finding withSeverity(Severity other) {
    return new Finding(rule, other, certainty, where, statement, message, effect, fix);
  }
}
