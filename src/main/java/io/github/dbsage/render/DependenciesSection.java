package io.github.dbsage.render;

import io.github.dbsage.model.ChangeKind;
import io.github.dbsage.model.ObjectKind;
import io.github.dbsage.model.ObjectUse;
import io.github.dbsage.model.SchemaChange;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.MigrationPlan.Dependency;
import io.github.dbsage.plan.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** In which order the migrations run, and why in that one. */
final class DependenciesSection {

  private final Material material;

  private DependenciesSection(Material material) {
    this.material = material;
  }

  static Map<String, Object> of(Material material) {
    DependenciesSection section = new DependenciesSection(material);
    return new Values()
        .list("order", section.order())
        .list("needs", section.needs())
        .list("created", section.created())
        .list("gates", material.gates().stream().map(Markdown::code).toList())
        .map();
  }

  private List<Map<String, Object>> order() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Step step : material.steps()) {
      rows.add(
          new Values()
              .put("number", rows.size() + 1)
              .put("version", Terms.version(step.version()))
              .put("name", Markdown.code(step.name()))
              .put("kind", step.kind().label())
              .put("phase", phase(step.version()))
              .map());
    }
    return rows;
  }

  private String phase(Version version) {
    for (Phase phase : material.phases()) {
      if (phase.versions().stream().map(At::value).anyMatch(version::equals)) {
        return phase.label();
      }
    }
    return "";
  }

  /** What the plan says and what the SQL shows, side by side. */
  private List<Map<String, Object>> needs() {
    Map<Version, Map<Version, Why>> needs = new TreeMap<>();
    MigrationPlan plan = material.plan();
    for (Dependency dependency : plan == null ? List.<Dependency>of() : plan.dependencies()) {
      for (At<Version> earlier : dependency.after()) {
        Why why = why(needs, dependency.version().value(), earlier.value());
        why.declared.add(dependency.why() == null ? "yes" : Markdown.text(dependency.why()));
      }
    }
    for (ObjectUse use : material.effects().uses()) {
      if (!use.user().equals(use.creator())) {
        why(needs, use.user(), use.creator()).derived.add(Terms.object(use.object()));
      }
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    needs.forEach(
        (version, all) ->
            all.forEach(
                (earlier, why) ->
                    rows.add(
                        new Values()
                            .put("version", Terms.version(version))
                            .put("after", Terms.version(earlier))
                            .put("declared", String.join("; ", why.declared))
                            .put("derived", String.join(", ", why.derived))
                            .map())));
    return rows;
  }

  private static Why why(Map<Version, Map<Version, Why>> needs, Version version, Version earlier) {
    return needs
        .computeIfAbsent(version, key -> new TreeMap<>())
        .computeIfAbsent(earlier, key -> new Why(new TreeSet<>(), new TreeSet<>()));
  }

  private record Why(Set<String> declared, Set<String> derived) {}

  /** What is created, in the template's order of kinds. */
  private List<Map<String, Object>> created() {
    Map<ObjectKind, List<SchemaChange>> created =
        material.effects().changes().stream()
            .filter(change -> change.change() == ChangeKind.ADD)
            .filter(change -> change.object().kind() != ObjectKind.COLUMN)
            .collect(
                Collectors.groupingBy(
                    change -> change.object().kind(), TreeMap::new, Collectors.toList()));
    List<Map<String, Object>> rows = new ArrayList<>();
    created.forEach(
        (kind, changes) ->
            changes.stream()
                .sorted(Comparator.comparing(SchemaChange::version))
                .forEach(
                    change ->
                        rows.add(
                            new Values()
                                .put("kind", kind.plural())
                                .put("object", Markdown.code(change.object().path()))
                                .put("version", Terms.version(change.version()))
                                .map())));
    return rows;
  }
}
