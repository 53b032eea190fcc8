package io.github.dbsage.app;

import io.github.dbsage.history.Entry;
import io.github.dbsage.history.History;
import io.github.dbsage.history.Journal;
import io.github.dbsage.history.SupabaseHistory;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.Difference;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Project;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says of each version whether its record needs a person, and with which commands. */
final class Diagnosis {

  private final Drift drift;
  private final Project project;
  private final Map<Version, Step> steps = new HashMap<>();
  private final Map<Version, Entry> entries = new HashMap<>();
  private final Map<Version, SortedMap<Integer, Journal.Line>> journals;
  private final Set<Version> rollbacks;
  private final SupabaseRecord supabase;

  private Diagnosis(
      Project project,
      List<Entry> entries,
      Map<Version, SortedMap<Integer, Journal.Line>> journals,
      Set<Version> rollbacks,
      @Nullable SortedMap<String, String> supabase) {
    this.project = project;
    this.drift = new Drift(project, entries);
    this.journals = journals;
    this.rollbacks = rollbacks;
    this.supabase = SupabaseRecord.of(project, drift, supabase);
    project.steps().forEach(step -> steps.put(step.version(), step));
    entries.forEach(entry -> this.entries.put(entry.version(), entry));
  }

  /** Reads the record. */
  static Diagnosis of(Keeping keeping, Project project) {
    List<Entry> entries = Recorded.entries(keeping.session(), keeping.tables());
    Tables.State state = keeping.tables().inspect(keeping.session());
    boolean ready = state == Tables.State.READY;
    return new Diagnosis(
        project,
        entries,
        ready ? Journal.unfinished(keeping.session(), keeping.tables()) : Map.of(),
        ready ? Journal.rollbacks(keeping.session(), keeping.tables()).keySet() : Set.of(),
        SupabaseHistory.read(keeping.session()));
  }

  Drift drift() {
    return drift;
  }

  /** The versions that have a row. */
  int recorded() {
    return entries.size();
  }

  Case of(Version version) {
    return new Case(
        version,
        steps.get(version),
        entries.get(version),
        journals.getOrDefault(version, Collections.emptySortedMap()),
        drift.folder());
  }

  /** All that needs a person, in version order. */
  List<Finding> findings() {
    SortedSet<Version> versions = new TreeSet<>(entries.keySet());
    versions.addAll(journals.keySet());
    List<Finding> findings = new ArrayList<>();
    for (Version version : versions) {
      Finding finding = finding(of(version));
      if (finding != null) {
        findings.add(finding);
      }
    }
    findings.addAll(supabase.findings());
    return findings;
  }

  /** The Supabase CLI's record. */
  SupabaseRecord supabase() {
    return supabase;
  }

  /** What one version needs, or null where nothing. */
  @Nullable Finding finding(Case known) {
    if (known.isBaseline()) {
      return null;
    }
    if (known.isApplied()) {
      return applied(known);
    }
    if (!known.journal().isEmpty()) {
      return unfinished(known);
    }
    return known.entry() == null ? null : RepairProblems.failed(known, notes(known));
  }

  /** How the file differs from what was applied; null where it does not. */
  @Nullable Difference difference(Case known) {
    Step step = known.step();
    Entry entry = known.entry();
    return step == null || entry == null || !drift.isChanged(step)
        ? null
        : Drift.difference(step, entry);
  }

  /** Whether its rollback was begun and is not whole. */
  boolean isHalfRolledBack(Case known) {
    return known.isApplied() && rollbacks.contains(known.version());
  }

  private @Nullable Finding applied(Case known) {
    if (isHalfRolledBack(known)) {
      return RepairProblems.halfRolledBack(known);
    }
    if (known.step() == null) {
      return RepairProblems.missing(known);
    }
    Difference difference = difference(known);
    return difference == null ? null : RepairProblems.changed(known, difference);
  }

  private Finding unfinished(Case known) {
    if (!(known.step() instanceof SqlStep sql)) {
      return RepairProblems.unfinishedWithoutFile(known);
    }
    int changed = known.firstChanged(sql);
    if (changed > 0) {
      return RepairProblems.prefixChanged(known, changed);
    }
    if (known.done() == sql.shape().statements()) {
      return RepairProblems.allDone(known);
    }
    return known.isCutOff()
        ? RepairProblems.cutOff(known)
        : RepairProblems.goesOn(known, notes(known));
  }

  private static @Nullable String notes(Case known) {
    Entry entry = known.entry();
    return entry == null || History.RUNNING.equals(entry.notes()) ? null : entry.notes();
  }

  Project project() {
    return project;
  }
}
