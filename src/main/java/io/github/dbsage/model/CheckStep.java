package io.github.dbsage.model;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A check of a plan as it is run. It leaves nothing behind, and so has no version. */
public sealed interface CheckStep {

  /** What is sent, and how the check is called. */
  Query query();

  /** How people call it. */
  default String name() {
    return query().name();
  }

  /**
   * A named statement of a plan.
   *
   * @param at the name's place
   * @param sql one statement without comments and its semicolon, as far as it is right
   */
  record Query(String name, Place at, String sql, Place sqlAt) {}

  /** A query and what it must return. */
  record Smoke(Query query, Expectation.Result expect, Place expectAt) implements CheckStep {}

  /**
   * A statement in somebody's place, under row security.
   *
   * @param role as the catalog has the name
   * @param claims {@code request.jwt.claims}, a JSON object, or null where there are none
   */
  record Rls(
      Query query,
      String role,
      Place roleAt,
      @Nullable String claims,
      Expectation.Access expect,
      Place expectAt)
      implements CheckStep {}

  /**
   * A statement and how it must be planned; never run for that.
   *
   * @param usesIndex the index that it must use, or null
   * @param noSeqScan the tables that it must not read from end to end
   * @param maxCost the planner's total cost, at most; or null
   */
  record Explain(
      Query query, @Nullable Named usesIndex, List<Named> noSeqScan, @Nullable Limit maxCost)
      implements CheckStep {

    public Explain {
      noSeqScan = List.copyOf(noSeqScan);
    }
  }

  /** A table or an index, and where the plan names it. */
  record Named(QualifiedName name, Place at) {}

  /** A cost, and where the plan has it. */
  record Limit(BigDecimal cost, Place at) {}
}
