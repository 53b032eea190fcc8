package io.github.dbsage.backfill;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an array of texts as PostgreSQL writes it (PostgreSQL manual, Array Input and Output). */
final class TextArray {

  private TextArray() {}

  /** Its elements; null for null. None of them is NULL: no column of a key is. */
  static @Nullable List<String> read(@Nullable String text) {
    return text == null ? null : elements(text);
  }

  static List<String> elements(String text) {
    List<String> elements = new ArrayList<>();
    StringBuilder element = new StringBuilder();
    boolean quoted = false;
    boolean any = false;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        element.append(text.charAt(i));
      } else if (c == '"') {
        quoted = !quoted;
        any = true;
      } else if (!quoted && (c == ',' || c == '}')) {
        if (any || element.length() > 0) {
          elements.add(element.toString());
        }
        element.setLength(0);
        any = false;
      } else {
        element.append(c);
      }
    }
    return elements;
  }
}
