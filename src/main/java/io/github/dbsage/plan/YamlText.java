package io.github.dbsage.plan;

import io.github.dbsage.model.Place;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
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

  private static final int DEEPEST = 30;
  private static final int LONGEST = 3_000_000;

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

  private final String text;
  private final FindingLog log;
  private final YamlPlaces places;

  YamlText(String file, String text, FindingLog log) {
    this.text = text;
    this.log = log;
    this.places = new YamlPlaces(file, text);
  }

  /** The document's node, an empty mapping for an empty one; null where it is wrong. */
  @Nullable Node read() {
    if (text.codePointCount(0, text.length()) > LONGEST) {
      log.add(YamlProblems.tooLong(places.of(0), LONGEST));
      return null;
    }
    try {
      if (!flat()) {
        return null;
      }
      Node node = yaml().compose(new StringReader(text));
      if (node == null) {
        return new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK);
      }
      return sound(node) ? node : null;
    } catch (MarkedYAMLException e) {
      log.add(YamlFault.finding(text, places, e));
    } catch (ReaderException e) {
      log.add(YamlProblems.syntax(places.of(e.getPosition()), "a control character"));
    } catch (YAMLException e) {
      log.add(YamlProblems.syntax(places.of(0), e.getMessage()));
    }
    return null;
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    options.setCodePointLimit(LONGEST);
    // One more than we allow: ours is the limit that knows its place.
    options.setNestingDepthLimit(DEEPEST + 1);
    return new Yaml(new SafeConstructor(options));
  }

  Place at(Node node) {
    return places.of(node.getStartMark());
  }

  /** Where a part of a value stands; where the value does, if it is written in another way. */
  Place at(Node node, String part) {
    Mark start = node.getStartMark();
    int from = text.offsetByCodePoints(0, start.getIndex());
    int found = text.indexOf(part, from);
    boolean inside = found >= 0 && text.codePointCount(0, found) < node.getEndMark().getIndex();
    return inside ? places.of(text.codePointCount(0, found)) : places.of(start);
  }

  /** Whether there is no alias, and nothing is nested without end. */
  private boolean flat() {
    boolean flat = true;
    int depth = 0;
    for (Event event : yaml().parse(new StringReader(text))) {
      if (event instanceof AliasEvent) {
        log.add(YamlProblems.alias(places.of(event.getStartMark())));
        flat = false;
      }
      boolean opens = event.is(Event.ID.MappingStart) || event.is(Event.ID.SequenceStart);
      boolean closes = event.is(Event.ID.MappingEnd) || event.is(Event.ID.SequenceEnd);
      depth += opens ? 1 : closes ? -1 : 0;
      if (depth > DEEPEST) {
        log.add(YamlProblems.tooDeep(places.of(event.getStartMark())));
        return false;
      }
    }
    return flat;
  }

  /** Whether there is no key twice and no tag of a programming language anywhere below. */
  private boolean sound(Node node) {
    boolean sound = true;
    if (!PLAIN.contains(node.getTag())) {
      log.add(YamlProblems.tag(at(node), node.getTag().getValue()));
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
          log.add(YamlProblems.keyNotText(at(tuple.getKeyNode())));
          sound = false;
          continue;
        }
        Node first = seen.putIfAbsent(key.getValue(), key);
        if (first != null) {
          log.add(YamlProblems.keyTwice(at(key), key.getValue(), at(first).line()));
          sound = false;
        }
      }
    }
    return sound;
  }
}
