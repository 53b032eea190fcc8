package io.github.dbsage.mojo;

import io.github.dbsage.model.Durations;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import java.time.Duration;

/** Reads parameters whose values are more than text. */
final class Parameters {

  private Parameters() {}

  /**
   * A duration.
   *
   * @throws UserError when it is none
   */
  static Duration duration(String property, String value) {
    Duration duration = Durations.parse(value.strip());
    if (duration == null) {
      throw new UserError(
          Problem.of(
              "PARAMETER",
              property + "=" + value + " is not a duration.",
              null,
              "Write a number with a unit, such as 500ms, 5s, 2m or 1h; or 0."));
    }
    return duration;
  }

  /**
   * A whole number from 0 on.
   *
   * @throws UserError when it is none
   */
  static int count(String property, int value) {
    if (value < 0) {
      throw new UserError(
          Problem.of(
              "PARAMETER", property + "=" + value + " is below 0.", null, "Write 0 or more."));
    }
    return value;
  }
}
