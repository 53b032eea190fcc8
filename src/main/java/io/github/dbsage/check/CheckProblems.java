package io.github.dbsage.check;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.model.CheckStep;
import io.github.dbsage.model.Expectation.Cell;
import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Redaction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be said of checks that do not hold, and of those that cannot be judged. */
final class CheckProblems {

  /** Of a value, in code points: what was found may be anybody's data. */
  private static final int SHOWN = 60;

  private static final int EXCERPT = 40;

  private final Redaction redaction;

  CheckProblems(Redaction redaction) {
    this.redaction = redaction;
  }

  Problem unexpected(CheckStep.Query query, Place at, String expected, String found) {
    return Problem.of(
        "CHECK_FAILED",
        "The check %s does not hold: expected %s, found %s."
            .formatted(query.name(), expected, found),
        at,
        null);
  }

  Problem cell(
      CheckStep.Smoke smoke,
      int row,
      int column,
      Cell cell,
      @Nullable String found,
      boolean order) {
    String where = " in row " + row + ", column " + column;
    Problem problem =
        unexpected(smoke.query(), smoke.expectAt(), shown(cell) + where, shown(found));
    return order
        ? new Problem(
            problem.code(),
            problem.what(),
            problem.where(),
            "The same rows came in another order.",
            "Give the query an ORDER BY: without one, rows come in any order.",
            null,
            null)
        : problem;
  }

  Problem writes(CheckStep.Smoke smoke, ServerFailure failure) {
    return new Problem(
        "CHECK_WRITES",
        "The smoke test " + smoke.name() + " writes, and smoke tests run where nothing can be.",
        smoke.query().sqlAt(),
        sentence(failure.text()),
        "Write a query that only reads, or an rls check, whose changes are taken back.",
        failure.sqlState(),
        failure.hint());
  }

  Problem refused(CheckStep.Query query, ServerFailure failure, int position) {
    boolean slow = failure.is("57014");
    boolean locked = failure.is("55P03");
    return new Problem(
        slow ? "CHECK_TIMEOUT" : "CHECK_ERROR",
        "The check %s could not be run: %s."
            .formatted(
                query.name(),
                slow ? "it took too long" : locked ? "a table is locked" : failure.text()),
        query.sqlAt(),
        why(query, failure, position, slow || locked),
        slow
            ? "Give it more time with -Ddbsage.statementTimeout, or make it faster."
            : locked ? "Run it again when nobody holds the table." : null,
        failure.sqlState(),
        failure.hint());
  }

  private @Nullable String why(
      CheckStep.Query query, ServerFailure failure, int position, boolean told) {
    StringBuilder why = new StringBuilder();
    if (told) {
      why.append(sentence(failure.text()));
    }
    if (failure.detail() != null) {
      why.append(why.isEmpty() ? "" : " ").append(redaction.redact(failure.detail()));
    }
    String sql = query.sql();
    int points = sql.codePointCount(0, sql.length());
    if (position > 0 && position <= points) {
      String rest = sql.substring(sql.offsetByCodePoints(0, position - 1));
      why.append(why.isEmpty() ? "" : " ")
          .append("In the query, that is here: ")
          .append(cut(redaction.redact(rest.strip().replaceAll("\\s+", " ")), EXCERPT));
    }
    return why.isEmpty() ? null : why.toString();
  }

  Problem noRole(CheckStep.Rls step) {
    return Problem.of(
        "CHECK_ROLE",
        "The check " + step.name() + " could not be run: there is no role " + step.role() + ".",
        step.roleAt(),
        "Name a role of this server, or create it: CREATE ROLE "
            + Identifiers.write(step.role())
            + " NOLOGIN;");
  }

  Problem notMember(CheckStep.Rls step, String user, ServerFailure failure) {
    return new Problem(
        "CHECK_ROLE",
        "The check %s could not be run: %s may not become %s."
            .formatted(step.name(), user, step.role()),
        step.roleAt(),
        sentence(failure.text()),
        "GRANT " + Identifiers.write(step.role()) + " TO " + Identifiers.write(user) + ";",
        failure.sqlState(),
        failure.hint());
  }

