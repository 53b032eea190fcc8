package io.github.dbsage.plan.pattern;

import static io.github.dbsage.plan.ChangeParameter.COLUMN;
import static io.github.dbsage.plan.ChangeParameter.NAME;
import static io.github.dbsage.plan.ChangeParameter.TABLE;
import static io.github.dbsage.plan.ChangeParameter.TO;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Risk;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.ChangePattern;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A foreign key that looks up the rows that are there while everybody writes. */
final class ForeignKey implements ChangePattern {

  private static final Pattern TARGET =
      Pattern.compile("[^(]+?(?:\\s*\\((.+)\\))?", Pattern.DOTALL);

  @Override
  public String name() {
    return "foreign-key";
  }

  @Override
  public String does() {
    return "adds a foreign key, with an index for it, and validates it while everybody writes";
  }

  @Override
  public Map<ChangeParameter, String> needs() {
    return Map.of(
        TABLE, "the table that points, as in public.orders",
        COLUMN, "its column, as in customer_id",
        TO, "the table that it points to, as in customers or \"customers(id)\"");
  }

  @Override
  public Map<ChangeParameter, String> takes() {
    return Map.of(NAME, "the constraint's name");
  }

  @Override
  public Set<ChangeParameter> furtherTables() {
    return Set.of(TO);
  }

  @Override
  public NewChange change(Wanted wanted) {
    QualifiedName table = wanted.table();
    TableFacts facts = wanted.facts();
    List<String> columns = Columns.all(facts, COLUMN, wanted.needed(COLUMN));
    QualifiedName other = wanted.table(TO);
    List<String> target = target(wanted, columns, other);
    String name = named(wanted, table, columns);
    Draft draft = new Draft(wanted);
    List<Version> added = new ArrayList<>();
    if (facts == null || !facts.hasIndexOn(columns)) {
      String index = Index.of(table, facts, columns);
      added.add(
          draft.add(
              Sql.slug("create", index),
              Index.text(table, facts, index, " (" + Sql.names(columns) + ")")));
    }
    String words =
        "FOREIGN KEY ("
            + Sql.names(columns)
            + ") REFERENCES "
            + Sql.name(other)
            + (target.isEmpty() ? "" : " (" + Sql.names(target) + ")");
    String change = Sql.slug("add", name);
    added.add(
        draft.add(
            change,
            Partitions.are(facts)
                ? partitioned(table, Partitions.of(facts), name, words)
                : plain(table, name, words)));
    PlanText plan =
        new PlanText("Add the foreign key " + name + " to " + table)
            .objective("Each " + Sql.names(columns) + " of " + table + " is there in " + other)
            .scope(table)
            .risk(Risk.MEDIUM, "an application that writes a row without its parent gets errors");
    String check = Sql.slug(name, "orphans");
    if (!target.isEmpty()) {
      plan.smoke(check, orphans(table, columns, other, target), "0")
          .successCriteria(
              "No row points to nothing: the check " + check + " counts none, before too");
    }
    plan.expand(added.toArray(Version[]::new));
    if (!target.isEmpty()) {
      plan.validate(check);
    }
    return draft.change(change, plan);
  }

  /** The columns that it points to; empty where only the catalog knows the primary key. */
  private static List<String> target(Wanted wanted, List<String> columns, QualifiedName other) {
    TableFacts facts = wanted.facts(TO);
    Matcher given = TARGET.matcher(wanted.needed(TO));
    if (!given.matches()) {
      throw new UserError(PatternProblems.targetForm(wanted.needed(TO)));
    }
    String list = given.group(1);
    List<String> target =
        list != null
            ? Columns.all(facts, TO, list)
            : facts == null ? List.of() : facts.primaryKey();
    if (target.isEmpty() && facts != null) {
      throw new UserError(PatternProblems.targetForm(wanted.needed(TO)));
    }
    if (!target.isEmpty() && target.size() != columns.size()) {
      throw new UserError(PatternProblems.targetCount(columns, target, other));
    }
    boolean unique =
        facts == null
            || facts.indexes().stream()
                .filter(index -> index.unique() && !index.partial())
                .anyMatch(index -> Set.copyOf(index.columns()).equals(Set.copyOf(target)));
    if (!unique) {
      throw new UserError(PatternProblems.targetNotUnique(target, other));
    }
    return target;
  }

  private static String named(Wanted wanted, QualifiedName table, List<String> columns) {
    TableFacts facts = wanted.facts();
    if (wanted.value(NAME) != null) {
      return Columns.freshName(wanted);
    }
    List<String> parts = new ArrayList<>();
    parts.add(table.name());
    parts.addAll(columns);
    parts.add("fkey");
    return Sql.free(facts, parts.toArray(String[]::new));
  }

  private static SqlText plain(QualifiedName table, String name, String words) {
    return two(
            new SqlText()
                .comment(
                    "The key counts for new rows at once, and looks up no old ones. VALIDATE does,",
                    "while everybody goes on reading and writing; that needs a transaction of its own.")
                .apart(),
            table,
            name,
            words)
        .back(drop(table, name));
  }

  private static SqlText two(SqlText text, QualifiedName table, String name, String words) {
    String alter = "ALTER TABLE " + Sql.name(table);
    return text.run(
            alter + "\n    ADD CONSTRAINT " + Sql.name(name) + "\n    " + words + " NOT VALID")
        .run(alter + " VALIDATE CONSTRAINT " + Sql.name(name));
  }

  private static SqlText partitioned(
      QualifiedName table, List<QualifiedName> partitions, String name, String words) {
    SqlText text =
        new SqlText()
            .comment(
                "A partitioned table takes no key NOT VALID before PostgreSQL 18: each partition",
                "does, and the table takes over what they have without looking again.")
            .apart()
            .back(drop(table, name))
            .backHalfWay();
    for (QualifiedName partition : partitions) {
      two(text, partition, name, words)
          .back(
              "ALTER TABLE "
                  + Sql.name(partition)
                  + " DROP CONSTRAINT IF EXISTS "
                  + Sql.name(name));
    }
    return text.run(
        "ALTER TABLE "
            + Sql.name(table)
            + "\n    ADD CONSTRAINT "
            + Sql.name(name)
            + "\n    "
            + words);
  }

  private static String drop(QualifiedName table, String name) {
    return "ALTER TABLE " + Sql.name(table) + " DROP CONSTRAINT " + Sql.name(name);
  }

  private static String orphans(
      QualifiedName table, List<String> columns, QualifiedName other, List<String> target) {
    String present =
        columns.stream()
            .map(column -> "child." + Sql.name(column) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      pairs.add("parent." + Sql.name(target.get(i)) + " = child." + Sql.name(columns.get(i)));
    }
    return "SELECT count(*) FROM "
        + Sql.name(table)
        + " AS child WHERE "
        + present
        + " AND NOT EXISTS (SELECT FROM "
        + Sql.name(other)
        + " AS parent WHERE "
        + String.join(" AND ", pairs)
        + ")";
  }
}
