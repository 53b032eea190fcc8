package io.github.dbsage.plan;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Version;

/** What can be wrong with the order of a plan's phases, in words. */
final class PhaseProblems {

  private PhaseProblems() {}

  private static Finding error(Place at, String message, String fix) {
    return Finding.error("PLAN_PHASE", at, message, fix);
  }

  static Finding tooLate(Phase phase, Phase before) {
    return error(
        phase.at(),
        "The phase "
            + phase.label()
            + " stands behind the phase "
            + before.label()
            + " at "
            + before.at()
            + "; the order is expand, backfill, validate, contract, with deploy anywhere between",
        "Move it in front of "
            + before.label()
            + ", or what it names into a phase that may stand here; another round of the same"
            + " change is a plan of its own");
  }

  static Finding notAscending(Planned one, Planned newest) {
    return error(
        one.at(),
        "Version "
            + one.version()
            + " stands behind "
            + newest.version()
            + " at "
            + newest.at()
            + ", and runs before it: migrations run in the order of their versions",
        "Write \"" + one.version() + "\" in front of \"" + newest.version() + "\"");
  }

  static Finding runsTooEarly(Planned one, Planned newest, FileName file, Version free) {
    FileName renamed = new FileName(free, file.name(), file.ending());
    return error(
        one.at(),
        "Version "
            + one.version()
            + " of the phase "
            + label(one)
            + " runs before "
            + newest.version()
            + " of the phase "
            + label(newest)
            + " at "
            + newest.at()
            + ": migrations run in the order of their versions",
        "mv "
            + file
            + " "
            + renamed
            + " and write \""
            + free
            + "\" here; or, where it has to run first, move \""
            + one.version()
            + "\" into the phase "
            + label(newest));
  }

  static Finding contractWithoutGate(Phase.Contract contract) {
    return error(
        contract.at(),
        "No deploy stands in front of contract: the application that still uses the old schema"
            + " would lose it while it runs",
        "Write - deploy: and the application version that does without it in front of contract");
  }

  static Finding contractBehindNoGate(Phase.Contract contract, Phase open) {
    return error(
        contract.at(),
        "No deploy stands between the phase "
            + open.label()
            + " at "
            + open.at()
            + " and contract: the application version that was deployed before it may still use"
            + " the old schema",
        "Write - deploy: and the application version that does without the old schema in front of"
            + " contract");
  }

  private static String label(Planned planned) {
    Phase phase = planned.phase();
    return phase == null ? "" : phase.label();
  }
}
