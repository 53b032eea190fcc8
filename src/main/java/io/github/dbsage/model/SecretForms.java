package io.github.dbsage.model;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The ways in which URLs, SQL, connection strings and JSON write one secret. */
final class SecretForms {

  private static final Pattern ENCODED = Pattern.compile("%[0-9A-F]{2}");

  private SecretForms() {}

  static Set<String> of(String secret) {
    Set<String> forms = new LinkedHashSet<>();
    String escaped = secret.replace("\\", "\\\\");
    for (String text :
        List.of(
            secret,
            secret.replace("'", "''"),
            escaped,
            escaped.replace("'", "''"),
            escaped.replace("'", "\\'"))) {
      forms.add(text);
      forms.add(json(text, false));
      forms.add(json(text, true));
    }
    String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    String percent = form.replace("+", "%20");
    // URI components leave these alone (RFC 3986, sub-delims), URLEncoder does not.
    String component =
        percent
            .replace("%21", "!")
            .replace("%27", "'")
            .replace("%28", "(")
            .replace("%29", ")")
            .replace("%7E", "~");
    String strict = percent.replace("*", "%2A");
    for (String url : List.of(form, percent, component, strict)) {
      forms.add(url);
      forms.add(ENCODED.matcher(url).replaceAll(hex -> hex.group().toLowerCase(Locale.ROOT)));
    }
    return forms;
  }

  private static String json(String text, boolean ascii) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || (ascii && c > '~')) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }
}
