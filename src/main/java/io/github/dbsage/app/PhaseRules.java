package io.github.dbsage.app;

import io.github.dbsage.lint.Found;
import io.github.dbsage.lint.Judged;
import io.github.dbsage.lint.Linter;
import io.github.dbsage.lint.NotNullProof;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.lint.rule.Breaking;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.SchemaObject;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Phase;
import io.github.dbsage.plan.Planned;
import io.github.dbsage.plan.Project;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds what the phases of the plans promise against what their migrations do. */
final class PhaseRules {

  /** What is found under this id is a danger like those of the rules, and no broken file. */
  static final String ID = "PLAN_PHASE";

  private final Project project;
  private final Linter.Verdict verdict;
  private final Map<Place, List<Scene>> scenes = new HashMap<>();

  PhaseRules(Project project, Linter.Verdict verdict) {
    this.project = project;
    this.verdict = verdict;
    for (Judged file : verdict.files()) {
      for (Scene scene : file.scenes()) {
        scenes.computeIfAbsent(scene.sent().start(), place -> new ArrayList<>()).add(scene);
      }
    }
  }

  /**
   * A finding of a rule as it is told: what breaks the running application, and is in no phase, is
   * told with the choice that is left, and the command that writes the safe way.
   */
  Finding advised(Found found) {
    Finding finding = found.finding();
    Planned planned = project.planned(found.subject().step().version());
    if (planned != null && planned.phase() != null) {
      return finding;
    }
    String command = command(found);
    boolean breaks = Breaking.ALL.contains(finding.rule());
    if (command == null && !breaks) {
      return finding;
    }
    String advice =
        breaks
            ? PhaseRuleProblems.choice(finding.rule(), table(found), heat(found), command)
            : PhaseRuleProblems.writes(command == null ? "" : command);
    String fix = finding.fix();
    return finding.withFix(fix == null ? advice : fix + "\n" + commented(fix, advice));
  }

  private static String commented(String fix, String advice) {
    if (fix.startsWith("#")) {
      return "# " + advice;
    }
    boolean code = fix.endsWith(";") || fix.contains(";\n");
    return code ? "-- " + advice : advice;
  }

  private PhaseRuleProblems.@Nullable Heat heat(Found found) {
    QualifiedName table = tableOf(found);
    if (table == null || project.hotTables().isEmpty()) {
      return null;
    }
    return project.hotTables().stream().anyMatch(hot -> SchemaObject.canBe(hot, table))
        ? PhaseRuleProblems.Heat.HOT
        : PhaseRuleProblems.Heat.COOL;
  }

  private String table(Found found) {
    QualifiedName table = tableOf(found);
    return table == null ? "what it changes" : table.toString();
  }

  private @Nullable QualifiedName tableOf(Found found) {
    Scene scene = scene(found);
    return scene == null ? null : SafeWay.table(scene);
  }

  private @Nullable String command(Found found) {
    Scene scene = scene(found);
    return scene == null || scene.isGuessed() ? null : SafeWay.of(scene, found);
  }

  /** The statement that a finding is about: one of those that are run by what is sent. */
  private @Nullable Scene scene(Found found) {
    String text = found.finding().statement();
    if (found.statement() == null || text == null) {
      return null;
    }
    String whole = text.endsWith("…") ? text.substring(0, text.length() - 1) : text;
    return scenes.getOrDefault(found.statement(), List.of()).stream()
        .filter(scene -> scene.text().startsWith(whole))
        .findFirst()
        .orElse(null);
  }

  /**
   * What contradicts the phases.
   *
   * @param told the rules' findings that nobody silences
   */
  List<Finding> findings(List<Found> told) {
    List<Finding> findings = new ArrayList<>();
    Map<Version, List<Found>> breaking = new LinkedHashMap<>();
    for (Found found : told) {
      Version version = found.subject().step().version();
      Planned planned = project.planned(version);
      if (planned != null && breaks(planned, found.finding().rule())) {
        breaking.computeIfAbsent(version, v -> new ArrayList<>()).add(found);
      }
    }
    breaking.forEach((version, all) -> findings.add(tooEarly(version, all)));
    findings.addAll(notNullBeforeItsBackfill());
    return findings;
  }

  /** Whether a hazard has no place in the phase: the application that it breaks still runs. */
  private static boolean breaks(Planned planned, String rule) {
    if (!(planned.phase() instanceof Phase.Expand || planned.phase() instanceof Phase.Backfill)
        || !Breaking.ALL.contains(rule)) {
      return false;
    }
    return planned.gates().isEmpty()
        || (isInFrontOfAGate(planned) && !Breaking.REFUSING.contains(rule));
  }

  private static boolean isInFrontOfAGate(Planned planned) {
    List<Phase> phases = planned.plan().zeroDowntime().phases();
    int at = phases.indexOf(planned.phase());
    return phases.subList(at + 1, phases.size()).stream().anyMatch(Phase.Deploy.class::isInstance);
  }

