package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Risk;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.TableFacts.Column;
import io.github.dbsage.model.TableFacts.Reference;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Moves the columns of a table into the one whose key it has, and drops it. */
final class MergeTables implements ChangePattern {

  @Override
  public String name() {
    return "merge-tables";
  }

  @Override
  public String does() {
    return "moves a table's columns into the one that it belongs to while the application runs";
  }

  @Override
  public Map<ChangeParameter, String> needs() {
    return Map.of(
        ChangeParameter.TABLE, "the table that stays: public.users",
        ChangeParameter.FROM, "the one that goes, whose primary key points there: public.profiles");
  }

  @Override
  public Set<ChangeParameter> furtherTables() {
    return Set.of(ChangeParameter.FROM);
  }

  @Override
  public NewChange change(Wanted wanted) {
    TableFacts whole = facts(wanted, ChangeParameter.TABLE);
    TableFacts part = facts(wanted, ChangeParameter.FROM);
    if (whole.name().equals(part.name())) {
      throw new UserError(TableProblems.sameName(ChangeParameter.FROM, whole.name()));
    }
    Reference link =
        whole.references().stream()
            .filter(reference -> isLink(reference, whole, part))
            .findFirst()
            .orElseThrow(() -> new UserError(TableProblems.noLink(whole, part)));
    List<Column> columns =
        part.columns().stream()
            .filter(column -> !part.primaryKey().contains(column.name()))
            .toList();
    Problem problem = problem(whole, part, columns);
    if (problem != null) {
      throw new UserError(problem);
    }
    Pair pair =
        new Pair(
            whole.name(), part.name(), link.columns(), link.key().columns(), columns, Set.of());
    return change(wanted, whole, part, pair);
  }

  private static TableFacts facts(Wanted wanted, ChangeParameter parameter) {
    TableFacts facts = wanted.facts(parameter);
    if (facts == null) {
      throw new UserError(TableProblems.factsUnknown(wanted.table(parameter)));
    }
    return facts;
  }

  /** Whether each row of the one belongs to exactly one of the other, and goes with it. */
  private static boolean isLink(Reference reference, TableFacts whole, TableFacts part) {
    return reference.from().equals(part.name())
        && reference.key().validated()
        && !part.primaryKey().isEmpty()
        && Set.copyOf(reference.key().columns()).equals(Set.copyOf(part.primaryKey()))
        && Set.copyOf(reference.columns()).equals(Set.copyOf(whole.primaryKey()))
        && reference.key().definition().contains("ON DELETE CASCADE");
  }

  private static @Nullable Problem problem(
      TableFacts whole, TableFacts part, List<Column> columns) {
    for (TableFacts facts : List.of(whole, part)) {
      if (facts.partitioned()) {
        return TableProblems.partitioned(facts.name());
      }
      if (facts.rowSecurity()) {
        return TableProblems.rowSecurity(facts.name());
      }
    }
    if (columns.isEmpty()) {
      return TableProblems.nothingToMove(part.name());
    }
    for (Column column : columns) {
      String expression = column.expression();
      if (whole.column(column.name()) != null) {
        return TableProblems.inBoth(whole.name(), part.name(), column.name());
      }
      if (column.generated()
          || column.identity()
          || (expression != null && expression.contains("nextval("))) {
        return TableProblems.numbering(part.name(), column.name());
      }
    }
    return part.references().stream()
        .findFirst()
        .map(
            reference ->
                TableProblems.pointedTo(part.name(), reference.from(), reference.key().name()))
        .orElse(null);
  }

