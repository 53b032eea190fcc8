package io.github.dbsage.render;

import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillSpec.Mismatches;
import io.github.dbsage.model.BackfillSpec.Sample;
import io.github.dbsage.model.BackfillSpec.Throttling;
import io.github.dbsage.model.BackfillStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How existing rows get into the new form. */
final class DataSection {

  private DataSection() {}

  static Map<String, Object> of(Material material) {
    return new Values()
        .list(
            "backfills", material.backfills().stream().map(one -> backfill(one, material)).toList())
        .map();
  }

  private static Map<String, Object> backfill(BackfillStep step, Material material) {
    BackfillSpec spec = step.spec();
    String statement = spec.statement();
    String rollback = spec.rollback();
    return new Values()
        .put("title", Terms.title(step))
        .put("job", Markdown.code(spec.name()))
        .put("table", Markdown.code(spec.table().toString()))
        .list(
            "set",
            spec.set().entrySet().stream()
                .map(
                    set ->
                        new Values()
                            .put("column", Markdown.code(set.getKey()))
                            .put("expression", code(set.getValue(), material))
                            .map())
                .toList())
        .put("statement", statement == null ? "" : block(statement, material))
        .put("where", spec.where() == null ? "all rows" : code(spec.where(), material))
        .put("key", spec.key().isEmpty() ? "chosen when it runs: the primary key" : key(spec))
        .put("mode", spec.mode().name().toLowerCase(Locale.ROOT))
        .put("batch", batch(spec))
        .put("workers", spec.workers())
        .put("throttle", throttle(spec.throttle()))
        .put("lockTimeout", Terms.duration(spec.lockTimeout()))
        .put("idempotent", spec.idempotent() ? "yes" : "no")
        .put("poisonLimit", spec.poisonLimit())
        .list("checks", checks(spec, material))
        .put("rollback", rollback == null ? "" : block(rollback, material))
        .put("more", Markdown.code("mvn -B dbsage:backfill -Ddbsage.backfill=" + spec.name()))
        .map();
  }

  private static String key(BackfillSpec spec) {
    return Markdown.code(String.join(", ", spec.key()));
  }

  private static String batch(BackfillSpec spec) {
    Integer rows = spec.batchRows();
    return (rows == null ? "as many rows as fit into " : Terms.count(rows, "row") + ", about ")
        + Terms.duration(spec.target());
  }

  private static String throttle(Throttling throttle) {
    List<String> words = new ArrayList<>();
    words.add(throttle.preset().label());
    if (throttle.activeBackends() != null) {
      words.add("at most " + throttle.activeBackends() + " active backends");
    }
    if (throttle.replicationLag() != null) {
      words.add("replication lag at most " + Terms.duration(throttle.replicationLag()));
    }
    if (throttle.sql() != null) {
      words.add("holds back where " + Markdown.code(throttle.sql()) + " gives 1 or more");
    }
    return String.join("; ", words);
  }

  private static List<Map<String, Object>> checks(BackfillSpec spec, Material material) {
    List<Map<String, Object>> checks = new ArrayList<>();
    Long remaining = spec.verify().remaining();
    if (remaining != null && spec.where() != null) {
      String sql = "SELECT count(*) FROM " + spec.table().quoted() + " WHERE " + spec.where();
      checks.add(check("remaining", sql, "at most " + remaining, material));
    }
    Mismatches mismatches = spec.verify().mismatches();
    if (mismatches != null) {
      checks.add(check("mismatches", mismatches.sql(), "at most " + mismatches.max(), material));
    }
    Sample sample = spec.verify().sample();
    if (sample != null) {
      String expected = "for people to look at, at most " + Terms.count(sample.limit(), "row");
      checks.add(check("sample", sample.sql(), expected, material));
    }
    return checks;
  }

  private static Map<String, Object> check(
      String name, String sql, String expected, Material material) {
    return new Values()
        .put("name", name)
        .put("sql", block(sql.strip().replaceFirst(";$", "") + ";", material))
        .put("expected", expected)
        .map();
  }

  private static String block(String sql, Material material) {
    return Markdown.block("sql", material.shown().apply(sql.strip()));
  }

  private static String code(@Nullable String sql, Material material) {
    return sql == null ? "" : Markdown.code(material.shown().apply(sql));
  }
}