  Problem provesNothing(CheckStep.Rls step, String why) {
    return Problem.of(
            "CHECK_PROVES_NOTHING",
            "The check %s proves nothing: row security does not hold for %s."
                .formatted(step.name(), step.role()),
            step.roleAt(),
            "Name a role that an application's users have.")
        .because("The role " + step.role() + " " + why + ".");
  }

  Problem owner(CheckStep.Rls step, String table) {
    return Problem.of(
            "CHECK_PROVES_NOTHING",
            "The check %s proves nothing: row security does not hold for %s."
                .formatted(step.name(), step.role()),
            step.roleAt(),
            "Name a role that does not own the table, or let its policies hold for the owner too:"
                + " ALTER TABLE "
                + table
                + " FORCE ROW LEVEL SECURITY;")
        .because("The role " + step.role() + " has the rights of the owner of " + table + ".");
  }

  Problem access(
      CheckStep.Rls step, String expected, String found, @Nullable ServerFailure refusal) {
    return new Problem(
        "CHECK_FAILED",
        "The check %s does not hold: as %s, expected %s, found %s."
            .formatted(step.name(), step.role(), expected, found),
        step.expectAt(),
        refusal == null ? null : sentence(redaction.redact(refusal.text())),
        null,
        refusal == null ? null : refusal.sqlState(),
        refusal == null ? null : refusal.hint());
  }

  /** A remark. */
  static String withoutRowSecurity(CheckStep.Rls step, List<String> tables) {
    return "%s: row security is enabled for no table that it touches (%s)"
        .formatted(step.name(), String.join(", ", tables));
  }

  Problem noObject(CheckStep.Explain step, CheckStep.Named named, String kind) {
    return Problem.of(
        "CHECK_OBJECT",
        "The check %s could not be run: there is no %s %s."
            .formatted(step.name(), kind, named.name()),
        named.at(),
        "Look at its name" + (named.name().schema() == null ? ", and give it its schema." : "."));
  }

  Problem cost(CheckStep.Explain step, CheckStep.Limit limit, double cost) {
    return unexpected(
        step.query(),
        limit.at(),
        "a cost of at most " + limit.cost().toPlainString(),
        number(cost));
  }

  Problem unused(CheckStep.Explain step, CheckStep.Named index, PlanTree plan) {
    List<String> others = plan.indexes().stream().map(QualifiedName::toString).distinct().toList();
    return unexpected(
            step.query(),
            index.at(),
            "that " + index.name() + " is used",
            others.isEmpty() ? "that no index is" : "that " + String.join(", ", others) + " is")
        .because(
            plan.scanned().isEmpty()
                ? null
                : "Read from end to end: "
                    + String.join(
                        ", ",
                        plan.scanned().stream().map(QualifiedName::toString).distinct().toList())
                    + ".");
  }

  Problem scanned(CheckStep.Explain step, CheckStep.Named table, long pages) {
    return unexpected(
        step.query(),
        table.at(),
        "that " + table.name() + " is not read from end to end",
        "that it is (" + count(pages, "page") + ")");
  }

  /** A remark. */
  static String small(CheckStep.Explain step, String table, long pages) {
    return ("%s: %s has %s and is read whole whatever its indexes; judged by the plan with"
            + " enable_seqscan = off")
        .formatted(step.name(), table, count(pages, "page"));
  }

  static Problem worse(CheckStep.Explain step, String what, double before, double now) {
    return Problem.of(
        "CHECK_WORSE",
        "The check %s is worse than its baseline: %s %s, was %s."
            .formatted(step.name(), what, number(now), number(before)),
        step.query().at(),
        "Look at its plan; if that is how it should be, record it anew with -Ddbsage.to.");
  }

  /** A value of the plan. */
  String shown(Cell cell) {
    return shown(cell.text());
  }

  /** A value, without secrets and no longer than a glance. */
  String shown(@Nullable String value) {
    if (value == null) {
      return "NULL";
    }
    return value.isEmpty() ? "an empty text" : cut(redaction.redact(value), SHOWN);
  }

  static String count(long number, String singular) {
    return number + " " + singular + (number == 1 ? "" : "s");
  }

  private static String number(double value) {
    return new BigDecimal(value)
        .setScale(2, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static String cut(String text, int most) {
    String line = text.replaceAll("\\R", " ");
    return line.codePointCount(0, line.length()) <= most
        ? line
        : line.substring(0, line.offsetByCodePoints(0, most)) + "…";
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}
