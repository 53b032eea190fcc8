package io.github.dbsage.app;

import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillSpec.Verification;
import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.Step;
import io.github.dbsage.plan.Project;
import io.github.dbsage.sql.Chunked;
import io.github.dbsage.sql.Fragment;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the SQL of backfills with PostgreSQL's grammar. */
final class BackfillSyntax {

  private final BackfillStep step;
  private final Grammar grammar;
  private final List<Finding> findings = new ArrayList<>();

  private BackfillSyntax(BackfillStep step, Grammar grammar) {
    this.step = step;
    this.grammar = grammar;
  }

  /** What PostgreSQL does not understand; files that are wrong already are passed by. */
  static List<Finding> findings(Project project, Predicate<Step> judged, Grammar grammar) {
    List<Finding> findings = new ArrayList<>();
    for (Step step : project.steps()) {
      if (step instanceof BackfillStep backfill && judged.test(step) && isRight(project, step)) {
        BackfillSyntax syntax = new BackfillSyntax(backfill, grammar);
        syntax.read(backfill.spec());
        findings.addAll(syntax.findings);
      }
    }
    return findings;
  }

  private static boolean isRight(Project project, Step step) {
    return project.findings().stream()
        .noneMatch(
            one ->
                one.severity() == Severity.ERROR
                    && one.where().file().equals(step.source().file()));
  }

  private void read(BackfillSpec spec) {
    spec.set().forEach((column, value) -> read("set." + column, "SELECT (" + value + ")"));
    if (spec.where() != null) {
      read("where", "SELECT WHERE (" + spec.where() + ")");
    }
    statement("statement", spec, spec.statement());
    statement("rollback", spec, spec.rollback());
    if (spec.throttle().sql() != null) {
      read("throttle.sql", spec.throttle().sql());
    }
    Verification verify = spec.verify();
    if (verify.mismatches() != null) {
      read("verify.mismatches.sql", verify.mismatches().sql());
    }
    if (verify.sample() != null) {
      read("verify.sample.sql", verify.sample().sql());
    }
  }

  private void statement(String path, BackfillSpec spec, @Nullable String sql) {
    if (sql != null) {
      Chunked statement = Chunked.of(spec.table(), Fragment.of(sql));
      read(path, statement.statement().replace(Chunked.CHUNK, "true"));
    }
  }

  private void read(String path, String sql) {
    Place where = step.spec().at(path, step.source());
    Parsed parsed = grammar.parse(sql);
    if (parsed instanceof Parsed.Refusal refusal) {
      findings.add(LintProblems.syntax(where, refusal.message()));
    } else if (parsed instanceof Parsed.Unread) {
      findings.add(LintProblems.unread(where));
    }
  }
}
