package io.github.dbsage.app;

import io.github.dbsage.history.Queries;
import io.github.dbsage.history.Tables;
import io.github.dbsage.lint.Derived;
import io.github.dbsage.lint.Found;
import io.github.dbsage.lint.Server;
import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.SqlEffects;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.StepReport.RollbackState;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Project;
import io.github.dbsage.render.Document;
import io.github.dbsage.render.LockUse;
import io.github.dbsage.render.Material;
import io.github.dbsage.render.PlanTemplate;
import io.github.dbsage.render.Query;
import io.github.dbsage.render.RenderedFile;
import io.github.dbsage.sql.tree.Grammar;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The goal {@code render}: writes each plan as a document for people. It needs no database. */
public final class Render {

  private static final String DOCUMENT = "migration-plan.md";

  /** Rules whose hazards the running application notices, beside what is dropped. */
  private static final Set<String> BREAKING =
      Set.of(
          "ALTER_TYPE_REWRITE",
          "ADD_COLUMN_NOT_NULL_NO_DEFAULT",
          "ENUM_RENAME_VALUE",
          "SET_SCHEMA",
          "RENAME_SCHEMA",
          "DROP_SCHEMA",
          "DROP_CASCADE");

  /** What people ask the history, by the titles that {@link Queries} gives. */
  private static final List<String> QUERIES =
      List.of(
          "Applied last",
          "Failed or cut off, with the error",
          "Rollbacks at hand, the next one first",
          "Checksums, to compare with those in the files' headers");

  private final GoalRun run;
  private final Request request;

  private Render(GoalRun run, Request request) {
    this.run = run;
    this.request = request;
  }

  /**
   * What is asked for, as it was typed.
   *
   * @param name the plan's, where there are several: {@code NAME} of {@code plans/NAME.yaml}; null
   *     for all
   * @param from the file of a template of the user's own, or null
   * @param to the file to write, or null for the usual one beside the plan
   */
  public record Request(
      Context context, @Nullable String name, @Nullable String from, @Nullable String to) {}

  /** Runs the goal. */
  public static Outcome run(Request request) {
    return GoalRun.of("render", request.context(), run -> new Render(run, request).work());
  }

  private void work() {
    Project project = run.project();
    if (run.hasErrors()) {
      return;
    }
    PlanTemplate template = template(project);
    Map<RenderedFile, @Nullable MigrationPlan> targets = targets(project);
    // None is written where one may not be.
    targets.keySet().forEach(RenderedFile::requireFree);
    Linting.Result judged = judged(project);
    SqlEffects effects = Derived.from(judged.verdict());
    Map<Version, RollbackState> proofs = Proofs.read(run.context().output(), project.steps());
    targets.forEach(
        (file, plan) -> {
          Material material = material(project, plan, judged, effects, proofs);
          boolean changed = file.write(Document.of(material, template));
          tell(changed ? RenderWords.written(file.shown()) : RenderWords.same(file.shown()));
        });
  }

  private PlanTemplate template(Project project) {
    String from = request.from();
    Path usual = project.directory().resolve(PlanTemplate.NAME);
    if (from == null && !Files.exists(usual)) {
      return PlanTemplate.own();
    }
    Path path = from == null ? usual : path("dbsage.from", from);
    String shown = project.display(path);
    tell(RenderWords.template(shown));
    return PlanTemplate.read(path, shown);
  }

  private Path path(String property, String file) {
    try {
      if (!file.isBlank()) {
        return run.context().baseDirectory().toAbsolutePath().resolve(file.strip()).normalize();
      }
    } catch (InvalidPathException e) {
      throw new UserError(RenderWords.noFile(property, file), e);
    }
    throw new UserError(RenderWords.noFile(property, file));
  }

  /** Each document's file, and the plan that it is about. */
  private Map<RenderedFile, @Nullable MigrationPlan> targets(Project project) {
    Map<RenderedFile, @Nullable MigrationPlan> targets = new LinkedHashMap<>();
    List<MigrationPlan> plans = chosen(project);
    String to = request.to();
    if (to != null && plans.size() > 1) {
      throw new UserError(RenderWords.severalTo(names(plans)));
    }
    for (MigrationPlan plan : plans) {
      targets.put(file(project, to, beside(plan)), plan);
    }
    if (plans.isEmpty()) {
      targets.put(file(project, to, project.directory().resolve(DOCUMENT)), null);
    }
    return targets;
  }

