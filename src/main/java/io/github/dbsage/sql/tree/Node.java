package io.github.dbsage.sql.tree;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of the parser's JSON: what is left out there has its default here.
 *
 * @param offsets from the parser's bytes to the text's chars
 * @param depth how many others it was reached through
 */
record Node(JsonObject json, Offsets offsets, int depth) {

  Node(JsonObject json, Offsets offsets) {
    this(json, offsets, 0);
  }

  /** The only entry of a wrapper such as {@code {"SelectStmt": {…}}}. */
  record Wrapped(String kind, Node node) {}

  /** An object, empty where there is none. */
  Node node(String key) {
    JsonElement found = json.get(key);
    return below(found instanceof JsonObject object ? object : new JsonObject());
  }

  boolean has(String key) {
    return json.has(key);
  }

  boolean isEmpty() {
    return json.isEmpty();
  }

  /** What a wrapper holds; null where there is none. */
  @Nullable Wrapped wrapped(String key) {
    return json.get(key) instanceof JsonObject object ? unwrap(object) : null;
  }

  /** The items of a list, each unwrapped. */
  List<Wrapped> list(String key) {
    List<Wrapped> items = new ArrayList<>();
    if (json.get(key) instanceof JsonArray array) {
      for (JsonElement item : array) {
        Wrapped wrapped = item instanceof JsonObject object ? unwrap(object) : null;
        if (wrapped != null) {
          items.add(wrapped);
        }
      }
    }
    return items;
  }

  /** The items of a list, as they stand. */
  List<Node> nodes(String key) {
    List<Node> items = new ArrayList<>();
    if (json.get(key) instanceof JsonArray array) {
      for (JsonElement item : array) {
        if (item instanceof JsonObject object) {
          items.add(below(object));
        }
      }
    }
    return items;
  }

  /** A node inside this one. */
  Node below(JsonObject inner) {
    return new Node(inner, offsets, depth + 1);
  }

  private @Nullable Wrapped unwrap(JsonObject object) {
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      if (entry.getValue() instanceof JsonObject inner) {
        return new Wrapped(entry.getKey(), below(inner));
      }
    }
    return null;
  }

  String text(String key) {
    return json.get(key) instanceof JsonPrimitive e ? e.getAsString() : "";
  }

  @Nullable String textOrNull(String key) {
    return json.has(key) ? text(key) : null;
  }

  boolean flag(String key) {
    return json.get(key) instanceof JsonPrimitive e && e.getAsBoolean();
  }

  int number(String key) {
    return json.get(key) instanceof JsonPrimitive e ? e.getAsInt() : 0;
  }

  /** Where it stands, in chars; -1 where the parser does not say: no statement begins with one. */
  int at() {
    int location = number("location");
    return location <= 0 ? -1 : offsets.chars(location);
  }

  /** The strings in a list of strings. */
  List<String> strings(String key) {
    List<String> strings = new ArrayList<>();
    for (Wrapped item : list(key)) {
      if (item.kind().equals("String")) {
        strings.add(item.node().text("sval"));
      }
    }
    return strings;
  }

  /** A relation's name. */
  QualifiedName relation(String key) {
    return node(key).asRelation();
  }

  QualifiedName asRelation() {
    String schema = text("schemaname");
    return new QualifiedName(schema.isEmpty() ? null : schema, text("relname"));
  }

  /** A name as a list of strings; of more than two the last two. */
  static QualifiedName name(List<String> parts) {
    int last = parts.size() - 1;
    return new QualifiedName(last > 0 ? parts.get(last - 1) : null, parts.get(last));
  }

  boolean cascades() {
    return text("behavior").equals("DROP_CASCADE");
  }
}
