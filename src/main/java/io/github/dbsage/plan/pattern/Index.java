package io.github.dbsage.plan.pattern;

import static io.github.dbsage.plan.ChangeParameter.COLUMN;
import static io.github.dbsage.plan.ChangeParameter.NAME;
import static io.github.dbsage.plan.ChangeParameter.TABLE;

import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.ChangePattern;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An index that is built while everybody writes. */
final class Index implements ChangePattern {

  @Override
  public String name() {
    return "index";
  }

  @Override
  public String does() {
    return "creates an index while everybody reads and writes";
  }

  @Override
  public Map<ChangeParameter, String> needs() {
    return Map.of(
        TABLE,
        "the table, as in public.users",
        COLUMN,
        "its columns or expressions, as in email, \"country, city\" or \"lower(email)\"");
  }

  @Override
  public Map<ChangeParameter, String> takes() {
    return Map.of(NAME, "the index's name");
  }

  @Override
  public NewChange change(Wanted wanted) {
    QualifiedName table = wanted.table();
    TableFacts facts = wanted.facts();
    List<String> elements = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (String part : Columns.parts(Value.given(COLUMN, wanted.needed(COLUMN)))) {
      List<String> name = Identifiers.parse(part);
      if (name == null || name.size() != 1) {
        elements.add(part);
        words.add(Sql.slug(part));
        continue;
      }
      Columns.require(facts, COLUMN, name.get(0));
      elements.add(Sql.name(name.get(0)));
      words.add(name.get(0));
    }
    String index = named(wanted, table, words);
    String on = " (" + String.join(", ", elements) + ")";
    Draft draft = new Draft(wanted);
    String change = Sql.slug("create", index);
    draft.add(change, text(table, facts, index, on));
    return draft.change(change, null);
  }

  private static String named(Wanted wanted, QualifiedName table, List<String> words) {
    TableFacts facts = wanted.facts();
    if (wanted.value(NAME) == null) {
      return of(table, facts, words);
    }
    return Columns.freshName(wanted);
  }

  /** A name as PostgreSQL itself would choose it. */
  static String of(QualifiedName table, @Nullable TableFacts facts, List<String> columns) {
    List<String> parts = new ArrayList<>();
    parts.add(table.name());
    parts.addAll(columns);
    parts.add("idx");
    return Sql.free(facts, parts.toArray(String[]::new));
  }

  /**
   * The migration that creates it.
   *
   * @param on what stands behind the table, in parentheses
   */
  static SqlText text(QualifiedName table, @Nullable TableFacts facts, String index, String on) {
    QualifiedName made = Sql.beside(table, index);
    if (!Partitions.are(facts)) {
      return new SqlText()
          .comment(
              "Built while everybody reads and writes; it waits for transactions, not they for it.")
          .run("CREATE INDEX CONCURRENTLY " + Sql.name(index) + "\n    ON " + Sql.name(table) + on)
          .back("DROP INDEX CONCURRENTLY " + Sql.name(made));
    }
    SqlText text =
        new SqlText()
            .comment(
                "A partitioned table takes no index CONCURRENTLY: each partition does, and the",
                "table's own index, which holds nothing, is valid as soon as all are attached.")
            .run("CREATE INDEX " + Sql.name(index) + "\n    ON ONLY " + Sql.name(table) + on);
    text.back("DROP INDEX " + Sql.name(made)).backHalfWay();
    for (QualifiedName partition : Partitions.of(facts)) {
      String part = Sql.made(partition.name(), index, "part");
      text.run(
              "CREATE INDEX CONCURRENTLY "
                  + Sql.name(part)
                  + "\n    ON "
                  + Sql.name(partition)
                  + on)
          .run(
              "ALTER INDEX "
                  + Sql.name(made)
                  + "\n    ATTACH PARTITION "
                  + Sql.name(Sql.beside(partition, part)))
          .back("DROP INDEX IF EXISTS " + Sql.name(Sql.beside(partition, part)));
    }
    return text;
  }
}
