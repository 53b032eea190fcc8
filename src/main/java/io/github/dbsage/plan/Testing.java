package io.github.dbsage.plan;

import io.github.dbsage.model.QualifiedName;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks of a plan; a name is taken once among all of them. */
public record Testing(List<Smoke> smoke, List<Rls> rls, List<Explain> explain) {

  public Testing {
    smoke = List.copyOf(smoke);
    rls = List.copyOf(rls);
    explain = List.copyOf(explain);
  }

  /** A query that is run, with a name by which phases speak of it. */
  public sealed interface Check {
    At<String> name();

    At<String> sql();
  }

  /** A query and what it must return. */
  public record Smoke(At<String> name, At<String> sql, At<Expectation.Result> expect)
      implements Check {}

  /**
   * A query in somebody's place, under row security.
   *
   * @param role who it is run as, as the catalog has the name
   * @param claims {@code request.jwt.claims} as JSON, or null where there are none
   */
  public record Rls(
      At<String> name,
      At<String> role,
      @Nullable At<String> claims,
      At<String> sql,
      At<Expectation.Access> expect)
      implements Check {}

  /**
   * A query and how it must be planned; at least one of the three is there.
   *
   * @param usesIndex the index that it must use
   * @param noSeqScan the tables that it must not read from end to end
   * @param maxCost the planner's total cost, at most
   */
  public record Explain(
      At<String> name,
      At<String> sql,
      @Nullable At<QualifiedName> usesIndex,
      List<At<QualifiedName>> noSeqScan,
      @Nullable At<BigDecimal> maxCost)
      implements Check {

    public Explain {
      noSeqScan = List.copyOf(noSeqScan);
    }
  }
}