  private Finding tooEarly(Version version, List<Found> all) {
    Planned planned = project.planned(version);
    if (planned == null) {
      throw new IllegalStateException(version + " is in no plan");
    }
    String command = null;
    boolean possible = true;
    for (Found found : all) {
      command = command == null ? command(found) : command;
      possible &= found.finding().certainty() == Certainty.POSSIBLE;
    }
    Finding finding =
        PhaseRuleProblems.breaks(planned, all.stream().map(Found::finding).toList(), command);
    return possible ? finding.withCertainty(Certainty.POSSIBLE) : finding;
  }

  /** A column that becomes NOT NULL before the plan has filled it. */
  private List<Finding> notNullBeforeItsBackfill() {
    List<BackfillStep> backfills = new ArrayList<>();
    for (Step step : project.steps()) {
      if (step instanceof BackfillStep backfill) {
        backfills.add(backfill);
      }
    }
    List<Finding> findings = new ArrayList<>();
    Set<String> once = new HashSet<>();
    for (Judged file : verdict.files()) {
      Planned planned = project.planned(file.subject().step().version());
      if (planned != null && planned.phase() != null && !backfills.isEmpty()) {
        for (Scene scene : file.scenes()) {
          for (Demand demand : demands(scene)) {
            BackfillStep later = filledLater(planned, demand, backfills);
            if (later != null && once.add(planned.version() + " " + demand)) {
              findings.add(
                  PhaseRuleProblems.notNullTooEarly(
                      planned, demand.table(), demand.column(), demand.at(), later));
            }
          }
        }
      }
    }
    return findings;
  }

  /** The backfill of the same plan that fills the column only later, where none does before. */
  private @Nullable BackfillStep filledLater(
      Planned planned, Demand demand, List<BackfillStep> backfills) {
    BackfillStep later = null;
    for (BackfillStep backfill : backfills) {
      BackfillSpec spec = backfill.spec();
      if (spec.set().containsKey(demand.column())
          && SchemaObject.canBe(spec.table(), demand.table())) {
        boolean before = backfill.version().compareTo(planned.version()) < 0;
        Planned its = project.planned(backfill.version());
        if (before) {
          return null;
        }
        if (later == null
            && its != null
            && its.phase() != null
            && its.plan().file().equals(planned.plan().file())
            && fills(spec, demand.column())) {
          later = backfill;
        }
      }
    }
    return later;
  }

  /** Whether it gives a value to rows that have none, and does not compute values anew. */
  private static boolean fills(BackfillSpec spec, String column) {
    String name = "(?i)(?<![\\w\"])\"?" + Pattern.quote(column) + "\"?(?![\\w\"])";
    String where = spec.where();
    if (where != null && Pattern.compile(name + "\\s+IS\\s+NULL").matcher(where).find()) {
      return true;
    }
    String value = spec.set().getOrDefault(column, "");
    boolean anew = Pattern.compile(name).matcher(value).find();
    return !anew && (where == null || Pattern.compile(name).matcher(where).find());
  }

  /** A column from which NULL is kept from here on, with every row looked at. */
  private record Demand(QualifiedName table, String column, Place at) {}

  private List<Demand> demands(Scene scene) {
    if (scene.isGuessed() || !(scene.tree() instanceof Tree.AlterTable alter)) {
      return List.of();
    }
    QualifiedName table = scene.state().full(alter.name());
    List<Demand> demands = new ArrayList<>();
    for (Action action : alter.actions()) {
      if (action instanceof Action.SetNotNull set) {
        demands.add(new Demand(table, set.column(), scene.place(-1)));
      } else if (action instanceof Action.AddConstraint add && !add.constraint().notValid()) {
        columns(add.constraint())
            .forEach(
                column ->
                    demands.add(new Demand(table, column, scene.place(add.constraint().at()))));
      } else if (action instanceof Action.ValidateConstraint validate) {
        Constraint constraint = added(table, validate.name());
        if (constraint != null) {
          columns(constraint)
              .forEach(column -> demands.add(new Demand(table, column, scene.place(-1))));
        }
      }
    }
    return demands;
  }

  /** The columns that a constraint keeps NULL from. */
  private static List<String> columns(Constraint constraint) {
    return switch (constraint.kind()) {
      case NOT_NULL, PRIMARY_KEY -> constraint.columns();
      case CHECK -> {
        Expr check = constraint.expression();
        List<String> named = new ArrayList<>();
        if (check != null && constraint.enforced()) {
          for (Expr part : check.all()) {
            if (part instanceof Expr.Column column
                && !named.contains(column.name())
                && NotNullProof.proves(check, column.name())) {
              named.add(column.name());
            }
          }
        }
        yield named;
      }
      default -> List.of();
    };
  }

  /** The constraint of that name that one of the migrations adds, or null. */
  private @Nullable Constraint added(QualifiedName table, String name) {
    for (Judged file : verdict.files()) {
      for (Scene scene : file.scenes()) {
        if (scene.tree() instanceof Tree.AlterTable alter
            && SchemaObject.canBe(scene.state().full(alter.name()), table)) {
          for (Action.AddConstraint add : scene.actions(Action.AddConstraint.class)) {
            if (name.equals(add.constraint().name())) {
              return add.constraint();
            }
          }
        }
      }
    }
    return null;
  }
}
