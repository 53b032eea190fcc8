package io.github.dbsage.app;

import io.github.dbsage.db.Session;
import io.github.dbsage.history.Entry;
import io.github.dbsage.history.History;
import io.github.dbsage.history.Privileges;
import io.github.dbsage.history.Tables;
import java.util.List;

/** What a database remembers, for goals that only look. */
final class Recorded {

  private Recorded() {}

  /** The rows of the history, none where there is no history yet. */
  static List<Entry> entries(Session session, Tables tables) {
    Privileges.requireReadable(session, tables);
    return History.read(session, tables, tables.inspect(session));
  }
}
