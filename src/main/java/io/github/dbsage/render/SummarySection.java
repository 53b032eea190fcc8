package io.github.dbsage.render;

import io.github.dbsage.model.Risk;
import io.github.dbsage.model.RiskReason;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.MigrationPlan.Summary;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the change is, for those who decide on it. */
final class SummarySection {

  private static final Comparator<RiskReason> ORDER =
      Comparator.comparing(RiskReason::version)
          .thenComparing(reason -> reason.at().line())
          .thenComparing(reason -> reason.at().column())
          .thenComparing(RiskReason::why);

  private SummarySection() {}

  static Map<String, Object> of(Material material) {
    MigrationPlan plan = material.plan();
    Summary summary =
        plan == null
            ? new Summary(null, null, null, null, null, List.of(), null, null)
            : plan.summary();
    At<Risk> declared = summary.risk();
    Risk derived =
        material.effects().risks().stream()
            .map(RiskReason::level)
            .max(Comparator.naturalOrder())
            .orElse(Risk.LOW);
    boolean higher = declared != null && derived.compareTo(declared.value()) > 0;
    return new Values()
        .prose("objective", summary.objective())
        .prose("scope", summary.scope())
        .put("risk", declared == null ? Values.NONE : declared.value().label())
        .optional("riskWhy", summary.riskReason())
        .put("derivedRisk", derived.label())
        .put("riskIsHigher", higher)
        .list(
            "risks",
            material.effects().risks().stream().sorted(ORDER).map(SummarySection::risk).toList())
        .list("environments", Terms.texts(summary.environments()))
        .put("migrationWindow", window(summary.migrationWindow()))
        .put("rollbackWindow", window(summary.rollbackWindow()))
        .put("migrations", Terms.count(material.steps().size(), "migration"))
        .map();
  }

  private static Map<String, Object> risk(RiskReason reason) {
    return new Values()
        .put("level", reason.level().label())
        .put("version", Terms.version(reason.version()))
        .put("line", reason.at().line())
        .put("why", Markdown.text(reason.why()))
        .map();
  }

  private static String window(@Nullable At<Duration> window) {
    return window == null ? Values.NONE : Terms.duration(window.value());
  }
}
