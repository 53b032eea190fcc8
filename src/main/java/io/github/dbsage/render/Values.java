package io.github.dbsage.render;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a template sees under a name: Markdown, a list, a truth, or more values. Whatever nothing is
 * known of is there too, and empty, so a template can ask for it.
 */
final class Values {

  static final String NONE = "None declared.";

  private final Map<String, Object> values = new LinkedHashMap<>();

  Values put(String name, Object value) {
    values.put(name, value);
    return this;
  }

  /** Prose of the plan, or that it says nothing. */
  Values prose(String name, @Nullable String text) {
    return put(name, text == null ? NONE : Markdown.text(text));
  }

  /** Prose of the plan, or nothing. */
  Values optional(String name, @Nullable String text) {
    return put(name, text == null ? "" : Markdown.text(text));
  }

  /** A list, and whether there is anything in it: {@code rows} and {@code hasRows}. */
  Values list(String name, List<?> items) {
    put("has" + Character.toUpperCase(name.charAt(0)) + name.substring(1), !items.isEmpty());
    return put(name, List.copyOf(items));
  }

  Map<String, Object> map() {
    return values;
  }
}
