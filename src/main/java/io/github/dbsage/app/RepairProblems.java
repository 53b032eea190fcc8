package io.github.dbsage.app;

import io.github.dbsage.history.Entry;
import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Difference;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.RepairCommand;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Version;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the goal repair has to say: what a record needs, and which wishes it cannot follow. */
final class RepairProblems {

  private RepairProblems() {}

  // What needs a person.

  /** One without a journal; {@code error} is null where a run was cut off before it told. */
  static Finding failed(Case known, @Nullable String error) {
    return warning(
        "RECORD_FAILED",
        known,
        known.title()
            + (error == null ? " was cut off" : " failed")
            + (known.isBackfill()
                ? "; what it did is kept, and the next run goes on from there."
                : "; nothing of it was kept."),
        error,
        (known.step() == null ? "" : "Mend the file and apply again.\n")
            + "To forget the failure: "
            + RepairCommand.to(known.version(), "cleared")
            + (known.step() == null
                ? ""
                : "\nIf you have done by hand what it says: "
                    + RepairCommand.to(known.version(), "applied")));
  }

  static Finding missing(Case known) {
    return warning(
        "VERSION_MISSING",
        known,
        known.title() + " is applied, but has no file here.",
        null,
        "Bring the file back, or check that this is the right branch and the right database.\n"
            + "If it was undone for good: "
            + RepairCommand.to(known.version(), "reverted"));
  }

  static Finding halfRolledBack(Case known) {
    return warning(
        "RECORD_UNFINISHED",
        known,
        "The rollback of " + known.title() + " was begun and is not whole.",
        "nothing is applied before it is",
        "Run mvn dbsage:rollback: it continues behind what is done.\n"
            + "If the rest is undone by hand: "
            + RepairCommand.to(known.version(), "reverted")
            + "\nIf what was undone is made again by hand: "
            + RepairCommand.to(known.version(), "applied"));
  }

  static Finding changed(Case known, Difference difference) {
    Entry entry = Objects.requireNonNull(known.entry());
    return warning(
        "CHECKSUM_CHANGED",
        known,
        known.title()
            + " was changed after it was applied"
            + (entry.appliedAt() == null ? "" : " on " + Standings.utc(entry.appliedAt()))
            + " ("
            + difference.label()
            + ").",
        null,
        "Restore the file, and put the change into a new migration.\nTo see the difference: "
            + RepairCommand.show(known.version())
            + "\nTo take the file as it is now: "
            + RepairCommand.to(known.version(), "accepted"));
  }

  static Finding unfinishedWithoutFile(Case known) {
    return warning(
        "RECORD_UNFINISHED",
        known,
        known.title()
            + " did not get to its end (statements "
            + known.journalInWords()
            + "), and has no file here.",
        null,
        "Bring the file back, and apply again.\nIf it is given up, and what it did is undone by"
            + " hand: "
            + RepairCommand.to(known.version(), "cleared"));
  }

  static Finding prefixChanged(Case known, int ordinal) {
    int done = known.done();
    return warning(
        "JOURNAL_PREFIX",
        known,
        "Statement "
            + ordinal
            + " of "
            + known.title()
            + " has run, but it is not the one that stands in the file now.",
        "apply refuses to go on behind a changed beginning",
        "Restore the statements up to "
            + done
            + " as they ran, and apply again.\nIf the file says in another way what has run: "
            + RepairCommand.from(known.version(), done + 1)
            + "\nIf what has run is undone by hand, and all is to be run: "
            + RepairCommand.from(known.version(), 1));
  }

  static Finding cutOff(Case known) {
    int ordinal = known.done() + 1;
    return warning(
        "RECORD_UNFINISHED",
        known,
        "A run of " + known.title() + " was cut off in statement " + ordinal + ".",
        null,
        "Apply again: where the catalog shows whether it took effect, apply goes on by itself.\n"
            + "Where not, look. If it took effect: "
            + RepairCommand.from(known.version(), ordinal + 1)
            + "\nIf it did not: "
            + RepairCommand.from(known.version(), ordinal));
  }

