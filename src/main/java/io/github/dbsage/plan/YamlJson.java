package io.github.dbsage.plan;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A free part of a YAML file, written as JSON. */
final class YamlJson {

  private final YamlValues values;
  private final StringBuilder json = new StringBuilder();

  private YamlJson(YamlValues values) {
    this.values = values;
  }

  /** The JSON object, or null where the node is no mapping or a value in it cannot be written. */
  static @Nullable String object(YamlValues values, Node node, YamlValues.Spot spot) {
    if (!(node instanceof MappingNode)) {
      String form = spot.prefix() + "{key: value}";
      values.log().add(YamlProblems.wrongKind(values.at(node), spot.name(), "a mapping", form));
      return null;
    }
    YamlJson writer = new YamlJson(values);
    return writer.write(node) ? writer.json.toString() : null;
  }

  private boolean write(Node node) {
    if (node instanceof MappingNode mapping) {
      boolean right = true;
      String separator = "{";
      for (NodeTuple entry : mapping.getValue()) {
        json.append(separator);
        text(YamlValues.shown(entry.getKeyNode()));
        json.append(':');
        right &= write(entry.getValueNode());
        separator = ",";
      }
      json.append(mapping.getValue().isEmpty() ? "{}" : "}");
      return right;
    }
    if (node instanceof SequenceNode list) {
      boolean right = true;
      String separator = "[";
      for (Node item : list.getValue()) {
        json.append(separator);
        right &= write(item);
        separator = ",";
      }
      json.append(list.getValue().isEmpty() ? "[]" : "]");
      return right;
    }
    return scalar((ScalarNode) node);
  }

  private boolean scalar(ScalarNode node) {
    if (node.getTag().equals(Tag.NULL)) {
      json.append("null");
    } else if (YamlValues.isNumber(node)) {
      BigDecimal number = values.number(node);
      json.append(number);
      return number != null;
    } else if (node.getTag().equals(Tag.BOOL)) {
      Boolean flag = values.flag(node);
      json.append(flag);
      return flag != null;
    } else {
      text(node.getValue());
    }
    return true;
  }

  private void text(String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
