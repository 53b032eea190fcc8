package io.github.dbsage.plan.pattern;

import static io.github.dbsage.plan.ChangeParameter.COLUMN;
import static io.github.dbsage.plan.ChangeParameter.TABLE;
import static io.github.dbsage.plan.ChangeParameter.TO;
import static io.github.dbsage.plan.ChangeParameter.TYPE;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Risk;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.ChangePattern;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.Wanted;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A new column, with whatever default, without writing the table anew under a lock. */
final class AddColumn implements ChangePattern {

  private static final Pattern GENERATED =
      Pattern.compile(
          "GENERATED\\s+ALWAYS\\s+AS\\s*\\((.*)\\)\\s*(STORED|VIRTUAL)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern SERIAL =
      Pattern.compile("(?:small|big)?serial[248]?", Pattern.CASE_INSENSITIVE);

  private static final Pattern MORE =
      Pattern.compile(
          "\\b(?:NOT\\s+NULL|NULL|DEFAULT|GENERATED|PRIMARY|UNIQUE|REFERENCES|CHECK|CONSTRAINT)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final String LOSS =
      "going back gives up what the column holds, and rollback asks for allowDataLoss before";

  @Override
  public String name() {
    return "add-column";
  }

  @Override
  public String does() {
    return "adds a column, with a constant, volatile or generated default";
  }

  @Override
  public Map<ChangeParameter, String> needs() {
    return Map.of(
        TABLE, "the table, as in public.users",
        COLUMN, "the new column, as in bio",
        TYPE, "its type, as in text or \"numeric(5,2)\"");
  }

  @Override
  public Map<ChangeParameter, String> takes() {
    return Map.of(
        TO,
        "its default, as in \"'none'\" or \"gen_random_uuid()\"; or \"GENERATED ALWAYS AS (…)\"");
  }

  @Override
  public NewChange change(Wanted wanted) {
    QualifiedName table = wanted.table();
    String column = Columns.fresh(wanted, COLUMN);
    String type = Value.given(TYPE, wanted.needed(TYPE));
    if (MORE.matcher(type).find()) {
      throw new UserError(PatternProblems.moreThanType(type));
    }
    if (SERIAL.matcher(type).matches()) {
      throw new UserError(PatternProblems.serial(type));
    }
    String given = wanted.value(TO);
    String to = given == null ? null : Value.given(TO, given);
    String name = Sql.slug("add", table.name(), column);
    Column made = new Column(wanted, table, column, type, name);
    Matcher generated = GENERATED.matcher(to == null ? "" : to);
    if (generated.matches()) {
      String how = generated.group(2);
      return how != null && how.equalsIgnoreCase("virtual")
          ? made.virtual(generated.group(1))
          : made.computed(generated.group(1));
    }
    return to != null && Value.of(to).mayDiffer() ? made.filled(to) : made.plain(to);
  }

  /** A column on its way. */
  private record Column(
      Wanted wanted, QualifiedName table, String column, String type, String change) {

    private String add(String behind) {
      return "ALTER TABLE "
          + Sql.name(table)
          + " ADD COLUMN "
          + Sql.name(column)
          + " "
          + type
          + behind;
    }

    private String drop() {
      return "ALTER TABLE " + Sql.name(table) + " DROP COLUMN " + Sql.name(column);
    }

    NewChange plain(@Nullable String constant) {
      SqlText text =
          new SqlText()
              .comment(
                  constant == null
                      ? "Only a note in the catalog: no row is read or written."
                      : "PostgreSQL stores the default once: no row is read or written.")
              .ignoring("ROLLBACK_LOSES_DATA", LOSS)
              .run(add(constant == null ? "" : " DEFAULT " + constant))
              .back(drop());
      return alone(text);
    }

    /** From PostgreSQL 18 on: it stores nothing. */
    NewChange virtual(String expression) {
      SqlText text =
          new SqlText()
              .comment("Computed when it is read (PostgreSQL 18): no row is read or written.")
              .run(add(" GENERATED ALWAYS AS (" + expression.strip() + ") VIRTUAL"))
              .back(drop());
      return alone(text);
    }

    private NewChange alone(SqlText text) {
      Draft draft = new Draft(wanted);
      draft.add(change, text);
      return draft.change(change, null);
    }

    /** A default that differs from row to row. */
    NewChange filled(String expression) {
      SqlText text =
          new SqlText()
              .comment(
                  "With its default, the new column would have every row written anew while nobody",
                  "can use the table. So new rows get the default from here on, and the backfill",
                  "behind this file gives it to the old ones.")
              .ignoring("ROLLBACK_LOSES_DATA", LOSS)
              .run(
                  add("").replaceFirst(" ADD COLUMN ", "\n    ADD COLUMN ")
                      + ",\n    ALTER COLUMN "
                      + Sql.name(column)
                      + " SET DEFAULT "
                      + expression)
              .back(drop());
      String open = Sql.name(column) + " IS NULL";
      return withBackfill(
          text,
          backfill(expression, open)
              .rollback("UPDATE " + Sql.name(table) + " SET " + Sql.name(column) + " = NULL"),
          open,
          "new rows have the default, old ones get it in batches");
    }

    /** What STORED would rewrite the table for: a trigger keeps it. */
    NewChange computed(String given) {
      String expression = given.strip();
      String trigger = Sql.made(table.name(), column, "compute");
      String function = Sql.name(Sql.beside(table, trigger));
      SqlText text =
          new SqlText()
              .comment(
                  "A stored generated column would have every row written anew while nobody can use",
                  "the table. So a trigger computes it for what is written from here on, and the",
                  "backfill behind this file for the rows that are there.")
              .run(add(""))
              .run(
                  "CREATE FUNCTION "
                      + function
                      + "()\nRETURNS trigger\nLANGUAGE plpgsql\nAS $$\nBEGIN\n    NEW."
                      + Sql.name(column)
                      + " := (SELECT "
                      + expression
                      + " FROM (SELECT NEW.*) AS this);\n    RETURN NEW;\nEND;\n$$")
              .run(
                  "CREATE TRIGGER "
                      + Sql.name(trigger)
                      + "\n    BEFORE INSERT OR UPDATE ON "
                      + Sql.name(table)
                      + "\n    FOR EACH ROW EXECUTE FUNCTION "
                      + function
                      + "()")
              .ignoring("ROLLBACK_LOSES_DATA", "the column can be computed again from the others")
              .back("DROP TRIGGER " + Sql.name(trigger) + " ON " + Sql.name(table))
              .back("DROP FUNCTION " + function + "()")
              .back(drop());
      String open = Sql.name(column) + " IS DISTINCT FROM (" + expression + ")";
      return withBackfill(
          text,
          backfill(expression, open)
              .forwardOnly("the trigger keeps the column, which goes with the migration before"),
          open,
          "a trigger computes the column for new rows, a backfill for old ones");
    }

    private BackfillText backfill(String expression, String open) {
      return new BackfillText(Sql.slug("fill", table.name(), column), table)
          .comment("The rows that were there before, in batches that are committed one by one.")
          .set(column, expression)
          .where(open);
    }

    private NewChange withBackfill(
        SqlText text, BackfillText backfill, String open, String objective) {
      Draft draft = new Draft(wanted);
      Version added = draft.add(change, text);
      String job = Sql.slug("fill", table.name(), column);
      Version filled = draft.add(job, backfill);
      String check = Sql.slug(table.name(), column, "filled");
      return draft.change(
          change,
          new PlanText("Add " + table + "." + column)
              .objective("Add the column without a rewrite: " + objective)
              .scope(table)
              .risk(Risk.MEDIUM, "every row is written once, in batches")
              .dataMigration(job)
              .smoke(check, "SELECT count(*) FROM " + Sql.name(table) + " WHERE " + open, "0")
              .successCriteria(
                  "Every row has its value: the check " + check + " counts none without")
              .expand(added)
              .backfill(filled)
              .validate(check));
    }
  }
}
