package io.github.dbsage.sql;

import org.jspecify.annotations.Nullable;

/** Reads SET for the two settings that the connection's driver cannot do without. */
final class ConnectionSettings {

  private ConnectionSettings() {}

  /** The cursor behind the word SET. */
  static Command classify(Cursor c) {
    c.takeAny("session", "local");
    if (c.take("names")) {
      return encoding(c.setting());
    }
    String name = c.setting();
    if (name == null || !(c.take("to") || c.take('='))) {
      return new Command.Ordinary();
    }
    return switch (name) {
      case "client_encoding" -> encoding(c.setting());
      case "datestyle" -> dates(c);
      default -> new Command.Ordinary();
    };
  }

  private static Command encoding(@Nullable String value) {
    return value == null
            || value.equals("default")
            || value.replaceAll("[^a-z0-9]", "").matches("utf8|unicode")
        ? new Command.Ordinary()
        : new Command.ConnectionSetting("client_encoding", value);
  }

  /** A list of a style and an order, in one string or several words; without a style it stays. */
  private static Command dates(Cursor c) {
    StringBuilder value = new StringBuilder();
    do {
      value.append(value.isEmpty() ? "" : ", ").append(c.setting());
    } while (c.take(','));
    for (String word : value.toString().split("\\W+", -1)) {
      if (word.startsWith("sql") || word.startsWith("german") || word.startsWith("postgres")) {
        return new Command.ConnectionSetting("datestyle", value.toString());
      }
    }
    return new Command.Ordinary();
  }
}
