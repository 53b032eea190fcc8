package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Risk;
import io.github.dbsage.model.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a plan's file, its sections in the template's order, its phases in the order in which they
 * are told. Not thread-safe.
 */
final class PlanText {

  private final String title;
  private final List<String> backfills = new ArrayList<>();
  private final List<String> smoke = new ArrayList<>();
  private final List<String> rls = new ArrayList<>();
  private final List<String> criteria = new ArrayList<>();
  private final List<String> phases = new ArrayList<>();
  private @Nullable String objective;
  private @Nullable String scope;
  private @Nullable String risk;
  private @Nullable String rollForward;
  private boolean forwardOnly;

  /** One that says no more than what the change is called. */
  PlanText(String title) {
    this.title = title;
  }

  /** What it is for. */
  PlanText objective(String text) {
    objective = text;
    return this;
  }

  /** The table that it is about. */
  PlanText scope(QualifiedName table) {
    return scope(table.toString());
  }

  /** What it is about. */
  PlanText scope(String text) {
    scope = text;
    return this;
  }

  /** How risky it is, and why. */
  PlanText risk(Risk level, String why) {
    risk = "  risk:\n    level: " + level.label() + "\n    why: " + Yaml.value(why, "    ") + "\n";
    return this;
  }

  /** Names of its backfills. */
  PlanText dataMigration(String... names) {
    backfills.addAll(Arrays.asList(names));
    return this;
  }

  /**
   * A query and what it must answer.
   *
   * @param expect as the plan has it: {@code 0}, {@code none}, <code>{max: 10}</code>
   */
  PlanText smoke(String name, String sql, String expect) {
    smoke.add(check(name) + line("sql", sql) + "      expect: " + expect + "\n");
    return this;
  }

  /**
   * What a role may see or do.
   *
   * @param claims of {@code request.jwt.claims}; empty for none
   * @param expect {@code rows}, {@code none}, {@code denied} or a number
   */
  PlanText rls(String name, String role, Map<String, String> claims, String sql, String expect) {
    String given =
        claims.entrySet().stream()
            .map(claim -> Yaml.inline(claim.getKey()) + ": " + Yaml.inline(claim.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
    rls.add(
        check(name)
            + line("role", role)
            + (claims.isEmpty() ? "" : "      claims: " + given + "\n")
            + line("sql", sql)
            + "      expect: "
            + expect
            + "\n");
    return this;
  }

  private static String check(String name) {
    return "    - name: " + Yaml.value(name, "      ") + "\n";
  }

  private static String line(String key, String value) {
    return "      " + key + ": " + Yaml.value(value, "      ") + "\n";
  }

  /** What shows that it went well. */
  PlanText successCriteria(String... sentences) {
    criteria.addAll(Arrays.asList(sentences));
    return this;
  }

  /** How to go on where a part of it has no way back. */
  PlanText rollForward(String text) {
    rollForward = text;
    return this;
  }

  /** Nothing of it has a way back; how to go on instead. */
  PlanText forwardOnly(String text) {
    forwardOnly = true;
    return rollForward(text);
  }

  /** New schema beside the old. */
  PlanText expand(Version... versions) {
    return versions("expand", versions);
  }

  /** The gate that what follows waits for. */
  PlanText deploy(String gate) {
    phases.add("    - deploy: " + Yaml.inline(gate) + "\n");
    return this;
  }

  /** Old rows are brought into the new form. */
  PlanText backfill(Version... versions) {
    return versions("backfill", versions);
  }

  /** Checks, by name. */
  PlanText validate(String... checks) {
    phases.add("    - validate: " + Yaml.list(Arrays.asList(checks)) + "\n");
    return this;
  }

  /** The old schema goes. */
  PlanText contract(Version... versions) {
    return versions("contract", versions);
  }

  private PlanText versions(String phase, Version... versions) {
    String all =
        Arrays.stream(versions)
            .map(version -> Yaml.quoted(version.digits()))
            .collect(Collectors.joining(", ", "[", "]"));
    phases.add("    - " + phase + ": " + all + "\n");
    return this;
  }

  String text() {
    StringBuilder text = new StringBuilder("summary:\n");
    text.append("  title: ").append(Yaml.value(title, "  ")).append('\n');
    if (objective != null) {
      text.append("  objective: ").append(Yaml.value(objective, "  ")).append('\n');
    }
    if (scope != null) {
      text.append("  scope: ").append(Yaml.value(scope, "  ")).append('\n');
    }
    text.append(risk == null ? "" : risk);
    if (!backfills.isEmpty()) {
      text.append("data-migration: ").append(Yaml.list(backfills)).append('\n');
    }
    text.append("safety:\n  rollback: ").append(forwardOnly ? "forward-only" : "script");
    text.append('\n');
    if (rollForward != null) {
      text.append("  roll-forward: ").append(Yaml.value(rollForward, "  ")).append('\n');
    }
    if (!smoke.isEmpty() || !rls.isEmpty()) {
      text.append("testing:\n");
      section(text, "smoke", smoke);
      section(text, "rls", rls);
    }
    if (!criteria.isEmpty()) {
      text.append("operations:\n");
      section(
          text,
          "success-criteria",
          criteria.stream().map(one -> "    - " + Yaml.value(one, "    ") + "\n").toList());
    }
    if (!phases.isEmpty()) {
      text.append("zero-downtime:\n");
      section(text, "phases", phases);
    }
    return text.toString();
  }

  private static void section(StringBuilder text, String key, List<String> items) {
    if (!items.isEmpty()) {
      text.append("  ").append(key).append(":\n");
      items.forEach(text::append);
    }
  }
}
