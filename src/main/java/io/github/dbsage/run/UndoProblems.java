package io.github.dbsage.run;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.RepairCommand;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Version;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this room has to say when a migration cannot be undone. */
final class UndoProblems {

  private UndoProblems() {}

  /** What the recorded script says cannot be run. */
  static Problem unusable(Version version, Problem fault) {
    String fix =
        fault.code().equals("PLACEHOLDER_UNKNOWN") && fault.fix() != null
            ? fault.fix()
            : "Nothing was changed. " + otherwise(version);
    return Problem.of(
            fault.code(),
            "The recorded rollback script of "
                + version
                + " cannot be run: "
                + uncapitalised(fault.what())
                + (fault.what().endsWith(".") ? "" : "."),
            fault.where(),
            fix)
        .because(fault.why());
  }

  /** A statement of which nobody can see what it takes away before it is gone. */
  static Problem unwatchable(Version version, Place place, String what) {
    return Problem.of(
        "DATA_LOSS",
        "The recorded rollback script of "
            + version
            + " cannot be run by the plugin: "
            + what
            + " would run outside a transaction, so what it takes away cannot be seen before it is"
            + " gone.",
        place,
        "Nothing was changed. " + otherwise(version));
  }

  /**
   * What would be lost.
   *
   * @param allowed what was named already, for the whole of the property
   */
  static Problem dataLoss(SqlStep script, List<Loss> full, LossAllowance allowed) {
    return Problem.of(
            "DATA_LOSS",
            "Rolling back "
                + script.title()
                + " would lose data: "
                + full.stream().map(Loss::title).distinct().collect(Collectors.joining(", "))
                + ".",
            Place.startOf(script.source().file()),
            "Keep a copy of what is needed; then allow it by name, and run the goal again with "
                + property(full, allowed))
        .because(
            script.shape().segmented()
                ? "nothing of this transaction of the script was kept; what ran before it is kept and"
                    + " journalled"
                : "the script was rolled back; nothing of it was kept");
  }

  private static String property(List<Loss> losses, LossAllowance allowed) {
    String names =
        Stream.concat(allowed.written().stream(), losses.stream().map(Loss::name))
            .distinct()
            .collect(Collectors.joining(","));
    String property = "-Ddbsage.allowDataLoss=" + names;
    return names.indexOf('"') < 0 ? property : "'" + property + "'";
  }

  static Problem notSeen(SqlStep script, Loss loss, LossAllowance allowed, ServerFailure failure) {
    return new Problem(
        "DATA_LOSS",
        "Rolling back "
            + script.title()
            + " may lose data, and whether any are there cannot be seen: "
            + loss.title()
            + ".",
        Place.startOf(script.source().file()),
        failure.text(),
        "Run as a role that sees all of its rows (its owner, past row security), or allow it by name:"
            + " "
            + property(List.of(loss), allowed),
        failure.sqlState(),
        failure.hint());
  }

  /** What is left to somebody whose script does not do. */
  static String otherwise(Version version) {
    return "Roll forward: write a new migration that undoes it. Or undo it by hand, and then say so: "
        + RepairCommand.to(version, "reverted");
  }

  private static String uncapitalised(String sentence) {
    boolean word =
        sentence.length() > 1
            && Character.isUpperCase(sentence.charAt(0))
            && Character.isLowerCase(sentence.charAt(1));
    return word ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1) : sentence;
  }
}
