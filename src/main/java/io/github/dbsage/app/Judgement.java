package io.github.dbsage.app;

import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.UserError;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What makes a goal fail beyond an error of its own: {@code dbsage.failOn} and {@code
 * dbsage.failOnPending}.
 *
 * @param failOn which findings fail it
 * @param failOnPending whether a migration that is not applied does
 * @param possible whether findings count that are only possible
 * @param strict whether errors that are no hazards fail it, whatever was asked for
 */
public record Judgement(FailOn failOn, boolean failOnPending, boolean possible, boolean strict) {

  /** Errors fail the goal. */
  public static final Judgement USUAL = new Judgement(FailOn.ERROR, false, true, false);

  private static final List<String> CHOICES = List.of("error", "warning", "never");

  /** Which findings fail a goal. */
  public enum FailOn {
    ERROR,
    WARNING,
    NEVER
  }

  /**
   * Reads the properties.
   *
   * @param failOn as the user wrote it, or null
   * @param usual what holds for the goal where it was not given
   * @throws UserError when it is none of the choices
   */
  public static Judgement of(@Nullable String failOn, FailOn usual, boolean failOnPending) {
    if (failOn == null) {
      return new Judgement(usual, failOnPending, true, false);
    }
    String word = failOn.strip().toLowerCase(Locale.ROOT);
    if (!CHOICES.contains(word)) {
      throw new UserError(
          Problem.of(
              "PARAMETER",
              "dbsage.failOn=" + failOn + " is unknown" + Choices.didYouMean(word, CHOICES) + ".",
              null,
              "Write error, warning or never."));
    }
    return new Judgement(FailOn.valueOf(word.toUpperCase(Locale.ROOT)), failOnPending, true, false);
  }

  /**
   * The same for {@code apply}: what is only possible does not block it. What is wrong in a file,
   * or contradicts the record, does, whatever was asked for: it would run something else than what
   * is written.
   */
  Judgement forApply() {
    return new Judgement(failOn, failOnPending, false, true);
  }

  /** The same for {@code dry-run}: what is wrong in a file cannot be tried. */
  Judgement forDryRun() {
    return new Judgement(failOn, failOnPending, possible, true);
  }

  /**
   * Whether a finding fails the goal.
   *
   * @param hazard whether it is one of the rules'
   */
  boolean fails(Finding finding, boolean hazard) {
    if (strict && !hazard && finding.severity() == Severity.ERROR) {
      return true;
    }
    if (finding.certainty() == Certainty.POSSIBLE && !possible) {
      return false;
    }
    return switch (failOn) {
      case ERROR -> finding.severity() == Severity.ERROR;
      case WARNING -> finding.severity() != Severity.INFO;
      case NEVER -> false;
    };
  }
}
