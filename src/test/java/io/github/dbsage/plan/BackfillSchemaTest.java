package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema of backfills and their reader. */
final class BackfillSchemaTest {

  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  private final JsonNode json = json();
  private final JsonSchema schema = FACTORY.getSchema(json);

  private static JsonNode json() {
    try (InputStream in =
        Objects.requireNonNull(
            BackfillSchemaTest.class.getResourceAsStream(
                "/io/github/dbsage/backfill.schema.json"))) {
      return SchemaOfPlans.MAPPER.readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> complaints(String yaml) {
    return SchemaOfPlans.complaints(schema, SchemaOfPlans.fromYaml(yaml));
  }

  @Test
  void bothKnowTheSameKeys() {
    Map<String, Set<String>> published = new TreeMap<>();
    keys("", json, published);
    Map<String, Set<String>> read = new TreeMap<>();
    BackfillKeys.ALL.forEach((where, keys) -> read.put(where, new TreeSet<>(keys)));
    assertThat(published).isEqualTo(read);
  }

  private void keys(String where, JsonNode node, Map<String, Set<String>> found) {
    JsonNode described =
        node.has("$ref") ? json.at(node.path("$ref").textValue().substring(1)) : node;
    described.path("anyOf").forEach(choice -> keys(where, choice, found));
    for (Map.Entry<String, JsonNode> one : described.path("properties").properties()) {
      found.computeIfAbsent(where, key -> new TreeSet<>()).add(one.getKey());
      keys(where.isEmpty() ? one.getKey() : where + "." + one.getKey(), one.getValue(), found);
    }
  }

  @Test
  void theFileWithEveryKeyHasEveryKeyAndIsRight() throws IOException {
    String yaml = Files.readString(Path.of("src/test/resources/backfills/every-key.yaml"));
    Set<String> keys = new HashSet<>(BackfillKeys.BACKFILL);
    SchemaOfPlans.fromYaml(yaml).fieldNames().forEachRemaining(keys::remove);
    assertThat(keys).containsExactly("statement");
    assertThat(complaints(yaml)).isEmpty();
  }

  static Stream<Path> printed() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("examples/mended/src/main/db/migrations"))) {
      return files
          .filter(file -> file.toString().endsWith(".backfill.yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("printed")
  void theExamplesAreRight(Path file) throws IOException {
    assertThat(complaints(Files.readString(file))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "table: a",
        "set: {a: b}",
        "{table: a, set: {}}",
        "{table: a, set: {a: ''}}",
        "{table: a, set: {a: b}, wher: c}",
        "{table: a, set: {a: b}, passes: 3}",
        "{table: a, set: {a: b}, workers: 0}",
        "{table: a, set: {a: b}, throttle: fast}",
        "{table: a, set: {a: b}, throttle: {fast: 1}}",
        "{table: a, set: {a: b}, key: []}",
        "{table: a, set: {a: b}, lock_timeout: 50}",
        "{table: a, set: {a: b}, verify: {mismatches: {max: 1}}}",
        "{table: a, set: {a: b}, backfill: a b}",
      })
  void whatIsWrongIsRefused(String yaml) {
    assertThat(complaints(yaml)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{table: a, statement: DELETE FROM a WHERE {chunk}}",
        "{table: a, set: {a: 1}, vacuum: off, passes: off, verify: {remaining: off}}",
        "{table: a, set: {a: true}, vacuum: auto, passes: 16, verify: {sample: SELECT 1}}",
        "{table: a, set: {a: null}, throttle: none, key: [b, c]}",
      })
  void whatIsRightIsTaken(String yaml) {
    assertThat(complaints(yaml.replace("{chunk}", "true"))).isEmpty();
  }

  @Test
  void itIsASchemaAndItsMappingsAreClosed() {
    JsonSchema ofSchemas =
        FACTORY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    assertThat(SchemaOfPlans.complaints(ofSchemas, json)).isEmpty();
    List<String> lacking = new ArrayList<>();
    json.findParents("properties")
        .forEach(
            node -> {
              if (node instanceof ObjectNode object && !object.has("additionalProperties")) {
                lacking.add(object.path("title").asText());
              }
            });
    assertThat(lacking).isEmpty();
  }
}
