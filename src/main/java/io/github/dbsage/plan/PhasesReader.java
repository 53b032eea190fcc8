package io.github.dbsage.plan;

import io.github.dbsage.model.ObjectKind;
import io.github.dbsage.model.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the section {@code zero-downtime}. */
final class PhasesReader {

  /** As it can be named in a comma-separated list on the command line. */
  private static final Pattern GATE = Pattern.compile("[^\\s,]+");

  private final YamlValues values;
  private final YamlNames names;
  private final Set<String> checks;
  private final Map<String, Place> gates = new HashMap<>();

  /**
   * @param checks the names that the plan's checks have
   */
  PhasesReader(YamlValues values, YamlNames names, Set<String> checks) {
    this.values = values;
    this.names = names;
    this.checks = checks;
  }

  ZeroDowntime read(YamlMapping section) {
    List<Phase> phases = new ArrayList<>();
    Node list = section.node("phases");
    if (list != null) {
      for (Node item : values.list(list, "phases")) {
        phases(item, phases);
      }
    }
    return new ZeroDowntime(section.list("hot-tables", names.name(ObjectKind.TABLE)), phases);
  }

  private void phases(Node node, List<Phase> phases) {
    if (!(node instanceof MappingNode mapping) || mapping.getValue().size() != 1) {
      values.log().add(PlanFileProblems.phaseForm(values.at(node), PlanKeys.PHASE));
    }
    if (node instanceof MappingNode) {
      YamlMapping mapping = values.mapping(node, "A phase", PlanKeys.PHASE);
      for (String key : mapping.keys()) {
        Phase phase = phase(mapping, key);
        if (phase != null) {
          phases.add(phase);
        }
      }
    }
  }

  private @Nullable Phase phase(YamlMapping mapping, String key) {
    Place at = mapping.keyAt(key);
    return switch (key) {
      case PlanKeys.EXPAND -> new Phase.Expand(at, mapping.repeatable(key, values::version));
      case PlanKeys.BACKFILL -> new Phase.Backfill(at, mapping.repeatable(key, values::version));
      case PlanKeys.CONTRACT -> new Phase.Contract(at, mapping.repeatable(key, values::version));
      case PlanKeys.VALIDATE -> new Phase.Validate(at, mapping.list(key, this::check));
      default -> {
        Node raw = mapping.raw(key);
        String gate = raw == null ? null : gate(raw);
        yield raw == null || gate == null
            ? null
            : new Phase.Deploy(at, new At<>(gate, values.at(raw)));
      }
    };
  }

  private @Nullable String check(Node node, YamlValues.Spot spot) {
    String check = values.text(node, spot);
    if (check != null && !checks.contains(check)) {
      values.log().add(PlanFileProblems.unknownCheck(values.at(node), check, checks));
    }
    return check;
  }

  private @Nullable String gate(Node node) {
    String gate = values.text(node, YamlValues.Spot.of(PlanKeys.DEPLOY));
    if (gate != null && !GATE.matcher(gate).matches()) {
      values.log().add(PlanFileProblems.gateForm(values.at(node), gate));
      return null;
    }
    Place first = gate == null ? null : gates.putIfAbsent(gate, values.at(node));
    if (gate != null && first != null) {
      values.log().add(PlanFileProblems.gateTwice(values.at(node), gate, first));
    }
    return gate;
  }
}
