package io.github.dbsage.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a statement itself does to a setting of its session: SET, RESET, DISCARD ALL, and calls of
 * {@code set_config} in a SELECT. What functions do is not seen.
 *
 * @param name in lower case; {@link #ALL} for every setting
 * @param local until the end of the transaction only
 * @param toDefault back to what the session began with
 */
public record SettingChange(String name, boolean local, boolean toDefault) {

  /** Stands for every setting. */
  public static final String ALL = "all";

  private static final Pattern CALL = Pattern.compile("set_config", Pattern.CASE_INSENSITIVE);
  private static final Set<String> TRUE = Set.of("true", "'true'", "'t'", "'on'", "'1'", "'yes'");

  /** The changes of a statement, in order; mostly none. */
  public static List<SettingChange> in(Statement statement) {
    String text = statement.text();
    char first = text.isEmpty() ? ' ' : text.charAt(0);
    if ("sSrRdD".indexOf(first) < 0) {
      return List.of();
    }
    Cursor c = Cursor.over(text, false);
    if (c.take("set")) {
      return set(c);
    }
    if (c.take("reset")) {
      return change(c.setting(), false, true);
    }
    if (c.take("discard")) {
      return c.is(ALL) ? change(ALL, false, true) : List.of();
    }
    return CALL.matcher(text).find() ? calls(c) : List.of();
  }

  private static List<SettingChange> set(Cursor c) {
    boolean local = c.take("local");
    if (!local) {
      c.take("session");
    }
    String name = c.setting();
    return c.take("to") || c.take('=') ? change(name, local, c.is("default")) : List.of();
  }

  private static List<SettingChange> calls(Cursor c) {
    List<SettingChange> changes = new ArrayList<>();
    while (!c.atEnd()) {
      if (c.take("set_config") && c.take('(')) {
        String name = c.setting();
        changes.addAll(change(name, isLocal(c), false));
      } else {
        c.advance();
      }
    }
    return changes;
  }

  /** Behind the first argument of set_config: what the third one says. */
  private static boolean isLocal(Cursor c) {
    boolean local = false;
    int depth = 0;
    int argument = 1;
    while (!c.atEnd() && depth >= 0) {
      if (c.is('(')) {
        depth++;
      } else if (c.is(')')) {
        depth--;
      } else if (depth == 0 && c.is(',')) {
        argument++;
      } else if (depth == 0 && argument == 3) {
        local |= TRUE.contains(c.folded());
      }
      c.advance();
    }
    return local;
  }

  private static List<SettingChange> change(
      @Nullable String name, boolean local, boolean toDefault) {
    return name == null ? List.of() : List.of(new SettingChange(name, local, toDefault));
  }
}
