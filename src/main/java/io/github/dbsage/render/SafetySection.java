package io.github.dbsage.render;

import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Rollback;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.StepReport.RollbackState;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.MigrationPlan.RollbackWay;
import io.github.dbsage.plan.MigrationPlan.Safety;
import io.github.dbsage.plan.MigrationPlan.Snapshot;
import io.github.dbsage.sql.LockMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is there if it goes wrong, and whom the migrations hold up meanwhile. */
final class SafetySection {

  private static final Comparator<LockUse> BY_PLACE =
      Comparator.comparing(LockUse::version)
          .thenComparing(lock -> lock.at().line())
          .thenComparing(lock -> lock.at().column())
          .thenComparing(lock -> lock.table().toString());

  private final Material material;
  private final boolean forwardOnly;

  private SafetySection(Material material, boolean forwardOnly) {
    this.material = material;
    this.forwardOnly = forwardOnly;
  }

  static Map<String, Object> of(Material material) {
    MigrationPlan plan = material.plan();
    Safety safety = plan == null ? new Safety(null, null, null) : plan.safety();
    At<RollbackWay> way = safety.rollback();
    boolean forwardOnly = way != null && way.value() == RollbackWay.FORWARD_ONLY;
    SafetySection section = new SafetySection(material, forwardOnly);
    return new Values()
        .put("snapshot", snapshot(safety.snapshot()))
        .put("rollback", way == null ? Values.NONE : rollback(way.value()))
        .prose("rollForward", safety.rollForward())
        .list("ways", section.ways())
        .list("locks", section.locks())
        .list("modes", section.modes())
        .map();
  }

  private static String snapshot(@Nullable At<Snapshot> snapshot) {
    if (snapshot == null) {
      return Values.NONE;
    }
    return switch (snapshot.value()) {
      case NONE -> "none";
      case SCHEMA -> "the schema as text, before and after";
      case DUMP -> "the schema as text, before and after, and SQL of `pg_dump` that restores it";
    };
  }

  private static String rollback(RollbackWay way) {
    return switch (way) {
      case SCRIPT -> "with the scripts that the database records";
      case FORWARD_ONLY -> "forward only: there is no way back";
    };
  }

  /** The newest first: the order in which they are undone. */
  private List<Map<String, Object>> ways() {
    List<Step> steps = new ArrayList<>(material.steps());
    Collections.reverse(steps);
    return steps.stream().map(this::way).toList();
  }

  private Map<String, Object> way(Step step) {
    Rollback rollback = step.rollback();
    String script = step instanceof BackfillStep one ? one.spec().rollback() : rollback.script();
    return new Values()
        .put("title", Terms.title(step))
        .put("proof", proof(step, script))
        .optional("reason", rollback.forwardOnly())
        .put(
            "script",
            script == null || script.isBlank()
                ? ""
                : Markdown.block("sql", material.shown().apply(script.strip())))
        .map();
  }

  private String proof(Step step, @Nullable String script) {
    if (step.rollback().forwardOnly() != null || (script == null && forwardOnly)) {
      return "forward only";
    }
    if (script == null) {
      return "missing: there is no script and no reason why there is none";
    }
    RollbackState state = material.proofs().get(step.version());
    if (state == RollbackState.PROVEN) {
      return "proven by a dry run: the schema behind it is what it was before";
    }
    return state == RollbackState.DIFFERS
        ? "**differs**: a dry run found another schema behind it than before"
        : "not proven yet: run " + Markdown.code("mvn -B dbsage:dry-run");
  }

  private List<Map<String, Object>> locks() {
    return material.locks().stream()
        .sorted(BY_PLACE)
        .map(
            lock ->
                new Values()
                    .put("version", Terms.version(lock.version()))
                    .put("line", lock.at().line())
                    .put("statement", Markdown.brief(material.shown().apply(lock.statement())))
                    .put("table", Markdown.code(lock.table().toString()))
                    .put("mode", lock.mode().words())
                    .put("blocks", blocks(lock.mode()))
                    .put("work", lock.work())
                    .map())
        .toList();
  }

  private static String blocks(LockMode mode) {
    if (mode.blocksReads()) {
      return "reads and writes";
    }
    if (mode.blocksWrites()) {
      return "writes";
    }
    return mode == LockMode.SHARE_UPDATE_EXCLUSIVE
        ? "schema changes, VACUUM"
        : "schema changes, CREATE INDEX without CONCURRENTLY";
  }

  /** PostgreSQL's conflicts of the modes that the migrations take. */
  private List<Map<String, Object>> modes() {
    return material.locks().stream()
        .map(LockUse::mode)
        .distinct()
        .sorted()
        .map(
            mode ->
                new Values()
                    .put("mode", mode.words())
                    .put(
                        "conflicts",
                        mode.conflicts().stream()
                            .map(LockMode::words)
                            .collect(Collectors.joining(", ")))
                    .put("reads", mode.blocksReads() ? "wait" : "go on")
                    .put("writes", mode.blocksWrites() ? "wait" : "go on")
                    .map())
        .toList();
  }
}
