package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.github.dbsage.model.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schema and the reader: what one takes the other takes too. */
final class PlanSchemaTest {

  private static final Path CORPUS = Path.of("src", "test", "resources", "plans");

  /** Findings for which one must look at two values, or at another file. */
  private static final Pattern BEYOND =
      Pattern.compile(
          "There is no (check|backfill|migration) .*|.* is already (there|planned) at .*");

  @TempDir Path base;

  private final JsonNode json = SchemaOfPlans.json();
  private final JsonSchema schema = SchemaOfPlans.schema();
  private Folder folder = new Folder(Path.of("."));

  @BeforeEach
  void writeMigrations() {
    folder = new Folder(base);
    for (int day = 1; day <= 5; day++) {
      folder.migration("2026010" + day + "000000_a.sql", "SELECT 1;");
    }
    folder.migration(
        "20260106000000_users_email_address.backfill.yaml", "table: users\nset: {a: b}\n");
  }

  private List<Finding> read(String yaml) {
    folder.file("src/main/db/migration-plan.yaml", yaml);
    return folder.read().findings();
  }

  static Stream<Path> valid() {
    return corpus("valid");
  }

  static Stream<Path> broken() {
    return corpus("broken");
  }

  static Stream<Path> beyondTheSchema() {
    return corpus("beyond-schema");
  }

