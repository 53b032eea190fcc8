package io.github.dbsage.app;

import io.github.dbsage.history.Entry;
import io.github.dbsage.history.SupabaseHistory;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.Project;
import io.github.dbsage.sql.WrittenStatements;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The Supabase CLI's record beside ours and the files. */
final class SupabaseRecord {

  /** A file's characters, up to which its statements are kept a second time. */
  private static final int MOST = 1 << 20;

  private final Project project;
  private final Drift drift;
  private final @Nullable SortedMap<String, String> rows;

  private SupabaseRecord(Project project, Drift drift, @Nullable SortedMap<String, String> rows) {
    this.project = project;
    this.drift = drift;
    this.rows = rows;
  }

  /**
   * One to be compared.
   *
   * @param rows its names by version; null where there is no such record
   */
  static SupabaseRecord of(Project project, Drift drift, @Nullable SortedMap<String, String> rows) {
    return new SupabaseRecord(project, drift, rows);
  }

  /** Whether a plan asks to keep it ({@code supabase-cli.keep-history}). */
  static boolean isKept(@Nullable Project project) {
    return project != null
        && project.plans().stream()
            .map(plan -> plan.supabaseCli().keepHistory())
            .anyMatch(SupabaseRecord::isTrue);
  }

  private static boolean isTrue(@Nullable At<Boolean> flag) {
    return flag != null && flag.value();
  }

  /** What writes it; null where no plan asks for that. */
  static @Nullable SupabaseHistory kept(@Nullable Project project) {
    return isKept(project) ? writer() : null;
  }

  /** What writes it. */
  static SupabaseHistory writer() {
    return new SupabaseHistory(SupabaseRecord::statements);
  }

  /** As the CLI keeps them: the file's text, and so without the values of placeholders. */
  private static Optional<List<String>> statements(SqlStep step) {
    if (step.shape().copy() || step.shape().characters() > MOST) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(WrittenStatements.of(step.source()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  boolean has(Version version) {
    return rows != null && rows.containsKey(version.digits());
  }

  /** Those of pending steps that its record says have run. */
  List<Finding> ran(List<Step> pending) {
    return pending.stream()
        .filter(step -> has(step.version()))
        .map(step -> SupabaseProblems.ranBySupabase(step, Severity.ERROR))
        .toList();
  }

  /** In what both records contradict each other. */
  List<Finding> findings() {
    SortedMap<String, String> known = rows;
    if (known == null) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    for (Step step : project.steps()) {
      Finding finding = finding(step.version());
      if (finding != null) {
        findings.add(finding);
      }
    }
    known.forEach(
        (digits, name) -> {
          if (!Version.isVersion(digits) || drift.step(new Version(digits)) == null) {
            Finding finding = withoutFile(digits, name);
            if (finding != null) {
              findings.add(finding);
            }
          }
        });
    return findings;
  }

  private @Nullable Finding withoutFile(String digits, String name) {
    Version version = Version.isVersion(digits) ? new Version(digits) : null;
    return version != null && (drift.isApplied(version) || drift.entry(version) != null)
        ? null
        : SupabaseProblems.onlyInSupabase(drift.folder(), digits, name, version);
  }

  /** What is wrong with a version that has a file; null where both agree. */
  @Nullable Finding finding(Version version) {
    Step step = drift.step(version);
    if (rows == null || step == null) {
      return null;
    }
    Entry entry = drift.entry(version);
    boolean ours = entry != null && entry.success() && !entry.isBaseline();
    if (has(version)) {
      return drift.isApplied(version)
          ? null
          : SupabaseProblems.ranBySupabase(step, Severity.WARNING);
    }
    return ours && step instanceof SqlStep && isKept(project)
        ? SupabaseProblems.notInSupabase(step)
        : null;
  }
}
