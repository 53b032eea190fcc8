package io.github.dbsage.plan;

import io.github.dbsage.model.Expectation;
import io.github.dbsage.model.ObjectKind;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.plan.Testing.Explain;
import io.github.dbsage.plan.Testing.Rls;
import io.github.dbsage.plan.Testing.Smoke;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a plan's checks. */
final class TestingReader {

  private final YamlValues values;
  private final YamlNames names;
  private final ExpectationReader expectations;

  /** Also of those that are wrong otherwise: whoever names one of them is not wrong too. */
  private final Map<String, Place> known = new LinkedHashMap<>();

  TestingReader(YamlValues values, YamlNames names) {
    this.values = values;
    this.names = names;
    this.expectations = new ExpectationReader(values);
  }

  Testing read(YamlMapping testing) {
    List<Smoke> smoke = new ArrayList<>();
    for (YamlMapping test : testing.mappings("smoke", "A smoke test", PlanKeys.SMOKE)) {
      At<String> name = name(test);
      At<String> sql = test.needed("sql", values::text);
      At<Expectation.Result> expect = expectations.result(test);
      if (name != null && sql != null && expect != null) {
        smoke.add(new Smoke(name, sql, expect));
      }
    }
    List<Rls> rls = new ArrayList<>();
    for (YamlMapping test : testing.mappings("rls", "A test of row security", PlanKeys.RLS)) {
      At<String> name = name(test);
      At<String> role = test.needed("role", names::identifier);
      At<String> claims = test.value("claims", (node, spot) -> YamlJson.object(values, node, spot));
      At<String> sql = test.needed("sql", values::text);
      At<Expectation.Access> expect = test.needed("expect", expectations::access);
      if (name != null && role != null && sql != null && expect != null) {
        rls.add(new Rls(name, role, claims, sql, expect));
      }
    }
    List<Explain> explain = new ArrayList<>();
    for (YamlMapping test : testing.mappings("explain", "An EXPLAIN check", PlanKeys.EXPLAIN)) {
      At<String> name = name(test);
      At<String> sql = test.needed("sql", values::text);
      At<QualifiedName> index = test.value("uses-index", names.name(ObjectKind.INDEX));
      List<At<QualifiedName>> tables = test.list("no-seq-scan", names.name(ObjectKind.TABLE));
      At<BigDecimal> cost = test.value("max-cost", values::amount);
      if (expectsNothing(test)) {
        values.log().add(PlanFileProblems.explainWithoutExpectation(test.at()));
      } else if (name != null && sql != null) {
        explain.add(new Explain(name, sql, index, tables, cost));
      }
    }
    return new Testing(smoke, rls, explain);
  }

  /** The names of all checks that were read. */
  Set<String> known() {
    return known.keySet();
  }

  private @Nullable At<String> name(YamlMapping test) {
    At<String> name = test.needed("name", values::text);
    Place first = name == null ? null : known.putIfAbsent(name.value(), name.at());
    if (name != null && first != null) {
      values.log().add(PlanFileProblems.checkTwice(name.at(), name.value(), first));
    }
    return name;
  }

  private static boolean expectsNothing(YamlMapping test) {
    return test.node("uses-index") == null
        && test.node("no-seq-scan") == null
        && test.node("max-cost") == null;
  }
}
