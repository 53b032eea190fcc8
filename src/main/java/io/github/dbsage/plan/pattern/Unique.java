package io.github.dbsage.plan.pattern;

import static io.github.dbsage.plan.ChangeParameter.COLUMN;
import static io.github.dbsage.plan.ChangeParameter.NAME;
import static io.github.dbsage.plan.ChangeParameter.TABLE;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Risk;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.ChangePattern;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A UNIQUE constraint on an index that was built beforehand. */
final class Unique implements ChangePattern {

  @Override
  public String name() {
    return "unique";
  }

  @Override
  public String does() {
    return "adds a UNIQUE constraint on an index that is built while everybody writes";
  }

  @Override
  public Map<ChangeParameter, String> needs() {
    return Map.of(
        TABLE, "the table, as in public.users",
        COLUMN, "its columns, as in email or \"country, city\"");
  }

  @Override
  public Map<ChangeParameter, String> takes() {
    return Map.of(NAME, "the constraint's name");
  }

  @Override
  public NewChange change(Wanted wanted) {
    QualifiedName table = wanted.table();
    TableFacts facts = wanted.facts();
    List<String> columns = Columns.all(facts, COLUMN, wanted.needed(COLUMN));
    String name = named(wanted, table, columns);
    String on = " (" + Sql.names(columns) + ")";
    SqlText text =
        Partitions.are(facts)
            ? partitioned(table, Partitions.of(facts), name, on)
            : plain(table, name, on);
    Draft draft = new Draft(wanted);
    String change = Sql.slug("add", name);
    Version added = draft.add(change, text);
    String check = Sql.slug(name, "duplicates");
    return draft.change(
        change,
        new PlanText("Make (" + Sql.names(columns) + ") unique in " + table)
            .objective("The database lets no two rows have the same " + Sql.names(columns))
            .scope(table)
            .risk(Risk.MEDIUM, "an application that writes a value twice gets errors")
            .smoke(check, duplicates(table, columns), "0")
            .successCriteria(
                "No value is there twice, or the index cannot be built: the check "
                    + check
                    + " counts none, before too")
            .expand(added)
            .validate(check));
  }

  private static String named(Wanted wanted, QualifiedName table, List<String> columns) {
    TableFacts facts = wanted.facts();
    if (wanted.value(NAME) != null) {
      return Columns.freshName(wanted);
    }
    List<String> parts = new ArrayList<>();
    parts.add(table.name());
    parts.addAll(columns);
    parts.add("key");
    return Sql.free(facts, parts.toArray(String[]::new));
  }

  private static SqlText plain(QualifiedName table, String name, String on) {
    return key(
            new SqlText()
                .comment(
                    "The index is built while everybody reads and writes, and fails where a value is",
                    "there twice. The constraint then takes it over, which is a matter of a moment."),
            table,
            name,
            on)
        .back("ALTER TABLE " + Sql.name(table) + " DROP CONSTRAINT " + Sql.name(name));
  }

  private static SqlText key(SqlText text, QualifiedName table, String name, String on) {
    return text.run(
            "CREATE UNIQUE INDEX CONCURRENTLY "
                + Sql.name(name)
                + "\n    ON "
                + Sql.name(table)
                + on)
        .run(
            "ALTER TABLE "
                + Sql.name(table)
                + "\n    ADD CONSTRAINT "
                + Sql.name(name)
                + " UNIQUE USING INDEX "
                + Sql.name(name));
  }

  private static SqlText partitioned(
      QualifiedName table, List<QualifiedName> partitions, String name, String on) {
    SqlText text =
        new SqlText()
            .comment(
                "A partitioned table takes no index CONCURRENTLY: each partition does, and becomes",
                "a part of the table's constraint, which builds nothing then.")
            .apart()
            .back("ALTER TABLE " + Sql.name(table) + " DROP CONSTRAINT " + Sql.name(name))
            .backHalfWay();
    List<String> parts = new ArrayList<>();
    for (QualifiedName partition : partitions) {
      String part = Sql.made(partition.name(), name, "part");
      key(text, partition, part, on);
      parts.add(Sql.name(Sql.beside(partition, part)));
      text.back(
          "ALTER TABLE " + Sql.name(partition) + " DROP CONSTRAINT IF EXISTS " + Sql.name(part));
    }
    text.run(
        "ALTER TABLE ONLY "
            + Sql.name(table)
            + "\n    ADD CONSTRAINT "
            + Sql.name(name)
            + " UNIQUE"
            + on);
    for (String part : parts) {
      text.run(
          "ALTER INDEX " + Sql.name(Sql.beside(table, name)) + "\n    ATTACH PARTITION " + part);
    }
    return text;
  }

  /** Rows with a NULL among them are no duplicates of each other. */
  private static String duplicates(QualifiedName table, List<String> columns) {
    String present =
        columns.stream()
            .map(column -> Sql.name(column) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    return "SELECT count(*) FROM (SELECT FROM "
        + Sql.name(table)
        + " WHERE "
        + present
        + " GROUP BY "
        + Sql.names(columns)
        + " HAVING count(*) > 1) AS twice";
  }
}
