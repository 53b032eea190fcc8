package io.github.dbsage.plan.pattern;

import static io.github.dbsage.plan.ChangeParameter.NAME;
import static io.github.dbsage.plan.ChangeParameter.TABLE;
import static io.github.dbsage.plan.ChangeParameter.TO;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Risk;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.ChangePattern;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.Wanted;
import java.util.Map;
import java.util.Set;

/** A CHECK that reads the rows that are there while everybody writes. */
final class Check implements ChangePattern {

  @Override
  public String name() {
    return "check";
  }

  @Override
  public String does() {
    return "adds a CHECK constraint, and validates it while everybody writes";
  }

  @Override
  public Map<ChangeParameter, String> needs() {
    return Map.of(
        TABLE,
        "the table, as in public.orders",
        TO,
        "what each row must fulfil, as in \"price > 0\"");
  }

  @Override
  public Map<ChangeParameter, String> takes() {
    return Map.of(NAME, "the constraint's name");
  }

  @Override
  public Set<ChangeParameter> expressions() {
    return Set.of(TO);
  }

  @Override
  public NewChange change(Wanted wanted) {
    QualifiedName table = wanted.table();
    String condition = wanted.needed(TO);
    String name = named(wanted, table, Value.of(condition));
    String alter = "ALTER TABLE " + Sql.name(table);
    SqlText text =
        new SqlText()
            .comment(
                "The CHECK counts for new rows at once, and reads no old ones. VALIDATE reads them",
                "while everybody goes on reading and writing; that needs a transaction of its own.")
            .apart()
            .run(
                alter
                    + "\n    ADD CONSTRAINT "
                    + Sql.name(name)
                    + " CHECK ("
                    + condition
                    + ") NOT VALID")
            .run(alter + " VALIDATE CONSTRAINT " + Sql.name(name))
            .back(alter + " DROP CONSTRAINT " + Sql.name(name));
    Draft draft = new Draft(wanted);
    String change = Sql.slug("add", name);
    Version added = draft.add(change, text);
    String check = Sql.slug(name, "violations");
    return draft.change(
        change,
        new PlanText("Add the check " + name + " to " + table)
            .objective("Every row of " + table + " fulfils: " + condition)
            .scope(table)
            .risk(
                Risk.MEDIUM, "an application that writes a row that does not fulfil it gets errors")
            .smoke(
                check,
                "SELECT count(*) FROM " + Sql.name(table) + " WHERE NOT (" + condition + ")",
                "0")
            .successCriteria("No row breaks it: the check " + check + " counts none, before too")
            .expand(added)
            .validate(check));
  }

  /** As PostgreSQL itself would choose it: with the column in it, where there is one. */
  private static String named(Wanted wanted, QualifiedName table, Value condition) {
    TableFacts facts = wanted.facts();
    if (wanted.value(NAME) != null) {
      return Columns.freshName(wanted);
    }
    Set<String> columns = facts == null ? Set.of() : condition.columns(table.name(), facts);
    return columns.size() == 1
        ? Sql.free(facts, table.name(), columns.iterator().next(), "check")
        : Sql.free(facts, table.name(), "check");
  }
}
