package io.github.dbsage.db;

import java.util.HashSet;
import java.util.Set;

/**
 * Finds out how a pooler shares the server's backends. A pooler announces a process id of its own
 * when a connection begins, so that a direct connection is known at once; a session pooler is told
 * from a transaction pooler by whose backends answer two connections that take turns.
 */
final class Pooler {

  /**
   * A pooler that picks idle backends in turn is found out by two statements in a row, one that
   * picks the last used one by two connections; the rounds are for one that picks by chance.
   */
  private static final int ROUNDS = 5;

  private Pooler() {}

  /** How the pooler behind two open connections shares backends; neither is in a transaction. */
  static Pooling between(Session first, Session second) {
    Set<Long> firsts = new HashSet<>();
    Set<Long> seconds = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      firsts.add(backend(first));
      firsts.add(backend(first));
      seconds.add(backend(second));
      seconds.add(backend(second));
      if (firsts.size() > 1 || seconds.size() > 1 || firsts.equals(seconds)) {
        return allowsTransactions(second) ? Pooling.TRANSACTION : Pooling.STATEMENT;
      }
    }
    return Pooling.SESSION;
  }

  private static long backend(Session session) {
    return session.one("SELECT pg_catalog.pg_backend_pid()", row -> row.number(1));
  }

  private static boolean allowsTransactions(Session session) {
    try {
      session.send("BEGIN");
      session.send("ROLLBACK");
      return true;
    } catch (ServerFailure e) {
      return false;
    }
  }
}