  static Finding allDone(Case known) {
    return warning(
        "RECORD_UNFINISHED",
        known,
        "All statements of " + known.title() + " count as done, but it is not recorded as applied.",
        null,
        "Apply again: nothing of it is run, and it is recorded.\nIf what has run is undone by hand,"
            + " and all is to be run: "
            + RepairCommand.from(known.version(), 1));
  }

  static Finding goesOn(Case known, @Nullable String error) {
    int next = known.done() + 1;
    return warning(
        "RECORD_UNFINISHED",
        known,
        known.title() + " did not get to its end: the next run begins with statement " + next + ".",
        error,
        "Mend what failed and apply again.\nIf statement "
            + next
            + " was done by hand: "
            + RepairCommand.from(known.version(), next + 1)
            + (next == 1
                ? ""
                : "\nIf what has run is undone by hand, and all is to be run: "
                    + RepairCommand.from(known.version(), 1)));
  }

  // What cannot be done as it was typed.

  static Problem versionMissing() {
    return Problem.of(
        "REPAIR_VERSION",
        "The goal repair was told what to do, but not with which migration.",
        null,
        "Add -Ddbsage.version; " + RepairCommand.list() + " lists what needs repair.");
  }

  static Problem versionMalformed(String version) {
    return Problem.of(
        "REPAIR_VERSION",
        "-Ddbsage.version=" + version + " is not a version of 14 digits.",
        null,
        "Name one version, such as 20260101120000; "
            + RepairCommand.list()
            + " lists what needs repair.");
  }

  static Problem toUnknown(String to, Collection<String> choices) {
    return Problem.of(
        "REPAIR_TO",
        "-Ddbsage.to=" + to + " is no repair" + Choices.didYouMean(to, choices) + ".",
        null,
        "Write one of " + String.join(", ", choices) + ".");
  }

  static Problem toAndFrom() {
    return Problem.of(
        "REPAIR_TO",
        "-Ddbsage.to and -Ddbsage.from are two different repairs.",
        null,
        "Give one of them, and the other with a second command.");
  }

  static Problem fromMalformed(String from) {
    return Problem.of(
        "REPAIR_FROM",
        "-Ddbsage.from=" + from + " is not the number of a statement.",
        null,
        "Write the number of the statement that the next run begins with; the first one is 1.");
  }

  static Problem fromBehindTheEnd(Case known, int from, int statements) {
    return Problem.of(
        "REPAIR_FROM",
        known.title()
            + (statements == 1 ? " has 1 statement" : " has " + statements + " statements")
            + ", so it cannot go on from "
            + from
            + ".",
        known.place(),
        "Write a number from 1 to "
            + (statements + 1)
            + "; the last one means that nothing is left to run.");
  }

  static Problem reasonMissing(String command) {
    return Problem.of(
            "REPAIR_REASON",
            "A repair needs a reason.",
            null,
            "Say in your own words why: " + command)
        .because("whoever reads dbsage_log later must be able to understand it");
  }

  static Problem noRecord() {
    return Problem.of(
        "REPAIR_NOTHING",
        "DB Sage has recorded nothing in this database, so there is nothing to repair.",
        null,
        "Run mvn dbsage:apply; or mvn dbsage:adopt -Ddbsage.from=none where it holds tables already."
            + " Where the tables of DB Sage stand in a schema of their own, add -Ddbsage.schema.");
  }

  static Problem noFile(Case known, String wish) {
    return Problem.of(
        "REPAIR_FILE",
        "There is no file of " + known.version() + " here, so it cannot be " + wish + ".",
        null,
        "Bring the file back, or name a version that has one.");
  }

  static Problem notSql(Case known) {
    return Problem.of(
        "REPAIR_FILE",
        known.title() + " is a backfill: it has no statements that a journal counts.",
        known.place(),
        RepairCommand.show(known.version()) + " shows what can be done.");
  }

