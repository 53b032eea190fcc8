package io.github.dbsage.plan;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.sql.Fragment;
import io.github.dbsage.sql.Placeholders;
import java.util.List;
import java.util.Objects;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.resolver.Resolver;

/** Puts the values of placeholders into the values of a YAML file; keys stay as they are. */
final class YamlExpansion {

  private final YamlText yaml;
  private final Placeholders placeholders;
  private final FindingLog log;
  private final Resolver resolver = new Resolver();

  YamlExpansion(YamlText yaml, Placeholders placeholders, FindingLog log) {
    this.yaml = yaml;
    this.placeholders = placeholders;
    this.log = log;
  }

  /** The node with nothing left to expand. */
  Node of(Node node) {
    if (node instanceof MappingNode mapping) {
      List<NodeTuple> entries =
          mapping.getValue().stream()
              .map(entry -> new NodeTuple(entry.getKeyNode(), of(entry.getValueNode())))
              .toList();
      return new MappingNode(
          node.getTag(),
          true,
          entries,
          node.getStartMark(),
          node.getEndMark(),
          mapping.getFlowStyle());
    }
    if (node instanceof SequenceNode list) {
      return new SequenceNode(
          node.getTag(),
          true,
          list.getValue().stream().map(this::of).toList(),
          node.getStartMark(),
          node.getEndMark(),
          list.getFlowStyle());
    }
    return node instanceof ScalarNode scalar ? scalar(scalar) : node;
  }

  private Node scalar(ScalarNode node) {
    String written = node.getValue();
    String value =
        Fragment.expand(
            written, placeholders, raw -> yaml.at(node, raw), problem -> log.add(finding(problem)));
    if (value.equals(written)) {
      return node;
    }
    // As if it stood there: a number without quotes is one.
    return new ScalarNode(
        node.getScalarStyle() == ScalarStyle.PLAIN
            ? resolver.resolve(NodeId.scalar, value, true)
            : node.getTag(),
        value,
        node.getStartMark(),
        node.getEndMark(),
        node.getScalarStyle());
  }

  private static Finding finding(Problem problem) {
    Place where = Objects.requireNonNull(problem.where());
    return Finding.error(problem.code(), where, problem.what(), problem.fix());
  }
}
