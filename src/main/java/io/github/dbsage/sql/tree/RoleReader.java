package io.github.dbsage.sql.tree;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gathers the roles that a statement names from the parser's JSON. */
final class RoleReader {

  private final Set<String> roles = new TreeSet<>();

  private RoleReader() {}

  /** From what the parser said of a statement; none where that is no tree. */
  static Set<String> read(String answer) {
    if (ParserThread.parsed(answer) != null) {
      return Set.of();
    }
    RoleReader reader = new RoleReader();
    reader.element(TreeReader.json(answer));
    return reader.roles;
  }

  private void element(@Nullable JsonElement element) {
    if (element instanceof JsonArray array) {
      array.forEach(this::element);
    } else if (element instanceof JsonObject object) {
      if (object.get("rolename") instanceof JsonPrimitive name) {
        roles.add(name.getAsString());
      }
      object.entrySet().forEach(entry -> element(entry.getValue()));
    }
  }
}
