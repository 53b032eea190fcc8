package io.github.dbsage.sql;

import io.github.dbsage.sql.Command.ReindexConcurrently.Target;
import io.github.dbsage.sql.Lexer.Kind;
import java.util.Locale;

/** Reads REINDEX, which has two ways to be concurrent and targets that are never transactional. */
final class Reindex {

  private Reindex() {}

  /** The cursor behind the word REINDEX. */
  static Command classify(Cursor c) {
    boolean concurrently = c.kind() == Kind.OPEN && option(c);
    c.take("verbose");
    String target = c.folded().toUpperCase(Locale.ROOT);
    if (!c.takeAny("index", "table", "schema", "database", "system")) {
      return new Command.Ordinary();
    }
    concurrently |= c.take("concurrently");
    if (concurrently && !target.equals("SYSTEM")) {
      return new Command.ReindexConcurrently(Target.valueOf(target), c.name());
    }
    return target.equals("INDEX") || target.equals("TABLE")
        ? new Command.Ordinary()
        : new Command.Repeatable("REINDEX " + target);
  }

  /** Whether the options in parentheses ask for it; the last one counts, as in the server. */
  private static boolean option(Cursor c) {
    boolean concurrently = false;
    c.advance();
    while (!c.atEnd() && !c.take(')')) {
      if (c.take("concurrently")) {
        String value = c.setting();
        concurrently =
            value == null || value.equals("true") || value.equals("on") || value.equals("1");
      } else {
        c.advance();
      }
    }
    return concurrently;
  }
}
