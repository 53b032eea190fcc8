package io.github.dbsage.plan;

import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Excerpts;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A project's folder, read whole: its steps, and everything that is wrong with its files. */
public final class Project {

  /** For all files together, and only where a stamp does not fit its file. */
  private static final Duration GIT_BUDGET = Duration.ofSeconds(4);

  /** For {@code dbsage.since}; a large repository on a slow disk takes seconds. */
  private static final Duration SINCE_BUDGET = Duration.ofSeconds(60);

  private final ProjectFolder folder;
  private final List<Step> steps;
  private final List<Finding> findings;
  private final List<Suppression> suppressions;
  private final List<LeftOut> leftOut;
  private final Plans plans;

  private Project(
      ProjectFolder folder,
      List<Step> steps,
      List<Finding> findings,
      List<Suppression> suppressions,
      List<LeftOut> leftOut,
      Plans plans) {
    this.folder = folder;
    this.steps = List.copyOf(steps);
    this.findings = List.copyOf(findings);
    this.suppressions = List.copyOf(suppressions);
    this.leftOut = List.copyOf(leftOut);
    this.plans = plans;
  }

  /**
   * Where the project is.
   *
   * @return null where the base directory has none and none was named: nothing to do here
   * @throws UserError when the folder that was named is none, or when two could be meant
   */
  public static @Nullable Path locate(ProjectRequest request) {
    ProjectFolder folder = ProjectFolder.locate(request);
    return folder == null ? null : folder.root();
  }

  /**
   * Reads it. What is wrong with single files is in {@link #findings}, all of it.
   *
   * @throws UserError when there is no project, or when its folder cannot be listed
   */
  public static Project read(ProjectRequest request) {
    return read(request, Clock.systemUTC());
  }

  /** The same; the clock's date is that of the versions in proposed file names. */
  static Project read(ProjectRequest request, Clock clock) {
    ProjectFolder folder = ProjectFolder.locate(request);
    if (folder == null) {
      throw new UserError(PlanProblems.noProject());
    }
    FindingLog log = new FindingLog();
    List<Suppression> suppressions = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    List<MigrationFile> files = MigrationFolder.list(folder, LocalDate.now(clock), log);
    SqlFile sql = new SqlFile(request, new StampHistory(GIT_BUDGET), log, suppressions, leftOut);
    List<Step> steps = new ArrayList<>();
    for (MigrationFile file : files) {
      Step step = file.backfill() ? BackfillFile.read(file, request.values(), log) : sql.read(file);
      if (step != null) {
        steps.add(step);
      }
    }
    Map<Version, FileName> known = new HashMap<>();
    files.forEach(file -> known.putIfAbsent(file.version(), file.name()));
    Set<String> backfills = new TreeSet<>();
    files.stream()
        .filter(MigrationFile::backfill)
        .forEach(file -> backfills.add(file.name().name()));
    backfills.addAll(jobs(steps, log));
    Plans plans = Plans.read(folder, known, backfills, log);
    return new Project(folder, steps, log.sorted(), suppressions, leftOut, plans);
  }

  /** The names of the backfills' jobs; progress is kept under one, so each stands alone. */
  private static Set<String> jobs(List<Step> steps, FindingLog log) {
    Map<String, Place> jobs = new HashMap<>();
    for (Step step : steps) {
      if (step instanceof BackfillStep backfill) {
        Place at = backfill.spec().at(BackfillKeys.NAME, step.source());
        Place first = jobs.putIfAbsent(backfill.spec().name(), at);
        if (first != null) {
          log.add(BackfillProblems.nameTwice(at, backfill.spec().name(), first));
        }
      }
    }
    return jobs.keySet();
  }

  /** The project's folder: {@code src/main/db}. */
  public Path directory() {
    return folder.root();
  }

  /**
   * In version order, one for each version. A file with findings has its step too, if it can be
   * read: whoever runs steps looks at the findings first.
   */
  public List<Step> steps() {
    return steps;
  }

  /** By file, line and column. */
  public List<Finding> findings() {
    return findings;
  }

  /** The hazards that the files silence, in version order. */
  public List<Suppression> suppressions() {
    return suppressions;
  }

  /** The statements that are not run, in version order. */
  public List<LeftOut> leftOut() {
    return leftOut;
  }

  /** The plan files, as far as they could be read; the single one first, the others by name. */
  public List<MigrationPlan> plans() {
    return plans.plans();
  }

  /** The plan that is about a version, its phase and the gates before it; null where none is. */
  public @Nullable Planned planned(Version version) {
    return plans.planned().get(version);
  }

  /** The tables that any of the plans calls hot. */
  public Set<QualifiedName> hotTables() {
    return plans().stream()
        .flatMap(plan -> plan.zeroDowntime().hotTables().stream())
        .map(At::value)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The versions of which a file (the migration, or its rollback beside it) was added or changed
   * since a git revision and what is checked out parted, committed or not.
   *
   * @throws UserError when git cannot tell: there is none, no repository, no such revision
   */
  public Set<Version> changedSince(String revision) {
    Path migrations = folder.migrations();
    if (!Files.isDirectory(migrations)) {
      return Set.of();
    }
    Set<String> changed =
        new GitRevision(
                revision, Git.in(real(migrations)), folder.display(migrations), SINCE_BUDGET)
            .changed();
    return changed.stream()
        .map(FileName::parse)
        .filter(Objects::nonNull)
        .map(FileName::version)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Through links: git takes the folder for what it is. */
  private static Path real(Path migrations) {
    try {
      return migrations.toRealPath();
    } catch (IOException e) {
      return migrations;
    }
  }

  /** {@code version-tracking.schema} of the plans, or null where they are silent. */
  public @Nullable String trackingSchema() {
    return plans.schema();
  }

  /** Looks up lines of the project's files. */
  public Excerpts excerpts() {
    return new FileExcerpts(folder.base());
  }
}
