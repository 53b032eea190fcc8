package io.github.dbsage.render;

import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.SchemaChange;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How old and new versions of the application live together. */
final class ZeroDowntimeSection {

  private final Material material;

  private ZeroDowntimeSection(Material material) {
    this.material = material;
  }

  static Map<String, Object> of(Material material) {
    ZeroDowntimeSection section = new ZeroDowntimeSection(material);
    MigrationPlan plan = material.plan();
    return new Values()
        .put("decision", Decision.of(material))
        .list(
            "hotTables",
            plan == null
                ? List.of()
                : plan.zeroDowntime().hotTables().stream()
                    .map(table -> Markdown.code(table.value().toString()))
                    .toList())
        .list("phases", section.phases())
        .list("gates", section.gates())
        .put("contracts", material.phases().stream().anyMatch(Phase.Contract.class::isInstance))
        .put("chart", Markdown.block("mermaid", Flowchart.of(material)))
        .map();
  }

  private List<Map<String, Object>> phases() {
    List<Map<String, Object>> rows = new ArrayList<>();
    int number = 0;
    for (Phase phase : material.phases()) {
      number++;
      if (phase instanceof Phase.Deploy deploy) {
        String gate = Markdown.code(deploy.gate().value());
        rows.add(row(number, phase, gate, "every instance of the application runs it"));
      } else if (phase instanceof Phase.Validate validate) {
        for (At<String> check : validate.checks()) {
          rows.add(row(number, phase, Markdown.text(check.value()), "the check passes"));
        }
      } else {
        for (At<Version> version : phase.versions()) {
          String name = Terms.version(version.value());
          Step step = material.step(version.value());
          rows.add(
              row(
                  number,
                  phase,
                  step == null ? name : Terms.title(step),
                  brief(version.value(), step)));
        }
      }
    }
    return rows;
  }

  private static Map<String, Object> row(int number, Phase phase, String what, String brief) {
    return new Values()
        .put("number", number)
        .put("phase", phase.label())
        .put("what", what)
        .put("brief", brief)
        .map();
  }

  private String brief(Version version, @Nullable Step step) {
    if (step instanceof BackfillStep backfill) {
      String columns = String.join(", ", backfill.spec().set().keySet());
      return "fills "
          + Markdown.code(backfill.spec().table().toString())
          + (columns.isEmpty() ? "" : ": " + Markdown.code(columns));
    }
    List<SchemaChange> changes =
        material.effects().changes().stream()
            .filter(change -> change.version().equals(version))
            .toList();
    return Terms.brief(changes);
  }

  /** Each gate with what waits behind it, up to the next. */
  private List<Map<String, Object>> gates() {
    List<Map<String, Object>> rows = new ArrayList<>();
    List<Phase> phases = material.phases();
    for (int i = 0; i < phases.size(); i++) {
      if (phases.get(i) instanceof Phase.Deploy deploy) {
        String gate = deploy.gate().value();
        List<String> behind = new ArrayList<>();
        for (Phase phase : phases.subList(i + 1, phases.size())) {
          if (phase instanceof Phase.Deploy) {
            break;
          }
          behind.add(phase.label());
        }
        rows.add(
            new Values()
                .put("gate", Markdown.code(gate))
                .put("behind", behind.isEmpty() ? "nothing" : String.join(", ", behind))
                .put("command", Markdown.code(Commands.apply(material, gate)))
                .map());
      }
    }
    return rows;
  }
}
