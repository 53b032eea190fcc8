package io.github.dbsage.check;

import io.github.dbsage.db.Answer;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import java.util.Locale;
import java.util.Set;

/** Sends a check's statement, and brings no more of its rows than are needed. */
final class Reading {

  private static final String CURSOR = "DECLARE dbsage_check NO SCROLL CURSOR FOR ";

  private static final Set<String> WRITERS = Set.of("insert", "update", "delete", "merge");

  private Reading() {}

  /** Whether its first word says that it writes. */
  static boolean writes(String sql) {
    String word = sql.replaceFirst("(?s)^([A-Za-z]*).*", "$1");
    return WRITERS.contains(word.toLowerCase(Locale.ROOT));
  }

  /** The first rows of a query. */
  static Answer rows(Session session, String sql, int most) {
    open(session, sql);
    return session.answer("FETCH FORWARD " + most + " FROM dbsage_check");
  }

  /** How many rows a query has, as far as that; none of them is brought. */
  static long count(Session session, String sql, long most) {
    open(session, sql);
    return session.answer("MOVE FORWARD " + most + " FROM dbsage_check").touched();
  }

  private static void open(Session session, String sql) {
    try {
      session.answer(CURSOR + sql);
    } catch (ServerFailure e) {
      throw new Refusal(e, CURSOR.length());
    }
  }

  /** A refusal of what was sent with something of ours in front of it. */
  static final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ServerFailure failure;
    private final int lead;

    Refusal(ServerFailure failure, int lead) {
      super(failure);
      this.failure = failure;
      this.lead = lead;
    }

    ServerFailure failure() {
      return failure;
    }

    /** Where in the check's own text, in code points from 1; 0 where that is not known. */
    int position() {
      return Math.max(0, failure.position() - lead);
    }
  }
}
