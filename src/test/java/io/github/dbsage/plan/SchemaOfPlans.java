package io.github.dbsage.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The published schema, and YAML as an editor hands it over to one. */
final class SchemaOfPlans {

  static final ObjectMapper MAPPER = new ObjectMapper();

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SchemaOfPlans() {}

  static JsonNode json() {
    try (InputStream in =
        Objects.requireNonNull(
            SchemaOfPlans.class.getResourceAsStream("/io/github/dbsage/plan.schema.json"))) {
      return MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonSchema schema() {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(json());
  }

  static List<String> complaints(JsonSchema schema, JsonNode plan) {
    return schema.validate(plan).stream().map(ValidationMessage::toString).toList();
  }

  static JsonNode fromYaml(String yaml) {
    Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
    return convert(root);
  }

  private static JsonNode convert(@Nullable Node node) {
    if (node instanceof MappingNode mapping) {
      ObjectNode object = JSON.objectNode();
      for (NodeTuple entry : mapping.getValue()) {
        String key = ((ScalarNode) entry.getKeyNode()).getValue();
        object.set(key, convert(entry.getValueNode()));
      }
      return object;
    }
    if (node instanceof SequenceNode list) {
      ArrayNode array = JSON.arrayNode();
      list.getValue().forEach(item -> array.add(convert(item)));
      return array;
    }
    return node instanceof ScalarNode scalar ? convert(scalar) : JSON.nullNode();
  }

  private static JsonNode convert(ScalarNode scalar) {
    Tag tag = scalar.getTag();
    String text = scalar.getValue();
    if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(List.of("true", "yes", "on").contains(text));
    }
    if (tag.equals(Tag.INT) && text.startsWith("0x")) {
      return JSON.numberNode(Integer.parseInt(text.substring(2), 16));
    }
    boolean number = tag.equals(Tag.INT) || tag.equals(Tag.FLOAT);
    return number ? JSON.numberNode(new BigDecimal(text)) : JSON.textNode(text);
  }
}