  private static NewChange change(Wanted wanted, TableFacts whole, TableFacts part, Pair pair) {
    String stem = Sql.slug(whole.name().name(), part.name().name());
    String table = Sql.name(whole.name());
    PairSync sync = new PairSync(pair, values(pair), otherwise(pair));
    WriterCounts writers = new WriterCounts(part.name()).all();
    Added added = new Added(pair, whole, part);
    Draft files = new Draft(wanted);
    Version columns =
        files.migration(
            Sql.slug("add_columns", stem),
            "-- dbsage:ignore ROLLBACK_LOSES_DATA because "
                + Sql.name(part.name())
                + " holds each value as well\n\n"
                + head(pair),
            columns(pair),
            "ALTER TABLE "
                + table
                + "\n  "
                + pair.each(",\n  ", column -> "DROP COLUMN " + column)
                + ";\n");
    Version synced =
        files.migration(
            Sql.slug("sync", stem),
            "",
            sync.functions()
                + "\n"
                + writers.counters()
                + "\n"
                + sync.triggers()
                + writers.triggers(),
            writers.dropTriggers()
                + writers.dropRest()
                + sync.dropFromWhole()
                + sync.dropFromPart()
                + sync.dropForth()
                + sync.dropBack());
    List<Version> behind = new ArrayList<>();
    behind.add(files.add(stem, backfill(pair, stem)));
    if (!added.indexes().isEmpty()) {
      behind.add(
          files.migration(Sql.slug("index", stem), "", added.indexes(), added.dropIndexes()));
    }
    if (!added.constraints().isEmpty()) {
      behind.add(
          files.migration(
              Sql.slug("constrain", stem),
              "-- dbsage: transaction=false\n",
              added.constraints(),
              added.dropConstraints()));
    }
    Version stop =
        files.forwardOnly(
            Sql.slug("stop_sync", stem),
            Sql.name(part.name()) + " lacks what is written from then on",
            SqlText.commented("Nobody reads " + Sql.name(part.name()) + " any more."),
            sync.dropFromWhole() + sync.dropForth());
    Version contract =
        files.forwardOnly(
            Sql.slug("drop", part.name().name()),
            "its values stand in " + table + "; a table comes back by a change of its own",
            "-- dbsage: transaction=false\n\n" + gone(part, added),
            "DROP TABLE " + Sql.name(part.name()) + ";\n" + sync.dropBack() + writers.dropRest());
    return files.change(
        Sql.slug("merge", stem),
        plan(wanted, pair, stem, List.of(columns, synced), behind, List.of(stop, contract)));
  }

  /** Where the part demands a value that it has a default for, newer versions may not give it. */
  private static String values(Pair pair) {
    return pair.columns().stream()
        .map(
            column -> {
              String value = "NEW." + Sql.name(column.name());
              String standing = column.expression();
              return column.notNull() && standing != null
                  ? "coalesce(" + value + ", " + standing + ")"
                  : value;
            })
        .collect(Collectors.joining(", "));
  }

  /** A row that demands values cannot stay without any. */
  private static String otherwise(Pair pair) {
    return pair.columns().stream().anyMatch(Column::notNull)
        ? "DELETE FROM " + Sql.name(pair.part()) + " AS p WHERE " + pair.joined("NEW.", "p.") + ";"
        : PairSync.update(pair);
  }

  private static String columns(Pair pair) {
    String table = Sql.name(pair.whole());
    StringBuilder text = new StringBuilder("ALTER TABLE ").append(table).append("\n  ");
    text.append(
        pair.columns().stream()
            .map(
                column ->
                    "ADD COLUMN "
                        + Sql.name(column.name())
                        + " "
                        + column.type()
                        + (column.collation() == null ? "" : " COLLATE " + column.collation()))
            .collect(Collectors.joining(",\n  ")));
    text.append(";\n");
    for (Column column : pair.columns()) {
      String comment = column.comment();
      if (comment != null) {
        text.append("COMMENT ON COLUMN ").append(table).append('.').append(Sql.name(column.name()));
        text.append(" IS ").append(Sql.literal(comment)).append(";\n");
      }
    }
    return text.toString();
  }

