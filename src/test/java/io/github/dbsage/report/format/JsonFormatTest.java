package io.github.dbsage.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.report.Format;
import io.github.dbsage.testing.Goldens;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class JsonFormatTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JsonSchema schema = schema();

  static Stream<Report> reports() {
    return Stream.of(Samples.full(), Samples.bare(), Samples.empty());
  }

  @Test
  void writesWhatTheGoldensHold() {
    Goldens.check("report/full.json", json(Samples.full()));
    Goldens.check("report/bare.json", json(Samples.bare()));
    Goldens.check("report/empty.json", json(Samples.empty()));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void writesWhatTheSchemaDescribes(Report report) throws Exception {
    assertThat(validate(MAPPER.readTree(json(report)))).isEmpty();
  }

  @Test
  void theSchemaRequiresEveryKeyAndKnowsNoOther() throws Exception {
    JsonNode full = MAPPER.readTree(json(Samples.full()));
    List<String> forgiven = new ArrayList<>();
    int objects = 0;
    for (ObjectNode object : objects(full)) {
      objects++;
      for (String key : keys(object)) {
        JsonNode value = Objects.requireNonNull(object.remove(key));
        if (validate(full).isEmpty()) {
          forgiven.add("without " + key);
        }
        object.set(key, value);
      }
      object.put("unheard_of", 1);
      if (validate(full).isEmpty()) {
        forgiven.add("more than " + keys(object));
      }
      object.remove("unheard_of");
      assertThat(validate(full)).isEmpty();
    }
    assertThat(forgiven).isEmpty();
    assertThat(objects).isGreaterThan(15);
  }

  @Test
  void theSchemaChecksTheTypeOfEveryValue() throws Exception {
    JsonNode full = MAPPER.readTree(json(Samples.full()));
    List<String> forgiven = new ArrayList<>();
    for (ObjectNode object : objects(full)) {
      for (String key : keys(object)) {
        JsonNode value = object.get(key);
        if (value.isBoolean()) {
          object.put(key, 7);
        } else {
          object.put(key, true);
        }
        if (validate(full).isEmpty()) {
          forgiven.add(key);
        }
        object.set(key, value);
      }
    }
    assertThat(forgiven).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "it failed|Key (id)=(1) exists.|it failed. Key (id)=(1) exists.",
        "It failed.|It was full.|It failed. It was full.",
        "Failed!|x|Failed! x",
        "Failed?|x|Failed? x",
        "Failed:|x|Failed: x",
        "It failed||It failed",
      })
  void saysWhatAndWhyInOneMessage(String what, String why, String message) throws Exception {
    Problem problem = Problem.of("CODE", what, null, null).because(why);
    Report report = new Report("apply", false, null, null, List.of(), List.of(), problem);
    assertThat(MAPPER.readTree(json(report)).at("/error/message").textValue()).isEqualTo(message);
  }

  @Test
  void isOneOfTheFormats() {
    assertThat(Formats.all("1.0.0"))
        .extracting(Format::suffix)
        .startsWith("json")
        .doesNotHaveDuplicates();
  }

  private Set<ValidationMessage> validate(JsonNode node) {
    return schema.validate(node);
  }

  private static String json(Report report) {
    return new String(new JsonFormat().bytes(report), StandardCharsets.UTF_8);
  }

  private static List<String> keys(ObjectNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static List<ObjectNode> objects(JsonNode node) {
    List<ObjectNode> found = new ArrayList<>();
    if (node instanceof ObjectNode object) {
      found.add(object);
    }
    if (node instanceof ObjectNode || node instanceof ArrayNode) {
      node.forEach(child -> found.addAll(objects(child)));
    }
    return found;
  }

  private static JsonSchema schema() {
    try (InputStream in =
        Objects.requireNonNull(
            JsonFormat.class.getResourceAsStream("/io/github/dbsage/report.schema.json"))) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
