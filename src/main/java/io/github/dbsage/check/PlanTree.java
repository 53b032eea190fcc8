package io.github.dbsage.check;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What EXPLAIN says of a statement.
 *
 * @param cost of all of it, in the planner's units
 * @param buffers shared ones that it took, from the cache or the disk; null where it was not run
 * @param indexes those that it reads
 * @param scanned the tables that it reads from end to end
 */
record PlanTree(
    double cost, @Nullable Long buffers, List<QualifiedName> indexes, List<QualifiedName> scanned) {

  PlanTree {
    indexes = List.copyOf(indexes);
    scanned = List.copyOf(scanned);
  }

  /** Reads the answer to EXPLAIN (VERBOSE, FORMAT JSON). */
  static PlanTree read(String json) {
    JsonObject root =
        JsonParser.parseString(json)
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("Plan");
    List<QualifiedName> indexes = new ArrayList<>();
    List<QualifiedName> scanned = new ArrayList<>();
    collect(root, null, indexes, scanned);
    Long hit = number(root, "Shared Hit Blocks");
    Long read = number(root, "Shared Read Blocks");
    Long buffers = hit == null || read == null ? null : (Long) (hit + read);
    return new PlanTree(root.get("Total Cost").getAsDouble(), buffers, indexes, scanned);
  }

  private static void collect(
      JsonObject node,
      @Nullable String above,
      List<QualifiedName> indexes,
      List<QualifiedName> scanned) {
    // A bitmap's index stands below its table without a schema, which is the table's.
    String schema = Objects.requireNonNullElse(text(node, "Schema"), above == null ? "" : above);
    String known = schema.isEmpty() ? null : schema;
    String index = text(node, "Index Name");
    if (index != null) {
      indexes.add(new QualifiedName(known, index));
    }
    String table = text(node, "Relation Name");
    if (table != null && "Seq Scan".equals(text(node, "Node Type"))) {
      scanned.add(new QualifiedName(known, table));
    }
    JsonElement children = node.get("Plans");
    if (children != null) {
      for (JsonElement child : children.getAsJsonArray()) {
        collect(child.getAsJsonObject(), known, indexes, scanned);
      }
    }
  }

  private static @Nullable String text(JsonObject node, String key) {
    JsonElement value = node.get(key);
    return value == null ? null : value.getAsString();
  }

  private static @Nullable Long number(JsonObject node, String key) {
    JsonElement value = node.get(key);
    return value == null ? null : (Long) value.getAsLong();
  }
}
