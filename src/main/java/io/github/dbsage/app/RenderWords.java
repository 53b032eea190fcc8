package io.github.dbsage.app;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Problem;
import java.util.List;

/** What {@code render} has to say. */
final class RenderWords {

  private RenderWords() {}

  static String written(String file) {
    return "Wrote " + file + ".";
  }

  static String same(String file) {
    return file + " is up to date.";
  }

  static String template(String file) {
    return "The template is " + file + ".";
  }

  static Problem noFile(String property, String value) {
    return Problem.of(
        "PARAMETER",
        property + "=" + value + " is no file's name.",
        null,
        "Name a file, or leave it out.");
  }

  static Problem severalTo(List<String> names) {
    return Problem.of(
        "PARAMETER",
        "dbsage.to names one file, and there are " + names.size() + " plans.",
        null,
        "Choose one with -Ddbsage.name= and one of: "
            + String.join(", ", names)
            + "; or leave dbsage.to out, and each is written beside its plan.");
  }

  static Problem noPlan(String name, List<String> names) {
    return Problem.of(
        "PARAMETER",
        "There is no plan of the name " + name + Choices.didYouMean(name, names) + ".",
        null,
        names.isEmpty()
            ? "There is no plan at all: leave dbsage.name out."
            : "Write one of: " + String.join(", ", names) + ".");
  }
}
