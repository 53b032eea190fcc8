package io.github.dbsage.app;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Found;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.rule.Rules;
import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Suppressed;
import io.github.dbsage.model.Withdrawn;
import io.github.dbsage.plan.Project;
import io.github.dbsage.plan.Suppression;
import io.github.dbsage.run.Rehearsal;
import io.github.dbsage.schema.SchemaDiff;
import io.github.dbsage.sql.LockMode;
import io.github.dbsage.trace.Trace;
import io.github.dbsage.trace.Trace.Kind;
import io.github.dbsage.trace.Trace.Sign;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes one of what the rules found and what a run showed: a finding that the run refutes is
 * withdrawn, one that it shows is confirmed, what only the run shows is added. Use once.
 */
final class Verdict {

  /** What does its work out of sight, and may do other work on other data. */
  private static final Pattern CODE =
      Pattern.compile("(DO|CALL|SELECT|EXECUTE|WITH)\\b", Pattern.CASE_INSENSITIVE);

  private static final String CASCADE = "DROP_CASCADE";
  private static final int MOST_LOSSES = 30;

  private static final Map<String, About> RULES =
      Rules.ALL.stream().map(Rule::about).collect(Collectors.toMap(About::id, Function.identity()));

  private final Project project;
  private final Linting.Result result;
  private final Severities severities;
  private final Scale scale;
  private final String server;
  private final Map<Place, Rehearsal.Traced> ran = new HashMap<>();
  private final Map<Place, String> refused = new HashMap<>();
  private final Map<Finding, Place> statements = new HashMap<>();
  private final Map<String, List<String>> lost = new HashMap<>();
  private final Set<Suppression> used = new HashSet<>();

  private final List<Finding> findings = new ArrayList<>();
  private final List<Suppressed> suppressed = new ArrayList<>();
  private final List<Withdrawn> withdrawn = new ArrayList<>();

  /**
   * One to be made.
   *
   * @param server what ran it: {@code PostgreSQL 18}
   */
  Verdict(
      Project project, Linting.Result result, Severities severities, Scale scale, String server) {
    this.project = project;
    this.result = result;
    this.severities = severities;
    this.scale = scale;
    this.server = server;
    for (Found found : result.verdict().findings()) {
      if (found.statement() != null) {
        statements.put(key(found.finding()), found.statement());
      }
    }
  }

  /** Takes note of what became of a step. */
  void saw(Rehearsal.Outcome outcome) {
    outcome.traced().forEach(traced -> ran.put(traced.start(), traced));
    String state = outcome.error() == null ? null : outcome.error().sqlState();
    if (outcome.refused() != null && state != null) {
      refused.put(outcome.refused(), state);
    }
  }

  /** Whether what a step takes with it is to be told by name. */
  boolean asksForLosses(SqlStep step) {
    return isSaidOf(step, CASCADE);
  }

  /** Takes note of what was gone behind a step. */
  void lost(SqlStep step, SchemaDiff diff) {
    List<String> gone = new ArrayList<>();
    for (SchemaDiff.Change change : diff.changes()) {
      if (change.kind() == SchemaDiff.Kind.REMOVED) {
        gone.add(change.heading());
      } else if (change.kind() == SchemaDiff.Kind.CHANGED) {
        constraints(change, "- ").stream()
            .filter(name -> !constraints(change, "+ ").contains(name))
            .forEach(name -> gone.add(name + " of " + change.heading()));
      }
    }
    lost.put(step.source().file(), gone);
  }

  /** {@code constraint orders_pkey}, of the lines that begin so. */
  private static List<String> constraints(SchemaDiff.Change change, String sign) {
    return change.lines().stream()
        .filter(line -> line.startsWith(sign + "constraint "))
        .map(line -> line.substring(sign.length()))
        .map(line -> line.substring(0, (line + " ").indexOf(' ', "constraint ".length())))
        .toList();
  }

  /** Hands over what holds in the end. */
  void give(GoalRun run, List<SqlStep> steps) {
    result.findings().forEach(this::judge);
    result.suppressed().forEach(this::judge);
    steps.forEach(this::add);
    findings.removeIf(this::isNeeded);
    findings.forEach(run::add);
    suppressed.forEach(run::add);
    withdrawn.forEach(run::add);
  }

  private void judge(Finding found) {
    Finding finding = withLosses(found);
    Place statement = statements.get(key(finding));
    Rehearsal.Traced traced = statement == null ? null : ran.get(statement);
    switch (answer(finding, statement)) {
      case YES -> findings.add(confirmed(finding, traced));
      case NO -> {
        if (traced != null && CODE.matcher(traced.sql()).lookingAt()) {
          findings.add(finding);
        } else {
          withdrawn.add(new Withdrawn(finding, refutation(finding.rule())));
        }
      }
      case UNKNOWN -> findings.add(finding);
    }
  }

  /** A DROP … CASCADE with the names of all that the step drops. */
  private Finding withLosses(Finding finding) {
    List<String> gone = lost.get(finding.where().file());
    if (!finding.rule().equals(CASCADE) || gone == null || gone.isEmpty()) {
      return finding;
    }
    int more = gone.size() - MOST_LOSSES;
    String names = String.join(", ", gone.subList(0, Math.min(MOST_LOSSES, gone.size())));
    String effect = "goes: " + names + (more > 0 ? ", and " + more + " more" : "") + ".";
    return finding
        .withCertainty(Certainty.CONFIRMED)
        .withEffect(finding.effect() == null ? effect : effect + "\n" + finding.effect());
  }

