package io.github.dbsage.render;

import io.github.dbsage.model.Expectation;
import io.github.dbsage.model.Expectation.Cell;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Testing;
import io.github.dbsage.plan.Testing.Check;
import io.github.dbsage.plan.Testing.Explain;
import io.github.dbsage.plan.Testing.Rls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The checks of a plan, and what they expect. */
final class TestingSection {

  private TestingSection() {}

  static Map<String, Object> of(Material material) {
    MigrationPlan plan = material.plan();
    Testing testing = plan == null ? new Testing(List.of(), List.of(), List.of()) : plan.testing();
    return new Values()
        .list(
            "smoke",
            testing.smoke().stream()
                .map(one -> check(one, material).put("expect", expect(one.expect().value())).map())
                .toList())
        .list("rls", testing.rls().stream().map(one -> rls(one, material)).toList())
        .list(
            "explain",
            testing.explain().stream()
                .map(one -> check(one, material).put("expect", expect(one)).map())
                .toList())
        .put(
            "hasChecks",
            !testing.smoke().isEmpty() || !testing.rls().isEmpty() || !testing.explain().isEmpty())
        .map();
  }

  private static Values check(Check check, Material material) {
    return new Values()
        .put("name", Markdown.text(check.name().value()))
        .put("sql", Markdown.code(material.shown().apply(check.sql().value())));
  }

  private static Map<String, Object> rls(Rls rls, Material material) {
    At<String> claims = rls.claims();
    return check(rls, material)
        .put("role", Markdown.code(rls.role().value()))
        .put("claims", claims == null ? "" : Markdown.code(claims.value()))
        .put("expect", expect(rls.expect().value()))
        .map();
  }

  private static String expect(Expectation expectation) {
    if (expectation instanceof Expectation.Value value) {
      return cell(value.cell());
    }
    if (expectation instanceof Expectation.None) {
      return "no row";
    }
    if (expectation instanceof Expectation.Rows rows) {
      return rows.rows().stream()
          .map(
              row ->
                  row.stream()
                      .map(TestingSection::cell)
                      .collect(Collectors.joining(", ", "(", ")")))
          .collect(Collectors.joining("; ", "these rows: ", ""));
    }
    if (expectation instanceof Expectation.AtMost most) {
      return "at most " + most.max().toPlainString();
    }
    if (expectation instanceof Expectation.RowCount count) {
      return Terms.count(count.rows(), "row");
    }
    return expectation instanceof Expectation.Denied
        ? "denied, SQLSTATE 42501"
        : "at least one row";
  }

  private static String cell(Cell cell) {
    return cell.text() == null ? "NULL" : Markdown.code(cell.text());
  }

  private static String expect(Explain explain) {
    List<String> wanted = new ArrayList<>();
    if (explain.usesIndex() != null) {
      wanted.add("uses " + Markdown.code(explain.usesIndex().value().toString()));
    }
    for (var table : explain.noSeqScan()) {
      wanted.add("no sequential scan of " + Markdown.code(table.value().toString()));
    }
    if (explain.maxCost() != null) {
      wanted.add("cost at most " + explain.maxCost().value().toPlainString());
    }
    return String.join("; ", wanted);
  }
}
