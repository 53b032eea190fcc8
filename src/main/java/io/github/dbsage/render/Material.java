package io.github.dbsage.render;

import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.SqlEffects;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.StepReport.RollbackState;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Phase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a document is made of.
 *
 * @param plan null where the project has none: the document is about all migrations then
 * @param planText the plan's file as it stands; empty where there is none
 * @param steps what the document is about, in version order
 * @param before the newest version that is older than all of them; null where there is none
 * @param effects of these steps
 * @param locks that these steps take
 * @param breaking what else than a drop the running application would notice, each a sentence
 * @param proofs what dry runs have found out about the ways back, as they are now
 * @param schema of the plugin's own tables
 * @param queries about the history
 * @param shown takes secrets out of SQL
 */
public record Material(
    @Nullable MigrationPlan plan,
    String planText,
    List<Step> steps,
    @Nullable Version before,
    SqlEffects effects,
    List<LockUse> locks,
    List<String> breaking,
    Map<Version, RollbackState> proofs,
    String schema,
    List<Query> queries,
    UnaryOperator<String> shown) {

  public Material {
    steps = List.copyOf(steps);
    locks = List.copyOf(locks);
    breaking = List.copyOf(breaking);
    proofs = Map.copyOf(proofs);
    queries = List.copyOf(queries);
  }

  /** The effects of some versions alone. */
  public static SqlEffects about(Set<Version> versions, SqlEffects effects) {
    return new SqlEffects(
        effects.changes().stream().filter(one -> versions.contains(one.version())).toList(),
        effects.uses().stream().filter(one -> versions.contains(one.user())).toList(),
        effects.risks().stream().filter(one -> versions.contains(one.version())).toList(),
        effects.unread().stream().filter(one -> versions.contains(one.version())).toList());
  }

  List<Phase> phases() {
    return plan == null ? List.of() : plan.zeroDowntime().phases();
  }

  /** The names of the gates, in order. */
  List<String> gates() {
    return phases().stream()
        .flatMap(
            phase ->
                phase instanceof Phase.Deploy deploy
                    ? Stream.of(deploy.gate().value())
                    : Stream.empty())
        .toList();
  }

  List<BackfillStep> backfills() {
    return steps.stream()
        .flatMap(step -> step instanceof BackfillStep one ? Stream.of(one) : Stream.empty())
        .toList();
  }

  @Nullable Step step(Version version) {
    return steps.stream().filter(step -> step.version().equals(version)).findFirst().orElse(null);
  }
}
