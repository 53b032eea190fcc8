package io.github.dbsage.db;

import io.github.dbsage.model.UserError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Connection parameters with a closed set of values. */
final class Values {

  /** pgJDBC's name → the values; libpq has the same. */
  private static final Map<String, List<String>> CHOICES =
      Map.of(
          "sslmode",
          List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
          "sslNegotiation",
          List.of("postgres", "direct"),
          "channelBinding",
          List.of("disable", "prefer", "require"),
          "gssEncMode",
          List.of("disable", "allow", "prefer", "require"),
          Options.ROLE,
          ServerRole.libpqNames());

  private Values() {}

  /**
   * Refuses a value that the parameter does not have.
   *
   * @param name pgJDBC's
   * @param shown the name that the user wrote
   */
  static void check(String name, String shown, String value, String from) {
    List<String> choices = CHOICES.get(name);
    if (choices != null && !choices.contains(value)) {
      throw new UserError(AddressProblems.noChoice(shown, value, choices, from));
    }
  }

  /** A whole number of seconds. */
  static void checkSeconds(String shown, String value, String from) {
    Integer seconds = number(value);
    if (seconds == null) {
      throw new UserError(AddressProblems.noSeconds(shown, from));
    }
  }

  static @Nullable Integer number(String value) {
    try {
      return Integer.valueOf(value.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
