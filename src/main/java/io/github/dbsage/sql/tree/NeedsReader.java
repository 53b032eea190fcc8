package io.github.dbsage.sql.tree;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gathers what a statement needs from the parser's JSON. */
final class NeedsReader {

  /** The keys of names in several parts. */
  private static final Set<String> NAMES =
      Set.of("funcname", "names", "objname", "typeName", "items");

  private static final Set<String> COLLATIONS = Set.of("collname", "collation");

  private final Set<String> roles = new TreeSet<>();
  private final Set<String> schemas = new TreeSet<>();
  private final Set<String> publications = new TreeSet<>();
  private final Set<String> extensions = new TreeSet<>();
  private final Set<String> collations = new TreeSet<>();

  private NeedsReader() {}

  /** From what the parser said of a statement; nothing where that is no tree. */
  static Needs read(String answer) {
    if (ParserThread.parsed(answer) != null) {
      return Needs.NOTHING;
    }
    NeedsReader reader = new NeedsReader();
    reader.element(TreeReader.json(answer));
    return new Needs(
        reader.roles, reader.schemas, reader.publications, reader.extensions, reader.collations);
  }

  private void element(@Nullable JsonElement element) {
    if (element instanceof JsonArray array) {
      array.forEach(this::element);
    } else if (element instanceof JsonObject object) {
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        entry(entry.getKey(), entry.getValue());
        element(entry.getValue());
      }
    }
  }

  private void entry(String key, JsonElement value) {
    if (value instanceof JsonPrimitive text) {
      switch (key) {
        case "rolename" -> roles.add(text.getAsString());
        case "schemaname" -> schemas.add(text.getAsString());
        case "pubname" -> publications.add(text.getAsString());
        case "extname" -> extensions.add(text.getAsString());
        default -> {
          // A word of something else.
        }
      }
    } else if (value instanceof JsonArray parts && COLLATIONS.contains(key) && !parts.isEmpty()) {
      String last = string(parts.get(parts.size() - 1));
      if (last != null) {
        collations.add(last);
      }
    } else if (value instanceof JsonArray parts && NAMES.contains(key) && parts.size() > 1) {
      String first = string(parts.get(0));
      if (first != null) {
        schemas.add(first);
      }
    }
  }

  private static @Nullable String string(JsonElement part) {
    return part instanceof JsonObject object
            && object.get("String") instanceof JsonObject string
            && string.get("sval") instanceof JsonPrimitive text
        ? text.getAsString()
        : null;
  }
}