  static Problem notRecorded(Case known) {
    return Problem.of(
        "REPAIR_STATE",
        "Nothing is recorded of " + known.title() + ".",
        null,
        RepairCommand.list() + " lists what needs repair.");
  }

  static Problem belowBaseline(Case known) {
    return Problem.of(
        "REPAIR_STATE",
        known.title() + " counts as applied because it stands below the baseline of this database.",
        null,
        "A single version below it cannot be taken out; give the file a new version behind the"
            + " baseline, and it is pending.");
  }

  static Problem baselineInUse(Case known, int others) {
    return Problem.of(
        "REPAIR_STATE",
        "The baseline "
            + known.version()
            + " cannot be taken out any more: "
            + (others == 1 ? "1 migration was" : others + " migrations were")
            + " recorded since.",
        null,
        "Files below it would be run on a database that holds them already; nothing was changed.");
  }

  static Problem baselineStays(Case known) {
    return Problem.of(
        "REPAIR_STATE",
        known.version() + " is the baseline of this database, not a migration that was run.",
        null,
        "To take an adoption back: " + RepairCommand.to(known.version(), "reverted"));
  }

  static Problem changedSince(Case known) {
    return Problem.of(
        "REPAIR_STATE",
        known.title() + " is recorded as applied already, with another checksum.",
        known.place(),
        "To take the file as it is now: " + RepairCommand.to(known.version(), "accepted"));
  }

  static Problem isApplied(Case known) {
    return Problem.of(
        "REPAIR_STATE",
        known.title() + " is recorded as applied: there is no failure.",
        null,
        "If it was undone by hand: " + RepairCommand.to(known.version(), "reverted"));
  }

  static Problem isFailed(Case known) {
    return Problem.of(
        "REPAIR_STATE",
        known.title() + " is recorded as failed, not as applied.",
        null,
        "To forget the failure: " + RepairCommand.to(known.version(), "cleared"));
  }

  static Problem neverCompared(Case known) {
    return Problem.of(
        "REPAIR_STATE",
        known.title() + " is not applied: its checksum is not compared, and need not be accepted.",
        null,
        "Run mvn dbsage:apply.");
  }

  static Problem notJournalled(Case known) {
    return Problem.of(
            "REPAIR_STATE",
            "No statement of " + known.title() + " is on record.",
            null,
            "Run mvn dbsage:apply; it begins with the first statement.")
        .because("a migration that is one transaction leaves nothing behind when it fails");
  }

  static Problem unreadable(SqlStep step, IOException cause) {
    return Problem.of(
            "FILE_UNREADABLE",
            "The file cannot be read any more.",
            Place.startOf(step.source().file()),
            "Make it readable and run the goal again.")
        .because(cause.getMessage());
  }

  /** What a version's own line says where nothing is wrong with it. */
  static String sound(Case known, boolean covered) {
    Version version = known.version();
    Entry entry = known.entry();
    if (known.isBaseline()) {
      return version
          + " is the baseline at which this database was adopted. To take that back, where nothing"
          + " was applied since: "
          + RepairCommand.to(version, "reverted");
    }
    if (covered) {
      return known.title() + " counts as applied: it stands below the baseline.";
    }
    if (entry == null) {
      return known.title()
          + " is pending, and nothing is recorded of it."
          + (known.step() == null
              ? " It has no file here either."
              : " If you have done by hand what it says: " + RepairCommand.to(version, "applied"));
    }
    return String.format(
        Locale.ROOT,
        "%s is applied%s by %s, and its file is as it was applied. If it was undone by hand: %s",
        known.title(),
        entry.appliedAt() == null ? "" : " on " + Standings.utc(entry.appliedAt()),
        entry.appliedBy(),
        RepairCommand.to(version, "reverted"));
  }

  private static Finding warning(
      String rule, Case known, String message, @Nullable String effect, String fix) {
    return new Finding(
        rule, Severity.WARNING, Certainty.CERTAIN, known.place(), null, message, effect, fix);
  }
}
