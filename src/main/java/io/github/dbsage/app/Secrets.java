package io.github.dbsage.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The secrets among what a goal was given; those inside a URL are found by their place in it. */
final class Secrets {

  private static final List<String> TELLING =
      List.of("password", "passwd", "secret", "token", "apikey", "api_key", "credential");

  private Secrets() {}

  static List<String> of(Context context) {
    List<String> secrets = new ArrayList<>();
    add(secrets, context.access().password());
    for (Map.Entry<String, String> placeholder : context.placeholders().entrySet()) {
      String name = placeholder.getKey().toLowerCase(Locale.ROOT);
      if (TELLING.stream().anyMatch(name::contains)) {
        add(secrets, placeholder.getValue());
      }
    }
    return secrets;
  }

  private static void add(List<String> secrets, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      secrets.add(value);
    }
  }
}
