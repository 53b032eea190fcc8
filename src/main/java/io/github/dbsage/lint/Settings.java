package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a file has set in its session, and for how long. Not thread-safe. */
public final class Settings {

  private final Map<String, Value> session = new HashMap<>();
  private final Map<String, Value> local = new HashMap<>();

  Settings() {}

  /**
   * A value that a file set.
   *
   * @param text null where it is computed
   * @param local until the transaction's end
   * @param where the statement that set it
   */
  public record Value(@Nullable String text, boolean local, Scene where) {}

  /** What is in force inside a function that has settings of its own, and ends with it. */
  Settings inside(List<Tree.SetVariable> own, Scene call) {
    Settings inside = new Settings();
    inside.session.putAll(session);
    inside.local.putAll(local);
    for (Tree.SetVariable one : own) {
      if (!one.values().isEmpty()) {
        inside.set(one.name(), String.join(",", one.values()), true, call);
      }
    }
    return inside;
  }

  /** What is in force now; null where the file has not set it. */
  public @Nullable Value get(String name) {
    Value here = local.get(name);
    return here != null ? here : session.get(name);
  }

  void set(String name, @Nullable String text, boolean forTransaction, Scene where) {
    local.remove(name);
    (forTransaction ? local : session).put(name, new Value(text, forTransaction, where));
  }

  void reset(String name) {
    if (name.equals("all")) {
      session.clear();
      local.clear();
    } else {
      session.remove(name);
      local.remove(name);
    }
  }

  /** A transaction ended. */
  void committed() {
    local.clear();
  }

  /** The search path as a list; empty where the file has not set it. */
  List<String> path() {
    Value value = get("search_path");
    if (value == null || value.text() == null) {
      return List.of();
    }
    return List.of(value.text().split(",", -1)).stream().map(Settings::schema).toList();
  }

  private static String schema(String written) {
    String name = written.strip();
    return name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
        ? name.substring(1, name.length() - 1)
        : name;
  }
}
