package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.lint.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a file takes a timeout away from a statement that locks a table in use. */
final class NoTimeout {

  private static final Pattern VALUE =
      Pattern.compile(
          "\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?)\\s*(us|ms|s|min|h|d|)\\s*");

  private static final Map<String, Double> MILLISECONDS =
      Map.of("us", 0.001, "ms", 1.0, "", 1.0, "s", 1e3, "min", 6e4, "h", 3.6e6, "d", 8.64e7);

  private NoTimeout() {}

  /**
   * Judges a statement.
   *
   * @param asked what the file's directive asks for, or null
   */
  static void judge(Rule rule, Scene scene, String setting, @Nullable Duration asked, String fix) {
    Relation locked = locked(scene);
    if (locked == null) {
      return;
    }
    Settings.Value value = scene.settings().get(setting);
    boolean byDirective = value == null && asked != null && asked.isZero();
    if (!byDirective && (value == null || !isZero(value.text()))) {
      return;
    }
    if (isTold(scene, value == null ? null : value.where())) {
      return;
    }
    String since =
        value == null
            ? "the directive " + setting + "=0 asks for it"
            : "line " + value.where().place(-1).line() + " of the file has set it";
    scene.find(rule, -1, locked.name() + " is locked without a " + setting + ": " + since, fix);
  }

  /** The first table in use that the statement keeps writers away from, or null. */
  private static @Nullable Relation locked(Scene scene) {
    return scene.effects().stream()
        .filter(effect -> effect.lock().blocksWrites() && !scene.isNew(effect.relation()))
        .map(effect -> effect.relation())
        .findFirst()
        .orElse(null);
  }

  /** Whether an earlier statement of the transaction, behind the setting, has the same trouble. */
  private static boolean isTold(Scene scene, @Nullable Scene set) {
    List<Scene> before = scene.transaction().before();
    int from = set == null ? 0 : before.indexOf(set) + 1;
    return before.subList(from, before.size()).stream().anyMatch(one -> locked(one) != null);
  }

  /** Whether a value means no limit, as the server reads it: in milliseconds, rounded. */
  static boolean isZero(@Nullable String text) {
    if (text == null) {
      return false;
    }
    Matcher value = VALUE.matcher(text.toLowerCase(Locale.ROOT));
    return value.matches()
        && Math.rint(
                Double.parseDouble(value.group(1)) * MILLISECONDS.getOrDefault(value.group(2), 1.0))
            == 0;
  }
}
