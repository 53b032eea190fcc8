package io.github.dbsage.plan;

import io.github.dbsage.model.CheckStep;
import io.github.dbsage.model.Expectation;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.Fragment;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
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

    /** As it is run. */
    CheckStep step();

    /** What it sends. */
    default CheckStep.Query query() {
      String clean = Fragment.of(sql().value()).text();
      return new CheckStep.Query(name().value(), name().at(), clean, sql().at());
    }
  }

  /** All of them as they are run: smoke tests, then row security, then plans. */
  public List<CheckStep> steps() {
    return Stream.of(smoke, rls, explain).flatMap(List::stream).map(Check::step).toList();
  }

  /** A query and what it must return. */
  public record Smoke(At<String> name, At<String> sql, At<Expectation.Result> expect)
      implements Check {
    @Override
    public CheckStep step() {
      return new CheckStep.Smoke(query(), expect.value(), expect.at());
    }
  }

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
      implements Check {
    @Override
    public CheckStep step() {
      return new CheckStep.Rls(
          query(),
          role.value(),
          role.at(),
          claims == null ? null : claims.value(),
          expect.value(),
          expect.at());
    }
  }

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

    @Override
    public CheckStep step() {
      return new CheckStep.Explain(
          query(),
          usesIndex == null ? null : named(usesIndex),
          noSeqScan.stream().map(Explain::named).toList(),
          maxCost == null ? null : new CheckStep.Limit(maxCost.value(), maxCost.at()));
    }

    private static CheckStep.Named named(At<QualifiedName> name) {
      return new CheckStep.Named(name.value(), name.at());
    }
  }
}