  private RenderedFile file(Project project, @Nullable String to, Path usual) {
    Path path = to == null ? usual : path("dbsage.to", to);
    return new RenderedFile(path, project.display(path));
  }

  private Path beside(MigrationPlan plan) {
    String document = plan.file().replaceFirst("\\.yaml$", "") + ".md";
    return run.context().baseDirectory().toAbsolutePath().resolve(document).normalize();
  }

  private List<MigrationPlan> chosen(Project project) {
    String name = request.name();
    if (name == null) {
      return project.plans();
    }
    List<MigrationPlan> chosen =
        project.plans().stream().filter(plan -> name(plan).equals(name.strip())).toList();
    if (chosen.isEmpty()) {
      throw new UserError(RenderWords.noPlan(name, names(project.plans())));
    }
    return chosen;
  }

  private static List<String> names(List<MigrationPlan> plans) {
    return plans.stream().map(Render::name).toList();
  }

  private static String name(MigrationPlan plan) {
    return plan.file().replaceFirst(".*/", "").replaceFirst("\\.yaml$", "");
  }

  /** All migrations, since earlier ones tell what is there. */
  private Linting.Result judged(Project project) {
    try (Grammar grammar = run.grammar()) {
      return Linting.of(project, step -> true, false, Server.ANY, Severities.USUAL, grammar);
    }
  }

  private Material material(
      Project project,
      @Nullable MigrationPlan plan,
      Linting.Result judged,
      SqlEffects effects,
      Map<Version, RollbackState> proofs) {
    Set<Version> about = about(project, plan);
    List<Step> steps =
        project.steps().stream().filter(step -> about.contains(step.version())).toList();
    List<LockUse> locks =
        LockUses.of(judged.verdict(), steps).stream()
            .filter(lock -> about.contains(lock.version()))
            .toList();
    List<String> breaking =
        judged.verdict().findings().stream()
            .filter(found -> about.contains(found.subject().step().version()))
            .map(Found::finding)
            .filter(finding -> BREAKING.contains(finding.rule()))
            .map(Finding::message)
            .distinct()
            .toList();
    String text = plan == null ? null : project.text(plan);
    return new Material(
        plan,
        text == null ? "" : text,
        steps,
        before(project, steps),
        Material.about(about, effects),
        locks,
        breaking,
        proofs,
        run.schema(project),
        queries(run.schema(project)),
        sql -> run.redaction().redact(sql));
  }

  /**
   * The versions that a document is about: those of the plan and of its backfills; all where the
   * only plan names none.
   */
  private static Set<Version> about(Project project, @Nullable MigrationPlan plan) {
    Set<Version> named = plan == null ? Set.of() : new TreeSet<>(plan.versions());
    if (plan == null || (named.isEmpty() && project.plans().size() == 1)) {
      return project.steps().stream().map(Step::version).collect(Collectors.toSet());
    }
    Set<String> backfills =
        plan.dataMigration().stream().map(name -> name.value()).collect(Collectors.toSet());
    for (Step step : project.steps()) {
      if (step instanceof BackfillStep one
          && (backfills.contains(one.name()) || backfills.contains(one.spec().name()))) {
        named.add(one.version());
      }
    }
    return named;
  }

  private static @Nullable Version before(Project project, List<Step> steps) {
    Version before = null;
    for (Step step : project.steps()) {
      if (!steps.isEmpty() && step.version().compareTo(steps.get(0).version()) < 0) {
        before = step.version();
      }
    }
    return before;
  }

  private static List<Query> queries(String schema) {
    List<Queries.Query> all = Queries.of(new Tables(schema), Tables.State.READY, false, false);
    return QUERIES.stream()
        .flatMap(title -> all.stream().filter(query -> query.title().equals(title)))
        .map(query -> new Query(query.title(), query.sql()))
        .toList();
  }

  private void tell(String line) {
    run.listener().on(new Event.Remark(line));
  }
}
