package io.github.dbsage.plan;

import io.github.dbsage.model.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping of a YAML file, asked for its values key by key. */
final class YamlMapping {

  private final YamlValues values;
  private final Place at;
  private final String what;
  private final Map<String, NodeTuple> entries;
  private final boolean right;

  /**
   * @param right whether it is a mapping: another kind of node was complained of already, and lacks
   *     no keys
   */
  YamlMapping(
      YamlValues values, Place at, String what, Map<String, NodeTuple> entries, boolean right) {
    this.values = values;
    this.at = at;
    this.what = what;
    this.entries = entries;
    this.right = right;
  }

  /** Where it begins. */
  Place at() {
    return at;
  }

  /** The keys that it has, in its order. */
  List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  /** Where the key stands; where it does not, the mapping's own place. */
  Place keyAt(String key) {
    NodeTuple entry = entries.get(key);
    return entry == null ? at : values.at(entry.getKeyNode());
  }

  /** The key's value; null where there is none, or nothing behind it. */
  @Nullable Node node(String key) {
    Node node = raw(key);
    return YamlValues.isNothing(node) ? null : node;
  }

  /** The key's value, also where it is nothing; null where there is no such key. */
  @Nullable Node raw(String key) {
    NodeTuple entry = entries.get(key);
    return entry == null ? null : entry.getValueNode();
  }

  /** The value and its place; null where there is none or it is wrong. */
  <T> @Nullable At<T> value(String key, YamlValues.Type<T> type) {
    Node node = node(key);
    T value = node == null ? null : type.read(node, YamlValues.Spot.of(key));
    return node == null || value == null ? null : new At<>(value, values.at(node));
  }

  /** The same; that there is none is a finding too. */
  <T> @Nullable At<T> needed(String key, YamlValues.Type<T> type) {
    if (right && node(key) == null) {
      values.log().add(YamlProblems.missing(at, what, key));
    }
    return value(key, type);
  }

  /** A text for people; null where there is none or it is blank. */
  @Nullable String prose(String key) {
    At<String> text = value(key, values::prose);
    return text == null || text.value().isBlank() ? null : text.value();
  }

  /** The items that are right; one that stands there twice is a finding. */
  <T> List<At<T>> list(String key, YamlValues.Type<T> type) {
    Map<T, Place> seen = new HashMap<>();
    List<At<T>> distinct = new ArrayList<>();
    for (At<T> item : repeatable(key, type)) {
      Place first = seen.putIfAbsent(item.value(), item.at());
      if (first == null) {
        distinct.add(item);
      } else {
        values.log().add(YamlProblems.twiceInList(item.at(), item.value().toString(), first));
      }
    }
    return distinct;
  }

  /** The same; that there is none is a finding too. */
  <T> List<At<T>> some(String key, YamlValues.Type<T> type) {
    Node node = node(key);
    if (node == null) {
      values.log().add(YamlProblems.missing(at, what, key));
    } else if (node instanceof SequenceNode list && list.getValue().isEmpty()) {
      values.log().add(YamlProblems.empty(values.at(node), key));
    }
    return list(key, type);
  }

  /** The items that are right, also where they are alike. */
  <T> List<At<T>> repeatable(String key, YamlValues.Type<T> type) {
    List<At<T>> items = new ArrayList<>();
    Node node = node(key);
    if (node != null) {
      for (Node item : values.list(node, key)) {
        T value = type.read(item, YamlValues.Spot.in(key));
        if (value != null) {
          items.add(new At<>(value, values.at(item)));
        }
      }
    }
    return items;
  }

  /** The mapping behind a key; an empty one where there is none. */
  YamlMapping mapping(String key, List<String> keys) {
    Node node = node(key);
    return node == null
        ? new YamlMapping(values, keyAt(key), key, Map.of(), true)
        : values.mapping(node, key, keys);
  }

  /**
   * The mappings in a list.
   *
   * @param each what one of them is, for messages: {@code A smoke test}
   */
  List<YamlMapping> mappings(String key, String each, List<String> keys) {
    List<YamlMapping> mappings = new ArrayList<>();
    Node node = node(key);
    if (node != null) {
      for (Node item : values.list(node, key)) {
        if (item instanceof MappingNode) {
          mappings.add(values.mapping(item, each, keys));
        } else {
          String form = "{" + String.join(": …, ", keys) + ": …}";
          values.log().add(YamlProblems.wrongKind(values.at(item), each, "a mapping", form));
        }
      }
    }
    return mappings;
  }
}