  private void judge(Suppressed one) {
    Place statement = statements.get(key(one.finding()));
    boolean shown = answer(one.finding(), statement) == Shows.Answer.YES;
    suppressed.add(
        shown
            ? new Suppressed(
                one.finding().withCertainty(Certainty.CONFIRMED), one.reason(), one.at())
            : one);
  }

  private Shows.Answer answer(Finding finding, @Nullable Place statement) {
    if (statement == null) {
      return Shows.Answer.UNKNOWN;
    }
    Rehearsal.Traced traced = ran.get(statement);
    return traced == null
        ? Shows.failed(finding.rule(), refused.get(statement))
        : Shows.ran(finding.rule(), traced.trace());
  }

  private Finding confirmed(Finding finding, Rehearsal.@Nullable Traced traced) {
    Finding sure = finding.withCertainty(Certainty.CONFIRMED);
    String effect = finding.effect();
    if (effect != null) {
      effect = Found.decided(effect);
      sure = sure.withEffect(effect);
    }
    Sign sign = traced == null ? null : Shows.sign(finding.rule(), traced.trace());
    if (sign == null) {
      return sure;
    }
    String scaled = scale.of(sign) + ".";
    return sure.withEffect(effect == null ? scaled : scaled + "\n" + effect);
  }

  private String refutation(String rule) {
    if (Shows.isAbout(rule, Kind.REWRITE)) {
      return server + " did not rewrite the table";
    }
    if (Shows.isAbout(rule, Kind.SCAN)) {
      return server + " did not read the table from end to end under a strong lock";
    }
    if (Shows.isAbout(rule, Kind.BUILD)) {
      return server + " built no index under a strong lock";
    }
    return server + " ran the statement without that";
  }

  private void add(SqlStep step) {
    String file = step.source().file();
    ran.values().stream()
        .filter(traced -> traced.start().file().equals(file))
        .sorted((a, b) -> Integer.compare(a.start().line(), b.start().line()))
        .forEach(traced -> add(step, traced));
  }

  private void add(SqlStep step, Rehearsal.Traced traced) {
    Trace trace = traced.trace();
    for (Sign sign : trace.signs()) {
      boolean whole =
          sign.kind() != Kind.REWRITE
              && trace.signs().stream()
                  .anyMatch(
                      other -> other.kind() == Kind.REWRITE && other.table().equals(sign.table()));
      if (sign.isStrong()
          && !whole
          && RULES.containsKey(sign.hazard())
          && !isSaid(traced.start(), sign.kind())) {
        find(step, traced, sign.hazard(), scale.of(sign));
      }
    }
    List<String> before = exclusive(trace.held());
    List<String> more = exclusive(trace.taken());
    more.removeAll(before);
    if (before.isEmpty() && more.size() > 1 && CODE.matcher(traced.sql()).lookingAt()) {
      // Code takes one after another.
      before.add(more.remove(0));
    }
    if (!before.isEmpty() && !more.isEmpty() && !isSaidOf(step, "MULTI_AEL_TXN")) {
      find(
          step,
          traced,
          "MULTI_AEL_TXN",
          "locks "
              + String.join(", ", more)
              + " in ACCESS EXCLUSIVE mode while "
              + String.join(", ", before)
              + " is locked so");
    }
  }

  private static List<String> exclusive(List<Trace.Lock> locks) {
    return new ArrayList<>(
        locks.stream()
            .filter(lock -> lock.table() && lock.mode() == LockMode.ACCESS_EXCLUSIVE)
            .map(Trace.Lock::relation)
            .distinct()
            .toList());
  }

  private void find(SqlStep step, Rehearsal.Traced traced, String hazard, String shown) {
    About about = RULES.get(hazard);
    if (about == null) {
      return;
    }
    Finding finding =
        new Finding(
            hazard,
            about.severity(),
            Certainty.CONFIRMED,
            traced.start(),
            null,
            "seen in the dry run: the statement " + shown,
            about.effect(),
            about.safe());
    for (Suppression one : project.suppressions()) {
      if (one.version().equals(step.version())
          && one.rule().equals(hazard)
          && (one.statement() == null || one.statement().equals(traced.start()))) {
        used.add(one);
        suppressed.add(new Suppressed(finding, one.reason(), one.at()));
        return;
      }
    }
    findings.addAll(severities.apply(List.of(finding)));
  }

  /** Whether such work of a statement was found, by whichever rule. */
  private boolean isSaid(Place statement, Kind kind) {
    return all()
        .anyMatch(
            finding ->
                Shows.isAbout(finding.rule(), kind)
                    && (statement.equals(statements.get(key(finding)))
                        || statement.equals(finding.where())));
  }

  private boolean isSaidOf(SqlStep step, String rule) {
    return all()
        .anyMatch(
            finding ->
                finding.rule().equals(rule) && finding.where().file().equals(step.source().file()));
  }

  /** What the rules found stays found, whatever the project thinks of it. */
  private Stream<Finding> all() {
    return Stream.of(
            findings.stream(),
            suppressed.stream().map(Suppressed::finding),
            result.verdict().findings().stream().map(Found::finding))
        .flatMap(Function.identity());
  }

  /** Whether it complains of a suppression that silences what only the run shows. */
  private boolean isNeeded(Finding finding) {
    return finding.rule().equals("SUPPRESSION_UNUSED")
        && used.stream().anyMatch(one -> one.at().equals(finding.where()));
  }

  /** How severe or sure it is makes it no other one. */
  private static Finding key(Finding finding) {
    return Finding.info(finding.rule(), finding.where(), finding.message(), null);
  }
}
