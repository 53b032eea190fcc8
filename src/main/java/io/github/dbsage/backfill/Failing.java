package io.github.dbsage.backfill;

import io.github.dbsage.db.ServerFailure;
import java.util.Set;

/** What a batch's failure means, by its SQLSTATE (PostgreSQL manual, appendix A). */
final class Failing {

  /** lock_not_available, deadlock_detected, serialization_failure, query_canceled. */
  private static final Set<String> CONTENTION = Set.of("55P03", "40P01", "40001", "57014");

  /**
   * Classes: cardinality, data, constraints, what functions in other languages raise, a view's
   * CHECK OPTION, what triggers raise, too long for an index.
   */
  private static final Set<String> REFUSAL =
      Set.of("21", "22", "23", "38", "39", "44", "45", "54", "P0");

  private Failing() {}

  /** Somebody else was in the way, or it took too long. */
  static boolean isContention(ServerFailure failure) {
    return CONTENTION.contains(failure.sqlState());
  }

  /** A row that the server does not take: data exceptions, constraints, what triggers raise. */
  static boolean isRefusal(ServerFailure failure) {
    String state = failure.sqlState();
    return state.length() == 5 && (REFUSAL.contains(state.substring(0, 2)) || isOfUser(state));
  }

  /** A code that the server has none of, in the classes that are left for that. */
  private static boolean isOfUser(String state) {
    char first = state.charAt(0);
    return (first >= '6' && first <= '9')
        || (first >= 'I' && first <= 'Z' && !state.startsWith("P0") && !state.startsWith("XX"));
  }

  /** Fewer rows may go through. */
  static boolean isOfRows(ServerFailure failure) {
    return isContention(failure) || isRefusal(failure);
  }

  /** No room, no memory, a disk that fails: class 53 and 58. */
  static boolean isShortage(ServerFailure failure) {
    return failure.sqlState().startsWith("53") || failure.sqlState().startsWith("58");
  }

  /** What the server said, without values of the row. */
  static String message(ServerFailure failure) {
    String text = failure.text();
    int value = failure.sqlState().startsWith("22") ? text.indexOf(": \"") : -1;
    return value < 0 ? text : text.substring(0, value) + ": (a value)";
  }
}
