package io.github.dbsage.app;

import io.github.dbsage.db.Target;
import io.github.dbsage.db.TargetUrl;
import io.github.dbsage.model.UserError;
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
    add(secrets, context.access().environment().get("PGPASSWORD"));
    inUrl(context.access().effectiveUrl()).forEach(secret -> add(secrets, secret));
    for (Map.Entry<String, String> placeholder : context.placeholders().entrySet()) {
      String name = placeholder.getKey().toLowerCase(Locale.ROOT);
      if (TELLING.stream().anyMatch(name::contains)) {
        add(secrets, placeholder.getValue());
      }
    }
    return secrets;
  }

  /** Names that a message may show, even where someone chose one of them as a password. */
  static List<String> openNames(Target target) {
    List<String> names = new ArrayList<>();
    add(names, target.user());
    add(names, target.database());
    target.endpoints().forEach(endpoint -> add(names, endpoint.host()));
    return names;
  }

  private static List<String> inUrl(@Nullable String url) {
    if (url == null || url.equals(Context.Access.EMBEDDED)) {
      return List.of();
    }
    try {
      return TargetUrl.parse(url).secrets();
    } catch (UserError e) {
      // It is told when the goal needs the database; the message does not repeat the URL.
      return List.of();
    }
  }

  private static void add(List<String> secrets, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      secrets.add(value);
    }
  }
}
