package io.github.dbsage.plan;

import io.github.dbsage.model.Place;
import java.io.StringReader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * A YAML file as nodes that know their places. No object is ever built from a tag; aliases are
 * refused, so a small file cannot become a large one.
 */
final class YamlText {

  private static final Set<Tag> PLAIN =
      Set.of(
          Tag.MAP,
          Tag.SEQ,
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.TIMESTAMP,
          Tag.MERGE);

  private final String file;
  private final FindingLog log;

  YamlText(String file, FindingLog log) {
    this.file = file;
    this.log = log;
  }

  /** The document's node; null where the file is empty or is wrong, which is then in the log. */
  @Nullable Node read(String text) {
    try {
      boolean aliases = false;
      for (Event event : yaml().parse(new StringReader(text))) {
        if (event instanceof AliasEvent) {
          log.add(PlanProblems.yamlAlias(place(event.getStartMark())));
          aliases = true;
        }
      }
      Node node = aliases ? null : yaml().compose(new StringReader(text));
      return node != null && sound(node) ? node : null;
    } catch (MarkedYAMLException e) {
      log.add(PlanProblems.yamlSyntax(place(e.getProblemMark()), words(e)));
    } catch (ReaderException e) {
      log.add(PlanProblems.yamlSyntax(placeOf(text, e.getPosition()), "a control character"));
    } catch (YAMLException e) {
      log.add(PlanProblems.yamlSyntax(Place.startOf(file), e.getMessage()));
    }
    return null;
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(30);
    return new Yaml(options);
  }

  private static String words(MarkedYAMLException e) {
    String problem = e.getProblem() == null ? "it cannot be read" : e.getProblem();
    return e.getContext() == null ? problem : e.getContext() + ", " + problem;
  }

  Place at(Node node) {
    return place(node.getStartMark());
  }

  private Place place(@Nullable Mark mark) {
    return mark == null
        ? Place.startOf(file)
        : new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private Place placeOf(String text, int codePoint) {
    int offset =
        text.offsetByCodePoints(0, Math.min(codePoint, text.codePointCount(0, text.length())));
    int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
    int line = 1 + (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
    return new Place(file, line, text.codePointCount(lineStart, offset) + 1);
  }

  /** Whether there is no key twice and no tag of a programming language anywhere below. */
  private boolean sound(Node node) {
    boolean sound = true;
    if (!PLAIN.contains(node.getTag())) {
      log.add(PlanProblems.yamlTag(at(node), node.getTag().getValue()));
      sound = false;
    }
    if (node instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        sound &= sound(item);
      }
    } else if (node instanceof MappingNode mapping) {
      Map<String, Node> seen = new HashMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        sound &= sound(tuple.getValueNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
          log.add(PlanProblems.keyNotText(at(tuple.getKeyNode())));
          sound = false;
          continue;
        }
        Node first = seen.putIfAbsent(key.getValue(), key);
        if (first != null) {
          log.add(PlanProblems.keyTwice(at(key), key.getValue(), at(first).line()));
          sound = false;
        }
      }
    }
    return sound;
  }

  /** The mapping's entries by key, in order; unknown keys and other kinds of node are findings. */
  Map<ScalarNode, Node> mapping(Node node, String what, List<String> keys) {
    Map<ScalarNode, Node> entries = new LinkedHashMap<>();
    if (isNothing(node)) {
      return entries;
    }
    if (!(node instanceof MappingNode mapping)) {
      log.add(PlanProblems.wrongKind(at(node), what, "a mapping", "key: value"));
      return entries;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        if (keys.contains(key.getValue())) {
          entries.put(key, tuple.getValueNode());
        } else {
          log.add(PlanProblems.unknownKey(at(key), key.getValue(), keys));
        }
      }
    }
    return entries;
  }

  /** The list's items; another kind of node is a finding. */
  List<Node> list(Node node, String what) {
    if (isNothing(node)) {
      return List.of();
    }
    if (node instanceof SequenceNode list) {
      return list.getValue();
    }
    log.add(PlanProblems.wrongKind(at(node), what, "a list", what + ": […]"));
    return List.of();
  }

  /** The text; anything else is a finding. */
  @Nullable String text(Node node, String what) {
    if (node instanceof ScalarNode scalar
        && scalar.getTag().equals(Tag.STR)
        && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    log.add(PlanProblems.wrongKind(at(node), what, "text", what + ": \"…\""));
    return null;
  }

  /** {@code key:} with nothing behind it. */
  private static boolean isNothing(Node node) {
    return node.getTag().equals(Tag.NULL);
  }
}
