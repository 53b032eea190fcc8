package io.github.dbsage.app;

import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.plan.Phase;
import io.github.dbsage.plan.Planned;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is to be said where a plan's phases and its SQL contradict each other. */
final class PhaseRuleProblems {

  private static final int SHOWN = 3;

  private PhaseRuleProblems() {}

  /** What a plan says of a table. */
  enum Heat {
    HOT,
    COOL
  }

  static Finding breaks(Planned planned, List<Finding> found, @Nullable String command) {
    String all =
        found.stream()
            .limit(SHOWN)
            .map(one -> one.rule() + " at " + one.where())
            .collect(Collectors.joining(", "));
    String more = found.size() > SHOWN ? ", and " + (found.size() - SHOWN) + " more" : "";
    String fix =
        (command == null
                ? "Do what is printed for each of them, and move what takes something away into a"
                    + " migration of the phase contract, behind a deploy"
                : "Do it in phases, which this writes: " + command)
            + "; what you know to be harmless is taken with -- dbsage:ignore "
            + found.get(0).rule()
            + " because …";
    return Finding.error(
        PhaseRules.ID,
        planned.at(),
        "Version "
            + planned.version()
            + " stands in the phase "
            + label(planned)
            + " and breaks the application that runs then: "
            + all
            + more,
        fix);
  }

  static Finding notNullTooEarly(
      Planned planned, QualifiedName table, String column, Place at, BackfillStep later) {
    return Finding.error(
        PhaseRules.ID,
        planned.at(),
        "Version "
            + planned.version()
            + " demands at "
            + at
            + " that "
            + column
            + " of "
            + table
            + " holds no NULL, and the backfill that fills it, "
            + later.title()
            + ", runs only after it",
        "Give the migration a version after "
            + later.version()
            + ", in a phase behind the backfill");
  }

  private static String label(Planned planned) {
    Phase phase = planned.phase();
    return phase == null ? "" : phase.label();
  }

  /** What is left to do about a statement that breaks what runs: the template's decision tree. */
  static String choice(String rule, String table, @Nullable Heat heat, @Nullable String command) {
    String window =
        "say when in communication.change-window, and write -- dbsage:ignore "
            + rule
            + " because …";
    String phases =
        command == null
            ? "do it in phases (expand, deploy, contract) of a plan"
            : "do it in phases, which this writes: " + command;
    if (heat == Heat.HOT) {
      return "It breaks the application that runs, and " + table + " is hot: " + phases + ".";
    }
    if (heat == Heat.COOL) {
      return "It breaks the application that runs. "
          + table
          + " is not among the hot-tables, so a maintenance window will do: "
          + window
          + ". Without one, "
          + phases
          + ".";
    }
    return "It breaks the application that runs: "
        + phases
        + ". Where a maintenance window will do, "
        + window
        + ".";
  }

  static String writes(String command) {
    return "The files of the safe way are written by: " + command;
  }
}
