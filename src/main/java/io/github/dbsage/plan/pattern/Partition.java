package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Risk;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.TableFacts.Column;
import io.github.dbsage.model.TableFacts.Constraint;
import io.github.dbsage.model.TableFacts.Index;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.ChangePattern;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Moves a table's rows into partitions by time. */
final class Partition implements ChangePattern {

  @Override
  public String name() {
    return "partition";
  }

  @Override
  public String does() {
    return "moves a table into partitions by time while the application runs";
  }

  @Override
  public Map<ChangeParameter, String> needs() {
    return Map.of(
        ChangeParameter.TABLE, "the table: public.events",
        ChangeParameter.COLUMN, "the column of time that the partitions go by: created_at");
  }

  @Override
  public Map<ChangeParameter, String> takes() {
    return Map.of(
        ChangeParameter.TYPE,
            "how much a partition holds: range monthly (the default) or range yearly",
        ChangeParameter.FROM, "the first month with a partition of its own: 2025-01",
        ChangeParameter.TO, "the last one: 2026-12");
  }

  @Override
  public NewChange change(Wanted wanted) {
    QualifiedName table = wanted.table();
    TableFacts facts = wanted.facts();
    if (facts == null) {
      throw new UserError(TableProblems.factsUnknown(table));
    }
    String name = wanted.identifier(ChangeParameter.COLUMN);
    Column column = facts.column(name);
    if (column == null) {
      throw new UserError(PatternProblems.noColumn(ChangeParameter.COLUMN, name, facts));
    }
    Problem problem = problem(facts, column);
    if (problem != null) {
      throw new UserError(problem);
    }
    Ranges ranges = Ranges.of(wanted, column.type());
    PartitionText text = new PartitionText(facts, column, ranges);
    return change(wanted, table, text);
  }

  private static @Nullable Problem problem(TableFacts facts, Column column) {
    QualifiedName table = facts.name();
    if (facts.partitioned()) {
      return TableProblems.partitioned(table);
    }
    if (facts.rowSecurity()) {
      return TableProblems.rowSecurity(table);
    }
    if (facts.primaryKey().isEmpty()) {
      return TableProblems.noKey(table);
    }
    if (!column.type().matches("date|timestamp(\\(\\d\\))? with(out)? time zone")) {
      return TableProblems.noTime(table, column);
    }
    for (Constraint constraint : facts.constraints()) {
      boolean unique =
          constraint.kind() == Constraint.Kind.PRIMARY_KEY
              || constraint.kind() == Constraint.Kind.UNIQUE;
      if ((unique && !constraint.columns().contains(column.name()))
          || constraint.kind() == Constraint.Kind.EXCLUDE) {
        return TableProblems.keyWithout(table, constraint, column.name());
      }
    }
    for (Index index : facts.indexes()) {
      if (index.unique() && !index.keys().contains(column.name())) {
        return TableProblems.indexWithout(table, index, column.name());
      }
    }
    if (!facts.references().isEmpty()) {
      TableFacts.Reference reference = facts.references().get(0);
      return TableProblems.pointedTo(table, reference.from(), reference.key().name());
    }
    List<String> stay =
        new ArrayList<>(facts.triggers().stream().map(t -> "trigger " + t).toList());
    facts.views().forEach(view -> stay.add("view " + Sql.name(view)));
    facts.readers().forEach(reader -> stay.add(reader.what()));
    stay.removeIf(what -> what.startsWith("default value") || what.startsWith("column"));
    return stay.isEmpty() ? null : TableProblems.stays(table, stay.get(0));
  }

  private static NewChange change(Wanted wanted, QualifiedName table, PartitionText text) {
    String stem = Sql.slug("partition", table.name());
    Draft files = new Draft(wanted);
    Version create =
        files.migration(
            stem,
            "-- dbsage:ignore ROLLBACK_LOSES_DATA because "
                + Sql.name(table)
                + " holds each row as well\n\n"
                + text.head(),
            text.create(),
            text.dropSync() + text.drop());
    Version backfill = files.add(Sql.slug("partitions", table.name()), text.backfill());
    Version change =
        files.migration(
            Sql.slug("switch", table.name()), text.switchHead(), text.forth(), text.back());
    Version contract =
        files.forwardOnly(
            Sql.slug("drop", text.old().name()),
            "its rows stand in the partitions; a table comes back by a change of its own",
            "-- dbsage: transaction=false\n\n"
                + SqlText.commented("No version of the application has to go back any more."),
            text.end());
    return files.change(stem, plan(wanted, table, text, create, backfill, change, contract));
  }

  private static PlanText plan(
      Wanted wanted,
      QualifiedName table,
      PartitionText text,
      Version create,
      Version backfill,
      Version change,
      Version contract) {
    String second = wanted.gate(0);
    String third = wanted.gate(1);
    String old = Sql.name(text.old());
    return new PlanText("Move " + Sql.name(table) + " into partitions")
        .objective("The table keeps its name and its rows; the application runs all the time.")
        .scope(table)
        .risk(
            Risk.HIGH, "Two tables change places; the older one is kept up to date until it goes.")
        .dataMigration(Sql.slug("partitions", table.name()))
        .rollForward("Until " + contract + " has run each step has a way back.")
        .smoke("both tables hold the same rows", text.mismatches(), "0")
        .successCriteria(
            second
                + " is known to work with the partitioned table: every statement that is to be"
                + " fast names the column that the partitions go by.",
            third + " is opened when nobody wants to go back to " + old + ".")
        .expand(create)
        .backfill(backfill)
        .validate("both tables hold the same rows")
        .deploy(second)
        .contract(change)
        .deploy(third)
        .contract(contract);
  }
}
