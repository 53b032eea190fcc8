package io.github.dbsage.plan;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Version;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What can be wrong with what a plan says, in words. */
final class PlanFileProblems {

  private static final String PLAN_CYCLE = "PLAN_CYCLE";

  private PlanFileProblems() {}

  private static Finding error(Place at, String message, String fix) {
    return Finding.error(YamlProblems.PLAN_KEY, at, message, fix);
  }

  // Files.

  static Finding otherEnding(String file, String name, String proposal) {
    return Finding.error(
        "FILE_NAME",
        Place.startOf(file),
        "\"" + name + "\" is not read: a plan's name ends in .yaml",
        "mv \"" + name + "\" " + proposal);
  }

  // Sections.

  static Finding forwardWithoutWay(Place at) {
    return error(
        at,
        "The plan is forward-only, and does not say how to go on from a failure",
        "Write roll-forward: and what would be done");
  }

  static Finding windowOrder(Place at, At<OffsetDateTime> from) {
    return error(
        at,
        "The change window ends here, which is not after its beginning, " + from.value(),
        "Write a later time");
  }

  static Finding unknownBackfill(Place at, String name, Collection<String> known) {
    return error(
        at,
        "There is no backfill " + name + Choices.didYouMean(name, known),
        known.isEmpty()
            ? "Add its file: <14 digits>_" + name + ".backfill.yaml"
            : "Write one of " + String.join(", ", known) + ", or add its file");
  }

  static Finding otherSchema(Place at, String schema, String other, Place first) {
    return error(
        at,
        "version-tracking.schema is " + schema + " here and " + other + " at " + first,
        "Write the same schema in all plans");
  }

  // Checks.

  static Finding checkTwice(Place at, String name, Place first) {
    return error(at, "The check " + name + " is already there at " + first, "Give it another name");
  }

  static Finding unknownCheck(Place at, String name, Collection<String> known) {
    return error(
        at,
        "There is no check " + name + " in testing" + Choices.didYouMean(name, known),
        known.isEmpty()
            ? "Add it to testing.smoke, testing.rls or testing.explain"
            : "Write one of " + String.join(", ", known) + ", or add it to testing");
  }

  static Finding explainWithoutExpectation(Place at) {
    return error(
        at,
        "This EXPLAIN check expects nothing, so it could not fail",
        "Write one of uses-index, no-seq-scan, max-cost");
  }

  static Finding noRows(Place at) {
    return error(at, "expect is an empty list of rows", "Write expect: none");
  }

  static Finding rowForm(Place at) {
    return error(
        at,
        "expect is a value, or a list of rows that are lists of values",
        "Write [[1, a], [2, b]]");
  }

  static Finding rowLength(Place at, List<?> row, List<?> first) {
    return error(
        at,
        "This row is " + row.size() + " long, and the first one " + first.size(),
        "Write rows of one length");
  }

  static Finding access(Place at, String what, String value, List<String> choices) {
    return error(
        at,
        what + " is \"" + value + "\"" + Choices.didYouMean(value, choices),
        "Write one of " + String.join(", ", choices) + ", or the number of rows");
  }

  // Phases.

  static Finding phaseForm(Place at, List<String> phases) {
    return error(
        at,
        "A phase is a mapping with one key",
        "Write - {" + String.join(": …}, or - {", phases) + ": …}");
  }

  static Finding gateForm(Place at, String gate) {
    return error(
        at,
        "\"" + gate + "\" cannot be given on the command line: a gate has no blanks and commas",
        "Write deploy: " + gate.strip().replaceAll("[\\s,]+", "-"));
  }

  static Finding gateTwice(Place at, String gate, Place first) {
    return error(
        at,
        "The gate " + gate + " is already there at " + first + ", and it is opened once",
        "Give each deploy a name of its own");
  }

  // Versions.

  static Finding versionWithoutFile(Place at, Version version) {
    return error(
        at,
        "There is no migration with version " + version,
        "Add its file, or correct the version");
  }

  static Finding versionPlannedTwice(Place at, Version version, Place first) {
    return error(
        at,
        "Version " + version + " is already planned at " + first,
        "Keep it in one place: a version is in at most one phase of one plan");
  }

  static Finding afterItself(Place at, Version version) {
    return Finding.error(
        PLAN_CYCLE, at, "Version " + version + " is to run after itself", "Remove it from after");
  }

  static Finding afterNewer(Place at, Version version, Version after) {
    return Finding.error(
        PLAN_CYCLE,
        at,
        "Version "
            + version
            + " is to run after "
            + after
            + ", which is newer: migrations run in the order of their versions",
        "Give one of the two files another version, or remove the dependency");
  }

  /**
   * @param circle each version with the place that says that it runs after the next; the last one
   *     after the first
   */
  static Finding cycle(List<At<Version>> circle) {
    String versions =
        circle.stream().map(step -> step.value().digits()).collect(Collectors.joining(", "));
    String places =
        circle.stream().skip(1).map(step -> step.at().toString()).collect(Collectors.joining(", "));
    return Finding.error(
        PLAN_CYCLE,
        circle.get(0).at(),
        "The versions " + versions + " wait for each other in a circle: here and at " + places,
        "Remove one of these dependencies");
  }
}
