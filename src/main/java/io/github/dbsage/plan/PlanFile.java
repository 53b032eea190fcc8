package io.github.dbsage.plan;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * What a plan file says, as far as it is read by now: what must not be ignored when migrations are
 * applied.
 *
 * @param schema {@code version-tracking.schema}
 * @param planned the versions in its phases, in order
 */
record PlanFile(@Nullable Schema schema, List<Planned> planned) {

  static final List<String> SECTIONS =
      List.of(
          "summary",
          "change-set",
          "dependencies",
          "data-migration",
          "safety",
          "testing",
          "operations",
          "communication",
          "version-tracking",
          "zero-downtime",
          "supabase-cli");

  static final List<String> PHASES =
      List.of("expand", "deploy", "backfill", "validate", "contract");

  private static final Set<String> WITH_VERSIONS = Set.of("expand", "backfill", "contract");

  PlanFile {
    planned = List.copyOf(planned);
  }

  /** The schema of the plugin's tables, and where it is written. */
  record Schema(String name, Place at) {}

  /**
   * A version in a phase.
   *
   * @param gate the first {@code deploy} before it, or null where there is none
   */
  record Planned(Version version, Place at, @Nullable String gate) {}

  /** Reads a plan; null where it is no YAML, which is then in the log. */
  static @Nullable PlanFile read(FileSource source, FindingLog log) {
    String text = WholeFile.read(source, log);
    if (text == null) {
      return null;
    }
    YamlText yaml = new YamlText(source.file(), log);
    Node root = yaml.read(text);
    return root == null ? null : new Reading(yaml, log).plan(root);
  }

  /** One file being read. */
  private static final class Reading {

    private final YamlText yaml;
    private final FindingLog log;
    private final List<Planned> planned = new ArrayList<>();
    private @Nullable Schema schema;

    Reading(YamlText yaml, FindingLog log) {
      this.yaml = yaml;
      this.log = log;
    }

    PlanFile plan(Node root) {
      yaml.mapping(root, "The plan", SECTIONS)
          .forEach(
              (key, value) -> {
                switch (key.getValue()) {
                  case "version-tracking" -> versionTracking(value);
                  case "zero-downtime" -> zeroDowntime(value);
                  default -> {
                    // Read by the goals that need it.
                  }
                }
              });
      return new PlanFile(schema, planned);
    }

    private void versionTracking(Node node) {
      yaml.mapping(node, "version-tracking", List.of("schema"))
          .forEach(
              (key, value) -> {
                String name = yaml.text(value, "schema");
                schema = name == null ? null : new Schema(name, yaml.at(value));
              });
    }

    private void zeroDowntime(Node node) {
      yaml.mapping(node, "zero-downtime", List.of("hot-tables", "phases"))
          .forEach(
              (key, value) -> {
                if (key.getValue().equals("phases")) {
                  phases(yaml.list(value, "phases"));
                }
              });
    }

    private void phases(List<Node> phases) {
      String gate = null;
      for (Node node : phases) {
        Map<ScalarNode, Node> phase = yaml.mapping(node, "A phase", PHASES);
        if (phase.size() > 1) {
          log.add(PlanProblems.phaseForm(yaml.at(node), PHASES));
        }
        for (Map.Entry<ScalarNode, Node> entry : phase.entrySet()) {
          String name = entry.getKey().getValue();
          if (name.equals("deploy")) {
            String opened = yaml.text(entry.getValue(), "deploy");
            gate = gate == null ? opened : gate;
          } else if (WITH_VERSIONS.contains(name)) {
            for (Node item : yaml.list(entry.getValue(), name)) {
              version(item, gate);
            }
          }
        }
      }
    }

    private void version(Node node, @Nullable String gate) {
      if (!(node instanceof ScalarNode scalar) || !Version.isVersion(scalar.getValue())) {
        String value = node instanceof ScalarNode scalar ? scalar.getValue() : "a list or mapping";
        log.add(PlanProblems.versionForm(yaml.at(node), value));
      } else if (!scalar.getTag().equals(Tag.STR)) {
        log.add(PlanProblems.versionNotQuoted(yaml.at(node), scalar.getValue()));
      } else {
        planned.add(new Planned(new Version(scalar.getValue()), yaml.at(node), gate));
      }
    }
  }
}
