package io.github.dbsage.app;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.SchemaObject;
import io.github.dbsage.model.Step;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.MigrationPlan.ChangeWindow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What there is to say about gates, and about who may run a plan, where and when. */
final class GateProblems {

  private static final String APPLY = "mvn dbsage:apply";

  private GateProblems() {}

  static Problem unknown(String gate, List<String> known) {
    return Problem.of(
        "GATE_UNKNOWN",
        known.isEmpty()
            ? "dbsage.deployed names the gate " + gate + ", and no plan has a gate."
            : "dbsage.deployed names the gate "
                + (gate.isEmpty() ? "'' (nothing between two commas)" : gate)
                + ", which no plan has"
                + Choices.didYouMean(gate, known)
                + ".",
        null,
        known.isEmpty()
            ? "Gates are deploy: in zero-downtime.phases of a plan; leave dbsage.deployed out."
            : "Name one of " + String.join(", ", known) + ", several with commas, or * for all.");
  }

  /** Why a step waits, for its line. */
  static String waiting(String gate) {
    return "waits for " + gate;
  }

  /** What opens a gate. */
  static String opens(String gate) {
    return APPLY + " -Ddbsage.deployed=" + gate;
  }

  static Problem closed(Step step, String gate) {
    return Problem.of(
        "GATE_CLOSED",
        "The plan puts " + step.title() + " behind the gate " + gate + ", which is not open.",
        Place.startOf(step.source().file()),
        "Once that version runs everywhere: " + opens(gate));
  }

  /**
   * Old schema that is still needed.
   *
   * @param gate the one before it
   * @param evidence each a sentence without its full stop
   * @param dropped what would go
   */
  static Problem refused(
      Step step, @Nullable String gate, List<String> evidence, List<SchemaObject> dropped) {
    List<String> paths = dropped.stream().map(SchemaObject::path).distinct().toList();
    String confirm =
        gate == null
            ? ""
            : "End what still needs it, then: "
                + opens(gate)
                + " -Ddbsage.reason=\"…\" (which counts from now on). ";
    return Problem.of(
            "CONTRACT_REFUSED",
            step.title()
                + (dropped.isEmpty() ? " is in a contract phase" : " drops " + dropped.get(0))
                + (dropped.size() > 1 ? " and " + (dropped.size() - 1) + " more" : "")
                + ", and there is evidence against it.",
            Place.startOf(step.source().file()),
            confirm
                + (paths.isEmpty()
                    ? "Complete the backfill first: mvn dbsage:backfill"
                    : "Or, if it may go all the same: "
                        + APPLY
                        + " -Ddbsage.allowDataLoss="
                        + String.join(",", paths)))
        .because(String.join("\n", evidence));
  }

  static Problem environment(MigrationPlan plan, String environment, List<String> environments) {
    return Problem.of(
        "ENVIRONMENT",
        "The plan is not for "
            + environment
            + ", but for "
            + String.join(", ", environments)
            + Choices.didYouMean(environment, environments)
            + ".",
        at(plan, plan.summary().environments()),
        "Add it to summary.environments, or name the right one in dbsage.environment.");
  }

  static Problem noApprover(MigrationPlan plan, String name, List<String> approvers) {
    return Problem.of(
        "APPROVAL",
        "dbsage.approvedBy="
            + name
            + " is none of the plan's approvers"
            + didYouMean(name, approvers),
        at(plan, plan.communication().approvers()),
        "Name who approved it: " + String.join(", ", approvers) + ".");
  }

  private static String didYouMean(String name, List<String> approvers) {
    return Choices.didYouMean(name, approvers) + ".";
  }

  static Problem notApproved(MigrationPlan plan, String environment, List<String> approvers) {
    return Problem.of(
        "APPROVAL",
        "The plan needs an approval to run in " + environment + ", and none was named.",
        at(plan, plan.communication().approvers()),
        "Add -Ddbsage.approvedBy= with one of " + String.join(", ", approvers) + ".");
  }

  static Problem outsideWindow(MigrationPlan plan, ChangeWindow window, Instant now) {
    return Problem.of(
        "CHANGE_WINDOW",
        "It is "
            + now.truncatedTo(ChronoUnit.SECONDS)
            + ", and the plan's change window is from "
            + window.from().value().toInstant()
            + " to "
            + window.to().value().toInstant()
            + ".",
        window.from().at(),
        "Run it then, or say why it cannot wait: -Ddbsage.reason=\"…\"");
  }

  private static Place at(MigrationPlan plan, List<At<String>> entries) {
    return entries.isEmpty() ? Place.startOf(plan.file()) : entries.get(0).at();
  }
}
