package io.github.dbsage.plan.pattern;

import static io.github.dbsage.plan.ChangeParameter.COLUMN;
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
import org.jspecify.annotations.Nullable;

/** NOT NULL without reading the table under a lock. */
final class NotNull implements ChangePattern {

  @Override
  public String name() {
    return "not-null";
  }

  @Override
  public String does() {
    return "makes a column NOT NULL, and fills the rows that have no value";
  }

  @Override
  public Map<ChangeParameter, String> needs() {
    return Map.of(TABLE, "the table, as in public.users", COLUMN, "the column, as in email");
  }

  @Override
  public Map<ChangeParameter, String> takes() {
    return Map.of(
        TO, "what rows become that have no value, as in \"'unknown'\" or \"lower(name)\"");
  }

  @Override
  public Set<ChangeParameter> expressions() {
    return Set.of(TO);
  }

  @Override
  public NewChange change(Wanted wanted) {
    QualifiedName table = wanted.table();
    String column = Columns.existing(wanted, COLUMN);
    TableFacts.Column facts = Columns.facts(wanted, COLUMN);
    if (facts != null && facts.notNull()) {
      throw new UserError(PatternProblems.notNullAlready(column, table));
    }
    if (facts != null && facts.generated()) {
      throw new UserError(PatternProblems.generated(column, table));
    }
    String to = wanted.value(TO);
    if (to != null) {
      refuse(Value.of(to), wanted, table, column);
    }
    Draft draft = new Draft(wanted);
    Version defaulted = to == null ? null : setDefault(draft, wanted, to);
    List<Version> filled = new ArrayList<>();
    String job = Sql.slug("fill", table.name(), column);
    if (to != null) {
      filled.add(draft.add(job, backfill(job, table, column, to)));
    }
    String check = Sql.free(wanted.facts(), table.name(), column, "present");
    filled.add(draft.add(Sql.slug("check", table.name(), column), check(table, column, check)));
    String name = Sql.slug(table.name(), column, "not_null");
    Version last = draft.add(name, contract(table, column, check));
    String counted = Sql.slug(table.name(), column, "present");
    PlanText plan =
        new PlanText("Make " + table + "." + column + " NOT NULL")
            .objective("Every row has a value for " + column + ", and the database sees to it")
            .scope(table)
            .risk(Risk.MEDIUM, "an application that still writes NULL gets errors")
            .smoke(
                counted,
                "SELECT count(*) FROM "
                    + Sql.name(table)
                    + " WHERE "
                    + Sql.name(column)
                    + " IS NULL",
                "0")
            .successCriteria(
                "No row is without a value: the check " + counted + " counts none",
                "No application writes NULL: no error with SQLSTATE 23502 or 23514 in its log");
    if (to != null) {
      plan.dataMigration(job);
    }
    if (defaulted != null) {
      plan.expand(defaulted);
    }
    plan.deploy(wanted.gate(0))
        .backfill(filled.toArray(Version[]::new))
        .validate(counted)
        .deploy(wanted.gate(1))
        .contract(last);
    return draft.change(name, plan);
  }

  private static void refuse(Value to, Wanted wanted, QualifiedName table, String column) {
    if (to.isNull()) {
      throw new UserError(PatternProblems.fillsNothing());
    }
    TableFacts facts = wanted.facts();
    if (facts == null || to.mayDiffer() || !to.columns(table.name(), facts).isEmpty()) {
      return;
    }
    facts.indexes().stream()
        .filter(index -> index.unique() && index.keys().equals(List.of(column)))
        .findFirst()
        .ifPresent(
            index -> {
              throw new UserError(
                  PatternProblems.constantInUnique(to.toString(), column, index.name()));
            });
  }

  /** A default reads no columns; one that may be there stays. */
  private static @Nullable Version setDefault(Draft draft, Wanted wanted, String to) {
    QualifiedName table = wanted.table();
    TableFacts.Column facts = Columns.facts(wanted, COLUMN);
    // Where nothing is known, there may be one: the application has to do without ours.
    boolean there = facts == null || facts.expression() != null || facts.identity();
    if (there || !Value.of(to).columns(table.name(), wanted.facts()).isEmpty()) {
      return null;
    }
    String column = wanted.identifier(COLUMN);
    String alter = "ALTER TABLE " + Sql.name(table) + " ALTER COLUMN " + Sql.name(column);
    SqlText text =
        new SqlText()
            .comment("Rows that are written without the column are no longer NULL from here on.")
            .run(alter + " SET DEFAULT " + to)
            .back(alter + " DROP DEFAULT");
    return draft.add(Sql.slug("default", table.name(), column), text);
  }

  private static BackfillText backfill(String job, QualifiedName table, String column, String to) {
    return new BackfillText(job, table)
        .forwardOnly("nobody knows behind it which rows had no value")
        .comment("The rows without a value, in batches that are committed one by one.")
        .set(column, to)
        .where(Sql.name(column) + " IS NULL");
  }

  /**
   * Behind the backfill: until then, an UPDATE of another column of such a row would be refused.
   */
  private static SqlText check(QualifiedName table, String column, String check) {
    String alter = "ALTER TABLE " + Sql.name(table);
    return new SqlText()
        .comment(
            "The CHECK counts for new rows at once, and reads no old ones. VALIDATE reads them while",
            "everybody goes on reading and writing; that needs a transaction of its own.")
        .apart()
        .run(
            alter
                + "\n    ADD CONSTRAINT "
                + Sql.name(check)
                + " CHECK ("
                + Sql.name(column)
                + " IS NOT NULL) NOT VALID")
        .run(alter + " VALIDATE CONSTRAINT " + Sql.name(check))
        .back(alter + " DROP CONSTRAINT " + Sql.name(check));
  }

  private static SqlText contract(QualifiedName table, String column, String check) {
    String alter = "ALTER TABLE " + Sql.name(table);
    String condition =
        " ADD CONSTRAINT " + Sql.name(check) + " CHECK (" + Sql.name(column) + " IS NOT NULL)";
    return new SqlText()
        .run(
            alter + " ALTER COLUMN " + Sql.name(column) + " SET NOT NULL",
            "The validated CHECK is proof enough: no row is read.")
        .run(alter + " DROP CONSTRAINT " + Sql.name(check), "It says no more than NOT NULL does.")
        .back(alter + condition + " NOT VALID")
        .back(alter + " VALIDATE CONSTRAINT " + Sql.name(check))
        .back(alter + " ALTER COLUMN " + Sql.name(column) + " DROP NOT NULL");
  }
}
