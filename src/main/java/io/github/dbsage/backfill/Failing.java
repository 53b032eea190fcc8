package io.github.dbsage.backfill;

import io.github.dbsage.db.ServerFailure;
import java.util.Set;

/** What a batch's failure means, by its SQLSTATE (PostgreSQL manual, appendix A). */
final class Failing {

  /** lock_not_available, deadlock_detected, serialization_failure, query_canceled. */
  private static final Set<String> CONTENTION = Set.of("55P03", "40P01", "40001", "57014");

  /** Raised by a trigger, by a view's CHECK OPTION, cardinality. */
  private static final Set<String> REFUSAL = Set.of("P0001", "44000", "21000");

  private Failing() {}

  /** Somebody else was in the way, or it took too long. */
  static boolean isContention(ServerFailure failure) {
    return CONTENTION.contains(failure.sqlState());
  }

  /** A row that the server does not take: data exceptions, constraints, what triggers raise. */
  static boolean isRefusal(ServerFailure failure) {
    String state = failure.sqlState();
    return state.startsWith("22") || state.startsWith("23") || REFUSAL.contains(state);
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
