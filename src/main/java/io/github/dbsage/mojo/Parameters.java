package io.github.dbsage.mojo;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Durations;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.maven.execution.MavenSession;
import org.jspecify.annotations.Nullable;

/** Reads parameters whose values are more than text. */
final class Parameters {

  private Parameters() {}

  /**
   * What the command line says, else what the POM says: Maven itself lets a value in the POM's
   * {@code <configuration>} win.
   */
  static @Nullable String chosen(MavenSession session, String property, @Nullable String value) {
    String typed = session.getUserProperties().getProperty(property);
    return typed == null ? value : typed;
  }

  /** A duration that {@link #chosen} finds, or null. */
  static @Nullable Duration chosenDuration(
      MavenSession session, String property, @Nullable String value) {
    String chosen = chosen(session, property, value);
    return chosen == null ? null : duration(property, chosen);
  }

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
   * One of a few words: an enum's constants, in lower case.
   *
   * @throws UserError that lists them, when it is none
   */
  static <E extends Enum<E>> E choice(String property, String value, Class<E> type) {
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String word = constant.name().toLowerCase(Locale.ROOT);
      if (word.equals(value.strip())) {
        return constant;
      }
      words.add(word);
    }
    throw new UserError(
        Problem.of(
            "PARAMETER",
            property
                + "="
                + value
                + " is not known"
                + Choices.didYouMean(value.strip(), words)
                + ".",
            null,
            "Write one of: " + String.join(", ", words) + "."));
  }

  /**
   * A whole number from 1 on.
   *
   * @throws UserError when it is none
   */
  static int positive(String property, int value) {
    if (value < 1) {
      throw new UserError(
          Problem.of(
              "PARAMETER", property + "=" + value + " is below 1.", null, "Write 1 or more."));
    }
    return value;
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
