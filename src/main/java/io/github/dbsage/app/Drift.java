package io.github.dbsage.app;

import io.github.dbsage.history.Entry;
import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Difference;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.RepairCommand;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Checksums;
import io.github.dbsage.plan.Project;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares a project's files with what a database recorded of them. */
final class Drift {

  private final Project project;
  private final Map<Version, Step> steps = new HashMap<>();
  private final Map<Version, Entry> entries = new HashMap<>();
  private final @Nullable Version newest;
  private final @Nullable Version baseline;

  Drift(Project project, List<Entry> entries) {
    this.project = project;
    project.steps().forEach(step -> steps.put(step.version(), step));
    Version last = null;
    Version adopted = null;
    for (Entry entry : entries) {
      this.entries.put(entry.version(), entry);
      if (entry.isBaseline()) {
        adopted = entry.version();
      }
      if (entry.success() && (last == null || entry.version().compareTo(last) > 0)) {
        last = entry.version();
      }
    }
    this.newest = last;
    this.baseline = adopted;
  }

  @Nullable Entry entry(Version version) {
    return entries.get(version);
  }

  boolean isApplied(Version version) {
    Entry entry = entries.get(version);
    return (entry != null && entry.success()) || isCovered(version);
  }

  /** Whether it stands at or below the baseline: it counts as applied, and is never compared. */
  boolean isCovered(Version version) {
    Entry entry = entries.get(version);
    return baseline != null
        && version.compareTo(baseline) <= 0
        && (entry == null || entry.isBaseline());
  }

  boolean isChanged(Step step) {
    Entry entry = entries.get(step.version());
    return entry != null
        && entry.success()
        && !entry.isBaseline()
        && !entry.matches(step.checksum());
  }

  boolean isMissing(Entry entry) {
    return !steps.containsKey(entry.version());
  }

  /** Whether nothing newer is applied. */
  boolean isNewest(Version version) {
    return newest == null || version.compareTo(newest) >= 0;
  }

  /** Whether a pending step stands before the newest applied one. */
  boolean isOutOfOrder(Step step) {
    return newest != null && !isApplied(step.version()) && step.version().compareTo(newest) < 0;
  }

  /** Applied files that are not what was applied. */
  List<Finding> changed() {
    List<Finding> findings = new ArrayList<>();
    for (Step step : project.steps()) {
      Entry entry = entries.get(step.version());
      if (entry != null && isChanged(step)) {
        findings.add(changed(step, entry));
      }
    }
    return findings;
  }

  /** Applied versions that have no file. */
  List<Finding> missing(Severity severity) {
    return entries.values().stream()
        .filter(entry -> entry.success() && !entry.isBaseline() && isMissing(entry))
        .sorted((a, b) -> a.version().compareTo(b.version()))
        .map(entry -> missing(entry, severity))
        .toList();
  }

  /** Files that come before what is applied already. */
  List<Finding> outOfOrder(Severity severity) {
    return project.steps().stream()
        .filter(this::isOutOfOrder)
        .map(step -> outOfOrder(step, severity))
        .toList();
  }

  private Finding changed(Step step, Entry entry) {
    Difference difference = difference(step, entry);
    String how =
        switch (difference) {
          case BYTES -> "The text is the same; the recorded checksum was taken over other bytes.";
          case COMMENTS -> "Only comments or blanks differ; the statements are the same.";
          case CODE -> "The statements differ.";
          case UNKNOWN ->
              "What differs is not known: the record holds no digest of the statements.";
        };
    return new Finding(
        "CHECKSUM_CHANGED",
        Severity.ERROR,
        Certainty.CERTAIN,
        Place.startOf(step.source().file()),
        null,
        step.title()
            + " was changed after it was applied ("
            + difference.label()
            + "): recorded "
            + shortened(entry.checksum())
            + ", now "
            + shortened(step.checksum().hex())
            + ".",
        how,
        "Restore the file as it was applied"
            + (entry.appliedAt() == null ? "" : " on " + entry.appliedAt())
            + ", and put the change into a new migration; or accept the file as it is now: "
            + RepairCommand.to(step.version(), "accepted"));
  }

  static Difference difference(Step step, Entry entry) {
    Checksum recorded = entry.recorded();
    if (recorded == null || !(step instanceof SqlStep sql)) {
      return Difference.UNKNOWN;
    }
    return Checksums.difference(sql, recorded, entry.code());
  }

  private Finding missing(Entry entry, Severity severity) {
    String file = folder() + entry.version() + "_" + entry.name() + ".sql";
    return new Finding(
        "VERSION_MISSING",
        severity,
        Certainty.CERTAIN,
        Place.startOf(file),
        null,
        entry.version() + "_" + entry.name() + " is applied, but has no file here.",
        null,
        "Bring the file back, or check that this is the right branch and the right database; where it"
            + " was undone for good: "
            + RepairCommand.to(entry.version(), "reverted"));
  }

  /** Where the file would stand, beside the others. */
  String folder() {
    if (project.steps().isEmpty()) {
      return "src/main/db/migrations/";
    }
    String file = project.steps().get(0).source().file();
    return file.substring(0, file.lastIndexOf('/') + 1);
  }

  private Finding outOfOrder(Step step, Severity severity) {
    return new Finding(
        "VERSION_OUT_OF_ORDER",
        severity,
        Certainty.CERTAIN,
        Place.startOf(step.source().file()),
        null,
        step.title() + " is pending, but the newer " + newest + " is applied already.",
        null,
        "Give it a new version behind "
            + newest
            + ", or allow it this once with -Ddbsage.outOfOrder=true.");
  }

  private static String shortened(String checksum) {
    return checksum.length() > 12 ? checksum.substring(0, 12) + "…" : checksum;
  }
}