  private static Stream<Path> corpus(String folder) {
    try (Stream<Path> files = Files.list(CORPUS.resolve(folder))) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path path) {
    try {
      return Files.readString(path, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("valid")
  void bothTakeWhatIsRight(Path plan) {
    assertThat(read(text(plan))).isEmpty();
    assertThat(SchemaOfPlans.complaints(schema, SchemaOfPlans.fromYaml(text(plan)))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void bothRefuseWhatIsWrong(Path plan) {
    assertThat(read(text(plan))).isNotEmpty();
    assertThat(SchemaOfPlans.complaints(schema, SchemaOfPlans.fromYaml(text(plan)))).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("beyondTheSchema")
  void onlyTheReaderRefusesWhatNoSchemaCanKnow(Path plan) {
    assertThat(read(text(plan))).isNotEmpty();
    assertThat(SchemaOfPlans.complaints(schema, SchemaOfPlans.fromYaml(text(plan)))).isEmpty();
  }

  @Test
  void bothKnowTheSameKeys() {
    Map<String, Set<String>> published = new TreeMap<>();
    keys("", json, published);
    Map<String, Set<String>> read = new TreeMap<>();
    PlanKeys.ALL.forEach((where, keys) -> read.put(where, new TreeSet<>(keys)));
    assertThat(published).isEqualTo(read);
  }

  private void keys(String where, JsonNode node, Map<String, Set<String>> found) {
    JsonNode described = resolve(node);
    described.path("anyOf").forEach(choice -> keys(where, choice, found));
    if (described.has("items")) {
      keys(where + "[]", described.path("items"), found);
    }
    described
        .path("properties")
        .properties()
        .forEach(
            property -> {
              // The halves of an anyOf repeat keys to require them; these are no new ones.
              found.computeIfAbsent(where, key -> new TreeSet<>()).add(property.getKey());
              String inner = where.isEmpty() ? property.getKey() : where + "." + property.getKey();
              keys(inner, property.getValue(), found);
            });
  }

  private JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? json.at(node.path("$ref").textValue().substring(1)) : node;
  }

  @Test
  void everyMappingIsClosedAndEverythingIsDescribed() {
    List<String> lacking = new ArrayList<>();
    walk(
        "",
        json,
        (where, node) -> {
          if (node.has("properties") && !node.has("additionalProperties")) {
            lacking.add("open: " + where);
          }
          node.path("properties")
              .properties()
              .forEach(
                  property -> {
                    if (!property.getValue().has("description")) {
                      lacking.add("not described: " + where + "/" + property.getKey());
                    }
                  });
        });
    assertThat(lacking).isEmpty();
  }

  private static void walk(String where, JsonNode node, BiConsumer<String, JsonNode> visitor) {
    visitor.accept(where, node);
    for (String part : List.of("properties", "$defs")) {
      node.path(part)
          .properties()
          .forEach(entry -> walk(where + "/" + entry.getKey(), entry.getValue(), visitor));
    }
    if (node.has("items")) {
      walk(where + "[]", node.path("items"), visitor);
    }
  }

  @Test
  void theSchemaIsOneItself() {
    JsonSchema ofSchemas =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    assertThat(SchemaOfPlans.complaints(ofSchemas, json)).isEmpty();
  }

  @Test
  void itsExamplesAreRight() {
    List<String> wrong = new ArrayList<>();
    walk(
        "",
        json,
        (where, node) -> {
          for (JsonNode example : node.path("examples")) {
            ObjectNode alone = node.deepCopy();
            alone.set("$defs", json.path("$defs"));
            JsonSchema part =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(alone);
            SchemaOfPlans.complaints(part, example)
                .forEach(complaint -> wrong.add(where + ": " + complaint));
          }
        });
    assertThat(wrong).isEmpty();
  }

  /**
   * Every value of a plan that has every key is replaced by values of all kinds, every key is
   * removed, and a key is added to every mapping: each time both must say the same.
   */
  @Test
  void bothJudgeEveryMisplacedValueAlike() throws Exception {
    JsonNode whole = SchemaOfPlans.fromYaml(text(CORPUS.resolve("valid/every-key.yaml")));
    Disagreements disagreements = new Disagreements();
    disagreements.addKey((ObjectNode) whole, whole);
    for (String section : keysOf((ObjectNode) whole)) {
      // A plan of this section alone: it is read four thousand times.
      ObjectNode plan = SchemaOfPlans.MAPPER.createObjectNode();
      plan.set(section, whole.get(section));
      for (JsonNode container : containers(plan)) {
        if (container instanceof ObjectNode object) {
          disagreements.replace(object, plan);
          disagreements.addKey(object, plan);
        } else if (container instanceof ArrayNode array) {
          disagreements.replace(array, plan);
        }
      }
    }
    assertThat(disagreements.found).isEmpty();
    assertThat(disagreements.looked).isGreaterThan(4_000);
    assertThat(disagreements.refused).isGreaterThan(3_000);
  }

  private final class Disagreements {

    private final JsonNode values =
        SchemaOfPlans.MAPPER.readTree(
            """
            [7, 0, -1, 1.5, true, null, "", " ", "x", "a.b", "a.b.c", "x y", "none", "5s", "-",
            "20260104000000", "2025-11-01T23:00Z", [], {}, [null], [7], ["x"], ["x", "x"],
            ["a.b"], [[1]], [[]], [{}], [true], ["20260104000000"], {"x": 1}, {"max": 1},
            {"max": null}]
            """);

    private final Set<String> found = new TreeSet<>();
    private int looked;
    private int refused;

    Disagreements() throws IOException {}

    void replace(ObjectNode object, JsonNode plan) {
      for (String key : keysOf(object)) {
        JsonNode right = Objects.requireNonNull(object.get(key));
        for (JsonNode value : values) {
          object.set(key, value);
          look(key + " = " + value, plan);
        }
        object.remove(key);
        look("without " + key, plan);
        object.set(key, right);
      }
    }

    void replace(ArrayNode array, JsonNode plan) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode right = array.get(i);
        for (JsonNode value : values) {
          array.set(i, value);
          look(right + " = " + value, plan);
        }
        array.set(i, right);
      }
    }

    void addKey(ObjectNode object, JsonNode plan) {
      object.put("unheard-of", 1);
      look("more than " + keysOf(object), plan);
      object.remove("unheard-of");
    }

    private void look(String what, JsonNode plan) {
      looked++;
      List<String> complaints = SchemaOfPlans.complaints(schema, plan);
      // JSON is YAML; the file's reading alone, without a folder around it.
      List<Finding> findings = readAlone(plan.toString());
      boolean inFile = findings.stream().anyMatch(f -> !BEYOND.matcher(f.message()).matches());
      refused += complaints.isEmpty() ? 0 : 1;
      if (complaints.isEmpty() == inFile) {
        found.add(what + ": schema " + complaints + ", reader " + messages(findings));
      }
    }
  }

  private static List<Finding> readAlone(String yaml) {
    FindingLog log = new FindingLog();
    YamlText text = new YamlText("plan.yaml", yaml, log);
    PlanReader.read("plan.yaml", text, log);
    return log.sorted();
  }

  private static List<String> messages(List<Finding> findings) {
    return findings.stream().map(Finding::message).toList();
  }

  private static List<String> keysOf(ObjectNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static List<JsonNode> containers(JsonNode node) {
    List<JsonNode> all = new ArrayList<>();
    if (node.isContainerNode()) {
      all.add(node);
      node.forEach(inner -> all.addAll(containers(inner)));
    }
    return all;
  }
}
