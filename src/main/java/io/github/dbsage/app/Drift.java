package io.github.dbsage.app;

import io.github.dbsage.history.Entry;
import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Difference;
import io.github.dbsage.model.DriftReport;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.RepairCommand;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Checksums;
import io.github.dbsage.plan.Project;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares a project's files with what a database recorded of them. */
final class Drift {

  private final Project project;
  private final Map<Version, Step> steps = new HashMap<>();
  private final Map<Version, Entry> entries = new HashMap<>();
  private final Map<Version, Difference> differences = new HashMap<>();
  private final @Nullable Version newest;
  private final @Nullable Version baseline;
  private final Predicate<Version> excused;
  private final List<Entry> all;

  Drift(Project project, List<Entry> entries) {
    this(project, entries, version -> false);
  }

  private Drift(Project project, List<Entry> entries, Predicate<Version> excused) {
    this.project = project;
    this.excused = excused;
    this.all = List.copyOf(entries);
    project.steps().forEach(step -> steps.put(step.version(), step));
    Version last = null;
    Version taken = null;
    for (Entry entry : entries) {
      this.entries.put(entry.version(), entry);
      if (entry.success() && (last == null || entry.version().compareTo(last) > 0)) {
        last = entry.version();
      }
      if (entry.isBaseline() && (taken == null || entry.version().compareTo(taken) > 0)) {
        taken = entry.version();
      }
      Step step = steps.get(entry.version());
      if (step != null
          && entry.success()
          && !entry.isBaseline()
          && !entry.matches(step.checksum())) {
        differences.put(entry.version(), difference(step, entry));
      }
    }
    this.newest = last;
    this.baseline = taken;
  }

  /** The same; newer versions may well have gone before what had to wait for a gate. */
  Drift excusing(Gating gating) {
    return new Drift(project, all, gating::isGated);
  }

  @Nullable Step step(Version version) {
    return steps.get(version);
  }

  @Nullable Entry entry(Version version) {
    return entries.get(version);
  }

  /** Whether it was applied, or was there before the database was taken over. */
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
    return differences.containsKey(step.version());
  }

  /** How an applied file was changed since; null where it was not. */
  @Nullable Difference difference(Version version) {
    return differences.get(version);
  }

  /** All of it, for the report. */
  DriftReport report() {
    return new DriftReport(
        differences.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(
                changed ->
                    new DriftReport.Changed(
                        changed.getKey(), name(changed.getKey()), changed.getValue()))
            .toList(),
        withoutFile().map(entry -> new DriftReport.Named(entry.version(), entry.name())).toList(),
        project.steps().stream()
            .filter(this::isOutOfOrder)
            .map(step -> new DriftReport.Named(step.version(), step.name()))
            .toList());
  }

  /** Whether nothing newer is applied. */
  boolean isNewest(Version version) {
    return newest == null || version.compareTo(newest) >= 0;
  }

  /** Whether a pending step stands before the newest applied one. */
  boolean isOutOfOrder(Step step) {
    return newest != null
        && !isApplied(step.version())
        && step.version().compareTo(newest) < 0
        && !excused.test(step.version());
  }

  /** Applied files that are not what was applied. */
  List<Finding> changed() {
    List<Finding> findings = new ArrayList<>();
    for (Step step : project.steps()) {
      Entry entry = entries.get(step.version());
      Difference difference = differences.get(step.version());
      if (entry != null && difference != null) {
        findings.add(changed(step, entry, difference));
      }
    }
    return findings;
  }

  /** Applied versions that have no file. */
  List<Finding> missing(Severity severity) {
    return withoutFile().map(entry -> missing(entry, severity)).toList();
  }

  private String name(Version version) {
    Step step = steps.get(version);
    return step == null ? "" : step.name();
  }

  private Stream<Entry> withoutFile() {
    return entries.values().stream()
        .filter(entry -> entry.success() && !entry.isBaseline())
        .filter(entry -> !steps.containsKey(entry.version()))
        .sorted(Comparator.comparing(Entry::version));
  }

  /** Files that come before what is applied already. */
  List<Finding> outOfOrder(Severity severity) {
    return project.steps().stream()
        .filter(this::isOutOfOrder)
        .map(step -> outOfOrder(step, severity))
        .toList();
  }

  private Finding changed(Step step, Entry entry, Difference difference) {
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
            + (entry.appliedAt() == null ? "" : " on " + Standings.utc(entry.appliedAt()))
            + ", and put the change into a new migration; or accept the file as it is now: "
            + RepairCommand.to(step.version(), "accepted"));
  }

  static Difference difference(Step step, Entry entry) {
    Checksum recorded = entry.recorded();
    return recorded == null
        ? Difference.UNKNOWN
        : Checksums.difference(step, recorded, entry.code());
  }

  private Finding missing(Entry entry, Severity severity) {
    return new Finding(
        "VERSION_MISSING",
        severity,
        Certainty.CERTAIN,
        place(entry),
        null,
        entry.version() + "_" + entry.name() + " is applied, but has no file here.",
        null,
        "Bring the file back, or check that this is the right branch and the right database; where it"
            + " was undone for good: "
            + RepairCommand.to(entry.version(), "reverted"));
  }

  /** The file, or where it would stand, beside the others. */
  Place place(Entry entry) {
    Step step = steps.get(entry.version());
    return Place.startOf(
        step != null
            ? step.source().file()
            : folder() + entry.version() + "_" + entry.name() + ".sql");
  }

  /** Where files stand: with a slash at its end. */
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
