package io.github.dbsage.preflight;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a database before something is run in it. What would fail for certain is refused; what
 * may hurt is told; what cannot be known is said to be unknown, where it matters.
 */
public final class Preflight {

  private Preflight() {}

  /**
   * What was found.
   *
   * @param refusals what would fail later, with what mends it
   * @param remarks what somebody should know; each a sentence without a full stop at its end
   */
  public record Result(List<Problem> refusals, List<String> remarks) {
    public Result {
      refusals = List.copyOf(refusals);
      remarks = List.copyOf(remarks);
    }
  }

  /** Looks; changes nothing. */
  public static Result look(Session session, Need need) {
    List<Problem> refusals = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    refusals.addAll(Extensions.missing(session, need.extensions()));
    refusals.addAll(Rights.lacking(session, need.owned(), need.schemas()));
    remarks.addAll(Limits.of(session));
    remarks.addAll(Replicas.of(session));
    remarks.addAll(Room.of(session, need.rewritten()));
    return new Result(refusals, remarks);
  }
}
