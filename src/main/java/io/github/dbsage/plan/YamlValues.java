package io.github.dbsage.plan;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Durations;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Version;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The values of a YAML file, each with the type that it must have; another is a finding. */
final class YamlValues {

  /** How a value of one type is read. */
  interface Type<T> {

    /**
     * The value, or null where it is another, which is then in the log.
     *
     * @param spot the key that it belongs to
     */
    @Nullable T read(Node node, Spot spot);
  }

  /**
   * What a value belongs to, for messages.
   *
   * @param name {@code title}
   * @param prefix what is written in front of the value: {@code title: }
   */
  record Spot(String name, String prefix) {

    static Spot of(String key) {
      return new Spot(key, key + ": ");
    }

    /** One of the items of a list. */
    static Spot in(String key) {
      return new Spot("Each of " + key, "");
    }
  }

  /** What every YAML reader takes for the same number. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]{0,30})(?:\\.[0-9]{1,30})?");

  /** Our form of a point in time: with seconds or without, always with a zone. */
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?"
              + "(Z|[+-][0-9]{2}:[0-9]{2})?");

  private static final Pattern LOOSE_DURATION = Pattern.compile("([0-9]{1,10}) *(ms|milli|s|m|h|)");

  private final YamlText yaml;
  private final Map<String, List<String>> allKeys;
  private final FindingLog log;

  /**
   * @param allKeys every key of such a file by the mapping that it stands in, to tell where one
   *     belongs that stands elsewhere
   */
  YamlValues(YamlText yaml, Map<String, List<String>> allKeys, FindingLog log) {
    this.yaml = yaml;
    this.allKeys = allKeys;
    this.log = log;
  }

  FindingLog log() {
    return log;
  }

  Place at(Node node) {
    return yaml.at(node);
  }

  /** {@code key:} with nothing behind, or with null. */
  static boolean isNothing(@Nullable Node node) {
    return node == null || node.getTag().equals(Tag.NULL);
  }

  /** A scalar as it is written, for messages about it. */
  static String shown(Node node) {
    return node instanceof ScalarNode scalar
        ? scalar.getValue()
        : node instanceof SequenceNode ? "a list" : "a mapping";
  }

  /** Whether a word stands there, also one that is a truth value to YAML. */
  static boolean isWord(Node node, String word) {
    return node instanceof ScalarNode scalar && scalar.getValue().equals(word);
  }

  // What has parts.

  /** The mapping by its keys, an empty one where there is nothing; unknown keys are findings. */
  YamlMapping mapping(Node node, String what, List<String> keys) {
    boolean right = node instanceof MappingNode || isNothing(node);
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        // YamlText lets no other kind of key through.
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          if (keys.contains(key.getValue())) {
            entries.put(key.getValue(), tuple);
          } else {
            unknownKey(key, keys);
          }
        }
      }
    } else if (!right) {
      log.add(YamlProblems.wrongKind(at(node), what, "a mapping", "key: value"));
    }
    return new YamlMapping(this, at(node), what, entries, right);
  }

  private void unknownKey(ScalarNode key, List<String> keys) {
    String home = home(key.getValue());
    log.add(
        home == null || Choices.nearest(key.getValue(), keys) != null
            ? YamlProblems.unknownKey(at(key), key.getValue(), keys)
            : YamlProblems.misplacedKey(at(key), key.getValue(), keys, home));
  }

  /** The mapping that such a key stands in, where it is exactly one: {@code zero-downtime}. */
  private @Nullable String home(String key) {
    if (allKeys.getOrDefault("", List.of()).contains(key)) {
      return "the file itself, beside the other keys";
    }
    List<String> homes =
        allKeys.entrySet().stream()
            .filter(entry -> entry.getValue().contains(key) && !entry.getKey().isEmpty())
            .map(entry -> entry.getKey().replace("[]", ""))
            .toList();
    return homes.size() == 1 ? homes.get(0) : null;
  }

  /** The list's items; another kind of node is a finding. */
  List<Node> list(Node node, String what) {
    if (node instanceof SequenceNode list) {
      return list.getValue();
    }
    if (!isNothing(node)) {
      log.add(YamlProblems.wrongKind(at(node), what, "a list", what + ": […]"));
    }
    return List.of();
  }

  // Text.

  /** A text that says something. */
  @Nullable String text(Node node, Spot spot) {
    String text = prose(node, spot);
    if (text != null && text.isBlank()) {
      log.add(YamlProblems.wrongKind(at(node), spot.name(), "text", spot.prefix() + "\"…\""));
      return null;
    }
    return text;
  }

  /** A text for people; may be blank. */
  @Nullable String prose(Node node, Spot spot) {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
      return scalar.getValue();
    }
    boolean quotable = node instanceof ScalarNode && !isNothing(node);
    String form = spot.prefix() + "\"" + (quotable ? shown(node) : "…") + "\"";
    log.add(YamlProblems.wrongKind(at(node), spot.name(), "text", form));
    return null;
  }

  /** One of the constants, by its name in lower case with hyphens. */
  <E extends Enum<E>> Type<E> choice(E[] constants) {
    List<String> labels = Arrays.stream(constants).map(YamlValues::label).toList();
    return (node, spot) -> {
      if (!(node instanceof ScalarNode scalar) || isNothing(node)) {
        String choices = String.join(", ", labels);
        log.add(
            YamlProblems.wrongKind(
                at(node), spot.name(), "one of " + choices, spot.prefix() + labels.get(0)));
        return null;
      }
      int index = labels.indexOf(scalar.getValue());
      if (index < 0) {
        log.add(YamlProblems.unknownChoice(at(node), spot.name(), scalar.getValue(), labels));
        return null;
      }
      return constants[index];
    };
  }

  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  // Numbers and the like.

  /** A number that is not below 0. */
  @Nullable BigDecimal amount(Node node, Spot spot) {
    if (!isNumber(node)) {
      log.add(YamlProblems.wrongKind(at(node), spot.name(), "a number", spot.prefix() + "1000"));
      return null;
    }
    BigDecimal number = number(node);
    if (number != null && number.signum() < 0) {
      log.add(YamlProblems.negative(at(node), spot, number.toPlainString()));
      return null;
    }
    return number;
  }

  /** A whole number within bounds. */
  Type<Long> whole(long least, long most) {
    return (node, spot) -> {
      if (!isNumber(node)) {
        log.add(
            YamlProblems.wrongKind(at(node), spot.name(), "a whole number", spot.prefix() + least));
        return null;
      }
      BigDecimal number = number(node);
      if (number == null) {
        return null;
      }
      boolean within =
          number.stripTrailingZeros().scale() <= 0
              && number.compareTo(BigDecimal.valueOf(least)) >= 0
              && number.compareTo(BigDecimal.valueOf(most)) <= 0;
      if (!within) {
        log.add(YamlProblems.bounds(at(node), spot, number.toPlainString(), least, most));
        return null;
      }
      return number.longValueExact();
    };
  }

  static boolean isNumber(Node node) {
    return node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
  }

  /**
   * A number; one in hexadecimals and the like, which readers of YAML disagree on, is a finding.
   */
  @Nullable BigDecimal number(Node node) {
    String digits = shown(node);
    if (NUMBER.matcher(digits).matches()) {
      return new BigDecimal(digits);
    }
    log.add(YamlProblems.numberForm(at(node), digits));
    return null;
  }

  /** {@code true} or {@code false}. */
  @Nullable Boolean flag(Node node, Spot spot) {
    Boolean flag = flagOf(node);
    if (flag == null) {
      log.add(
          YamlProblems.wrongKind(at(node), spot.name(), "true or false", spot.prefix() + "true"));
    }
    return flag;
  }

  /** The same where a text could stand too, which {@code yes}, {@code on} and their like may be. */
  @Nullable Boolean flag(Node node) {
    Boolean flag = flagOf(node);
    if (flag == null) {
      log.add(YamlProblems.truthForm(at(node), shown(node)));
    }
    return flag;
  }

  private static @Nullable Boolean flagOf(Node node) {
    String word = shown(node).toLowerCase(Locale.ROOT);
    boolean right = node.getTag().equals(Tag.BOOL) && (word.equals("true") || word.equals("false"));
    return right ? Boolean.valueOf(word) : null;
  }

  /** A length of time above 0, of minutes usually. */
  @Nullable Duration duration(Node node, Spot spot) {
    return duration(node, spot, "m", "30m");
  }

  /** A length of time above 0, of milliseconds usually. */
  @Nullable Duration moment(Node node, Spot spot) {
    return duration(node, spot, "ms", "250ms");
  }

  private @Nullable Duration duration(Node node, Spot spot, String unit, String example) {
    String written = shown(node);
    Duration duration = node instanceof ScalarNode ? Durations.parse(written) : null;
    if (duration == null || duration.isZero()) {
      log.add(YamlProblems.duration(at(node), spot, written, likely(written, unit, example)));
      return null;
    }
    return duration;
  }

  /** What may have been meant by {@code 30}, {@code 30 min}, {@code 2 hours}. */
  private static String likely(String written, String usual, String example) {
    Matcher loose = LOOSE_DURATION.matcher(written);
    if (loose.lookingAt()) {
      String unit = loose.group(2);
      String meant = loose.group(1) + (unit.isEmpty() ? usual : unit.equals("milli") ? "ms" : unit);
      Duration duration = Durations.parse(meant);
      if (duration != null && !duration.isZero()) {
        return meant;
      }
    }
    return example;
  }

  /** A point in time with its zone: {@code 2025-11-01T22:00Z}. */
  @Nullable OffsetDateTime time(Node node, Spot spot) {
    String written = shown(node);
    Matcher time = TIME.matcher(written);
    try {
      if (time.matches() && time.group(1) != null) {
        return OffsetDateTime.parse(written);
      }
      if (time.matches()) {
        LocalDateTime.parse(written);
        log.add(YamlProblems.timeWithoutZone(at(node), spot, written));
        return null;
      }
    } catch (DateTimeParseException e) {
      // The thirtieth of February: said below.
    }
    log.add(YamlProblems.time(at(node), spot, written));
    return null;
  }

  /** A version, in quotes: without them YAML makes a number of it. */
  @Nullable Version version(Node node, Spot spot) {
    if (!(node instanceof ScalarNode scalar) || !Version.isVersion(scalar.getValue())) {
      String value = node instanceof ScalarNode scalar ? scalar.getValue() : "a list or mapping";
      log.add(YamlProblems.versionForm(at(node), value));
      return null;
    }
    if (!scalar.getTag().equals(Tag.STR)) {
      log.add(YamlProblems.versionNotQuoted(at(node), scalar.getValue()));
      return null;
    }
    return new Version(scalar.getValue());
  }
}