  private static String head(Pair pair) {
    List<String> demanded =
        pair.columns().stream().filter(Column::notNull).map(Column::name).toList();
    String only =
        demanded.isEmpty()
            ? ""
            : """

              - %s: NULL in %s where there is no row in %s, which demands a value of each row. Until
                it goes, whoever gives one of the columns gives these too, but for defaults.
              """
                .formatted(
                    Sql.names(demanded),
                    Sql.name(pair.whole().name()),
                    Sql.name(pair.part().name()));
    return SqlText.commented(
        """
        %1$s takes over the columns of %2$s. Until %2$s goes, triggers carry over what is
        written to either side, so that old and new versions of the application can run side by
        side:
        - A row of %1$s without a row in %2$s has NULL in each of these columns, and so whether
          there was a row without any value is known no more once %2$s has gone.
        - Defaults of %2$s hold for rows that are written there. Give the columns theirs when it
          has gone, where they shall have any.
        - An old and a new version that write the same row at the same moment may get into each
          other's way (40P01, deadlock): one of them has to do it again.
        - Whoever may read %1$s may read these columns, whatever was granted on %2$s.%3$s
        """
            .formatted(
                Sql.name(pair.whole().name()), Sql.name(pair.part().name()), only.stripTrailing()));
  }

  private static BackfillText backfill(Pair pair, String stem) {
    String table = Sql.name(pair.part());
    return new BackfillText(stem, pair.part())
        .comment(
            "Fills the rows that nobody has written to since the triggers are there.",
            "FOR SHARE: no row changes between being read and being written.",
            "There is nothing to undo: the columns go with the migration that added them.")
        .statement(
            """
            UPDATE %s AS w
               SET %s
              FROM (SELECT * FROM %s AS p WHERE {chunk p} FOR SHARE) AS p
             WHERE %s
               AND (%s)"""
                .formatted(
                    Sql.name(pair.whole()),
                    pair.each(", ", column -> column + " = p." + column),
                    table,
                    pair.joined("w.", "p."),
                    pair.apart("w.", "p.")))
        .mismatches(pair.mismatches())
        .rollback(
            "UPDATE "
                + table
                + " SET "
                + pair.each(", ", column -> column + " = " + column)
                + " WHERE false");
  }

  private static String gone(TableFacts part, Added added) {
    StringBuilder text = new StringBuilder();
    if (!part.views().isEmpty()) {
      text.append(
          "These read the table, and keep it from being dropped (2BP01). Change them here,\n");
      text.append("in front of the statements below:\n");
      part.views().forEach(view -> text.append("  ").append(Sql.name(view)).append('\n'));
    }
    if (!added.left().isEmpty()) {
      text.append("These go with it, and nothing stands for them: ");
      text.append(Sql.names(added.left())).append(".\n");
    }
    return SqlText.commented(text + "Nobody names " + Sql.name(part.name()) + " any more.");
  }

  private static PlanText plan(
      Wanted wanted,
      Pair pair,
      String stem,
      List<Version> expand,
      List<Version> backfill,
      List<Version> contract) {
    String second = wanted.gate(0);
    String third = wanted.gate(1);
    String table = Sql.name(pair.whole());
    String old = Sql.name(pair.part());
    return new PlanText("Merge " + old + " into " + table)
        .objective(
            "Old and new versions of the application run side by side all the way; no write is"
                + " lost.")
        .scope(pair.whole())
        .risk(Risk.MEDIUM, "The last step drops " + old + ", whose values stand in " + table + ".")
        .dataMigration(stem)
        .rollForward(
            "Until "
                + contract.get(0)
                + " has run each step has a way back. Behind it, the pattern split-table makes a"
                + " table of the columns again.")
        .smoke("both tables are alike", pair.mismatches(), "0")
        .successCriteria(
            second + " writes the columns of " + table + ", or " + old + ", and reads either.",
            third + " neither reads nor writes " + old + ".",
            "The sequence of old writers stands still once " + third + " alone is running.")
        .expand(expand.toArray(Version[]::new))
        .deploy(second)
        .backfill(backfill.toArray(Version[]::new))
        .validate("both tables are alike")
        .deploy(third)
        .contract(contract.toArray(Version[]::new));
  }
}
