package io.github.dbsage.plan.pattern;

import static io.github.dbsage.plan.ChangeParameter.COLUMN;
import static io.github.dbsage.plan.ChangeParameter.TABLE;

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
import org.jspecify.annotations.Nullable;

/** Drops a column when no application uses it any more. */
final class DropColumn implements ChangePattern {

  @Override
  public String name() {
    return "drop-column";
  }

  @Override
  public String does() {
    return "drops a column, behind a gate for the version that does not use it";
  }

  @Override
  public Map<ChangeParameter, String> needs() {
    return Map.of(
        TABLE, "the table, as in public.users", COLUMN, "the column to drop, as in nickname");
  }

  @Override
  public NewChange change(Wanted wanted) {
    QualifiedName table = wanted.table();
    String column = Columns.existing(wanted, COLUMN);
    TableFacts facts = wanted.facts();
    if (facts != null) {
      refuse(facts, column);
    }
    String name = Sql.slug("drop", table.name(), column);
    Draft draft = new Draft(wanted);
    Version relaxed = relax(draft, wanted, table, column);
    SqlText text =
        new SqlText()
            .forwardOnly("the values are gone with the column; a snapshot has them")
            .comment("No running application names the column: that is what the gate is for.");
    List<String> with = facts == null ? List.of() : companions(facts, column);
    if (!with.isEmpty()) {
      text.comment("With it go: " + String.join(", ", with) + ".");
    }
    Version dropped =
        draft.add(
            name, text.run("ALTER TABLE " + Sql.name(table) + " DROP COLUMN " + Sql.name(column)));
    PlanText plan =
        new PlanText("Drop " + table + "." + column)
            .objective("Drop a column that no application uses any more")
            .scope(table)
            .risk(Risk.HIGH, "the values go with the column, and do not come back")
            .rollForward("Add the column again, and fill it from a snapshot taken before")
            .successCriteria(
                "No statement of the deployed application names " + table + "." + column);
    if (relaxed != null) {
      plan.expand(relaxed);
    }
    return draft.change(name, plan.deploy(wanted.gate(0)).contract(dropped));
  }

  private static void refuse(TableFacts table, String column) {
    if (table.primaryKey().contains(column)) {
      throw new UserError(PatternProblems.inPrimaryKey(column, table.name()));
    }
    List<String> users = new ArrayList<>(table.readersOf(column));
    table.references().stream()
        .filter(reference -> reference.columns().contains(column))
        .map(
            reference ->
                "constraint "
                    + Sql.name(reference.key().name())
                    + " on "
                    + Sql.name(reference.from()))
        .forEach(users::add);
    if (!users.isEmpty()) {
      throw new UserError(PatternProblems.columnRead(column, table.name(), users));
    }
  }

  /** While the column is still there, the new application writes rows without it. */
  private static @Nullable Version relax(
      Draft draft, Wanted wanted, QualifiedName table, String column) {
    TableFacts.Column facts = Columns.facts(wanted, COLUMN);
    if (facts != null
        && (!facts.notNull()
            || facts.expression() != null
            || facts.identity()
            || facts.generated())) {
      return null;
    }
    String alter = "ALTER TABLE " + Sql.name(table) + " ALTER COLUMN " + Sql.name(column);
    SqlText text =
        new SqlText()
            .comment(
                "The application that does not know the column writes rows without it while it is",
                "still there.")
            .run(alter + " DROP NOT NULL");
    if (facts == null) {
      text.forwardOnly("it is not known whether the column was NOT NULL");
    } else {
      text.backComment("Rows that were written without it must be filled before.")
          .back(alter + " SET NOT NULL");
    }
    return draft.add(Sql.slug("relax", table.name(), column), text);
  }

  /** What PostgreSQL drops with it. */
  private static List<String> companions(TableFacts table, String column) {
    List<String> with = new ArrayList<>();
    table.constraints().stream()
        .filter(constraint -> constraint.columns().contains(column))
        .filter(constraint -> constraint.kind() != TableFacts.Constraint.Kind.NOT_NULL)
        .map(constraint -> "constraint " + Sql.name(constraint.name()))
        .forEach(with::add);
    table.indexes().stream()
        .filter(index -> !index.constraint() && index.columns().contains(column))
        .map(index -> "index " + Sql.name(index.name()))
        .forEach(with::add);
    return with;
  }
}
