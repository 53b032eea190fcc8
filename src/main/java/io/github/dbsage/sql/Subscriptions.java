package io.github.dbsage.sql;

import io.github.dbsage.sql.Lexer.Kind;
import java.util.HashMap;
import java.util.Map;

/** Reads CREATE and ALTER SUBSCRIPTION, where options decide whether a transaction is allowed. */
final class Subscriptions {

  private Subscriptions() {}

  /** The cursor behind CREATE SUBSCRIPTION. */
  static Command create(Cursor c) {
    Command created = Classifier.shared(true, "SUBSCRIPTION", c);
    Map<String, Boolean> options = options(c);
    boolean slot = options.getOrDefault("create_slot", options.getOrDefault("connect", true));
    return slot ? created : new Command.Ordinary();
  }

  /** The cursor behind ALTER SUBSCRIPTION. */
  static Command alter(Cursor c) {
    if (c.name() == null) {
      return new Command.Ordinary();
    }
    if (c.take("refresh")) {
      return new Command.Repeatable("ALTER SUBSCRIPTION … REFRESH");
    }
    boolean set = c.is("set");
    if (!c.takeAny("set", "add", "drop")) {
      return new Command.Ordinary();
    }
    if (c.take("publication")) {
      return options(c).getOrDefault("refresh", true)
          ? new Command.Repeatable("ALTER SUBSCRIPTION … PUBLICATION with refresh")
          : new Command.Ordinary();
    }
    // These change the slot on the publisher, which no rollback undoes (17 and 18).
    Map<String, Boolean> options = options(c);
    return set && (options.containsKey("failover") || options.containsKey("two_phase"))
        ? new Command.Repeatable("ALTER SUBSCRIPTION … SET (failover or two_phase)")
        : new Command.Ordinary();
  }

  /** The boolean options of the first group in parentheses; a name alone means true. */
  private static Map<String, Boolean> options(Cursor c) {
    Map<String, Boolean> options = new HashMap<>();
    while (!c.atEnd() && c.kind() != Kind.OPEN) {
      c.advance();
    }
    while (!c.atEnd() && !c.is(')')) {
      c.advance();
      String name = c.setting();
      if (name == null) {
        continue;
      }
      c.take('=');
      String value = c.setting();
      options.put(name, !("false".equals(value) || "off".equals(value) || "0".equals(value)));
      while (!c.atEnd() && !c.is(',') && !c.is(')')) {
        c.advance();
      }
    }
    return options;
  }
}
