package io.github.dbsage.app;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Derived;
import io.github.dbsage.lint.Found;
import io.github.dbsage.lint.Linter;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Server;
import io.github.dbsage.lint.Subject;
import io.github.dbsage.lint.rule.Rules;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Hazard;
import io.github.dbsage.model.SqlEffects;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.Suppressed;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Phase;
import io.github.dbsage.plan.PlanComparison;
import io.github.dbsage.plan.Planned;
import io.github.dbsage.plan.Project;
import io.github.dbsage.plan.Suppression;
import io.github.dbsage.sql.tree.Grammar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges a project's migrations by the rules, and by what the project says of them. */
final class Linting {

  private static final String TOGETHER = "together";

  private final Project project;
  private final Predicate<Step> judged;
  private final Severities severities;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Suppressed> suppressed = new ArrayList<>();

  private Linting(Project project, Predicate<Step> judged, Severities severities) {
    this.project = project;
    this.judged = judged;
    this.severities = severities;
  }

  /**
   * What came of it.
   *
   * @param findings as severe as the project takes them
   * @param suppressed those that the files silence
   */
  record Result(List<Finding> findings, List<Suppressed> suppressed, Linter.Verdict verdict) {}

  /** What the rules warn of. */
  static List<Hazard> hazards() {
    return Rules.ALL.stream().map(rule -> hazard(rule.about())).toList();
  }

  private static Hazard hazard(About about) {
    String page = "hazards/" + about.id() + ".md";
    return new Hazard(about.id(), about.severity(), about.title(), page);
  }

  /** The ids of the rules. */
  static Set<String> ids() {
    return Rules.ALL.stream().map(rule -> rule.about().id()).collect(Collectors.toSet());
  }

  /**
   * Judges.
   *
   * @param judged which steps
   * @param together whether these are applied together, before anybody uses what they make
   * @throws UserError when a severity is given to no hazard, or a file cannot be read any more
   */
  static Result of(
      Project project,
      Predicate<Step> judged,
      boolean together,
      Server server,
      Severities severities,
      Grammar grammar) {
    severities.requireKnown(ids());
    Linting linting = new Linting(project, judged, severities);
    try {
      return linting.result(
          new Linter(grammar, Rules.ALL, server).judge(subjects(project, judged, together)),
          grammar);
    } catch (IOException e) {
      throw new UserError(AppProblems.unreadable(e), e);
    }
  }

  /**
   * What migrations do, without any judgement.
   *
   * @param wanted which ones; the others only give state
   * @throws UserError when a file cannot be read any more
   */
  static SqlEffects effects(Project project, Predicate<Step> wanted, Grammar grammar) {
    try {
      return Derived.from(
          new Linter(grammar, List.of(), Server.ANY).judge(subjects(project, wanted, false)));
    } catch (IOException e) {
      throw new UserError(AppProblems.unreadable(e), e);
    }
  }

  private static List<Subject> subjects(Project project, Predicate<Step> judged, boolean together) {
    List<Subject> subjects = new ArrayList<>();
    for (Step step : project.steps()) {
      if (step instanceof SqlStep sql) {
        boolean wanted = judged.test(step);
        Planned planned = planned(project, step.version());
        subjects.add(
            new Subject(
                sql,
                wanted,
                batch(step, planned, wanted && together),
                isContract(planned),
                isForwardOnly(planned)));
      }
    }
    return subjects;
  }

  /** In a plan's phases or dependencies; what others come after belongs to it as well. */
  static @Nullable Planned planned(Project project, Version version) {
    Planned planned = project.planned(version);
    if (planned != null) {
      return planned;
    }
    for (MigrationPlan plan : project.plans()) {
      for (MigrationPlan.Dependency dependency : plan.dependencies()) {
        for (At<Version> earlier : dependency.after()) {
          if (earlier.value().equals(version)) {
            return new Planned(plan, version, earlier.at(), null, List.of());
          }
        }
      }
    }
    return null;
  }

  /**
   * What is applied together. A gate is opened once the application is deployed, which then uses
   * what was made before.
   */
  static String batch(Step step, @Nullable Planned planned, boolean together) {
    String gates = planned == null ? "" : " behind " + planned.gates();
    if (together) {
      return TOGETHER + gates;
    }
    return planned == null ? step.version().digits() : planned.at().file() + gates;
  }

  private static boolean isContract(@Nullable Planned planned) {
    return planned != null && planned.phase() instanceof Phase.Contract;
  }

  static boolean isForwardOnly(@Nullable Planned planned) {
    At<MigrationPlan.RollbackWay> way = planned == null ? null : planned.plan().safety().rollback();
    return way != null && way.value() == MigrationPlan.RollbackWay.FORWARD_ONLY;
  }

  private Result result(Linter.Verdict verdict, Grammar grammar) {
    Set<Suppression> unused = new LinkedHashSet<>(project.suppressions());
    unused.removeIf(
        one ->
            project.steps().stream()
                .noneMatch(step -> step.version().equals(one.version()) && judged.test(step)));
    PhaseRules phases = new PhaseRules(project, verdict);
    List<Found> told = new ArrayList<>();
    for (Found found : verdict.findings()) {
      Suppression by = suppression(found);
      if (by != null) {
        unused.remove(by);
        suppressed.add(new Suppressed(found.finding(), by.reason(), by.at()));
      } else if (isWanted(found.finding().rule()) && !isSaid(found)) {
        findings.add(phases.advised(found));
        if (!severities.isOff(found.finding().rule())) {
          told.add(found);
        }
      }
    }
    List<Finding> kept = new ArrayList<>(severities.apply(findings));
    kept.addAll(phases.findings(told));
    kept.addAll(BackfillSyntax.findings(project, judged, grammar));
    kept.addAll(CheckSyntax.findings(project, grammar));
    kept.addAll(PlanComparison.of(project.plans(), Derived.from(verdict)));
    for (Suppression one : unused) {
      kept.add(LintProblems.suppressionUnused(one, ids()));
    }
    return new Result(kept, suppressed, verdict);
  }

  private @Nullable Suppression suppression(Found found) {
    for (Suppression one : project.suppressions()) {
      if (one.version().equals(found.subject().step().version())
          && one.rule().equals(found.finding().rule())
          && (one.statement() == null || one.statement().equals(found.statement()))) {
        return one;
      }
    }
    return null;
  }

  /** Whether the file's reader has found the same already: a declaration without its reason. */
  private boolean isSaid(Found found) {
    return project.findings().stream()
        .anyMatch(
            said ->
                said.rule().equals(found.finding().rule())
                    && said.where().file().equals(found.subject().file()));
  }

  /** Some rules speak only where a project asks for them. */
  private boolean isWanted(String id) {
    return severities.levels().containsKey(id)
        || Rules.ALL.stream()
            .filter(Rule::offByDefault)
            .noneMatch(rule -> rule.about().id().equals(id));
  }
}
