package io.github.dbsage.lint;

import io.github.dbsage.model.SqlStep;

/**
 * A migration for the linter.
 *
 * @param judged whether findings are wanted; the others only give state
 * @param batch migrations of the same batch are applied together, before anybody uses what they
 *     make: what one creates is new to the others
 * @param contract whether the plan has it in its contract phase
 * @param forwardOnly whether the plan declares that there is no way back
 */
public record Subject(
    SqlStep step, boolean judged, String batch, boolean contract, boolean forwardOnly) {

  /** One of no plan that declares it. */
  public Subject(SqlStep step, boolean judged, String batch, boolean contract) {
    this(step, judged, batch, contract, false);
  }

  /** Its file's name. */
  public String file() {
    return step.source().file();
  }

  /** Whether it is applied after the other one, and not together with it. */
  boolean comesAfter(Subject other) {
    return !isTogetherWith(other) && step.version().compareTo(other.step.version()) > 0;
  }

  /** Whether what the other created is new to this one. */
  boolean isTogetherWith(Subject other) {
    return step.version().equals(other.step.version()) || batch.equals(other.batch);
  }
}
