package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Risk;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.TableFacts.Column;
import io.github.dbsage.model.TableFacts.Constraint;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.ChangePattern;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.Wanted;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Moves columns of a table into another one of their own, which has its key. */
final class SplitTable implements ChangePattern {

  /** A constant, which a row can be held against. */
  private static final Pattern CONSTANT =
      Pattern.compile(
          "(?:'(?:[^']|'')*'|-?\\d+(?:\\.\\d+)?|\\(-\\d+(?:\\.\\d+)?\\)|true|false)(?:::[\\w"
              + " .(),\"]+)*");

  @Override
  public String name() {
    return "split-table";
  }

  @Override
  public String does() {
    return "moves columns into a table of their own while the application runs";
  }

  @Override
  public Map<ChangeParameter, String> needs() {
    return Map.of(
        ChangeParameter.TABLE, "the table: public.users",
        ChangeParameter.COLUMN, "the columns that move: bio, avatar",
        ChangeParameter.TO, "the new table, without a schema: profiles");
  }

  @Override
  public NewChange change(Wanted wanted) {
    QualifiedName table = wanted.table();
    TableFacts facts = wanted.facts();
    if (facts == null) {
      throw new UserError(TableProblems.factsUnknown(table));
    }
    QualifiedName fresh = Sql.beside(table, wanted.identifier(ChangeParameter.TO));
    if (fresh.equals(table)) {
      throw new UserError(TableProblems.sameName(ChangeParameter.TO, table));
    }
    List<Column> columns = columns(wanted, facts);
    Problem problem = problem(facts, columns);
    if (problem != null) {
      throw new UserError(problem);
    }
    Set<String> demanded =
        columns.stream()
            .filter(column -> column.notNull() && column.expression() == null)
            .map(Column::name)
            .collect(Collectors.toSet());
    List<String> key = facts.primaryKey();
    return change(wanted, facts, new Pair(table, fresh, key, key, columns, demanded));
  }

  private static List<Column> columns(Wanted wanted, TableFacts facts) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : wanted.needed(ChangeParameter.COLUMN).split(",", -1)) {
      List<String> parts = Identifiers.parse(name.strip());
      names.add(parts != null && parts.size() == 1 ? parts.get(0) : name.strip());
    }
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      Column column = facts.column(name);
      if (column == null) {
        throw new UserError(PatternProblems.noColumn(ChangeParameter.COLUMN, name, facts));
      }
      columns.add(column);
    }
    return columns;
  }

  private static @Nullable Problem problem(TableFacts facts, List<Column> columns) {
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
    List<String> moved = columns.stream().map(Column::name).toList();
    for (Column column : columns) {
      String expression = column.expression();
      if (facts.primaryKey().contains(column.name())) {
        return TableProblems.inKey(table, column.name());
      }
      if (column.generated()
          || column.identity()
          || (expression != null && expression.contains("nextval("))) {
        return TableProblems.numbering(table, column.name());
      }
    }
    for (Constraint constraint : facts.constraints()) {
      boolean some = constraint.columns().stream().anyMatch(moved::contains);
      if (some && !moved.containsAll(constraint.columns())) {
        return TableProblems.tied(table, constraint.name(), constraint.columns());
      }
    }
    return facts.references().stream()
        .filter(reference -> reference.columns().stream().anyMatch(moved::contains))
        .findFirst()
        .map(reference -> TableProblems.pointedTo(table, reference.from(), reference.key().name()))
        .orElse(null);
  }

  private static NewChange change(Wanted wanted, TableFacts facts, Pair pair) {
    String stem = Sql.slug(pair.whole().name(), pair.part().name());
    String table = Sql.name(pair.whole());
    SideTable side = new SideTable(pair, facts);
    PairSync sync =
        new PairSync(pair, pair.each(", ", column -> "NEW." + column), PairSync.update(pair));
    WriterCounts writers = new WriterCounts(pair.whole());
    pair.columns().forEach(column -> writers.column(column.name(), given(column)));

    String loosened = demanded(pair, "DROP");
    Draft files = new Draft(wanted);
    Version expand =
        files.migration(
            Sql.slug("split", stem),
            "-- dbsage:ignore ROLLBACK_LOSES_DATA because "
                + "the old columns hold each value as well\n\n"
                + head(pair),
            side.create()
                + "\n"
                + Grants.table(pair.whole(), pair.part())
                + "\n"
                + loosened
                + sync.functions()
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
                + sync.dropBack()
                + demanded(pair, "SET")
                + "DROP TABLE "
                + Sql.name(pair.part())
                + ";\n");
    Version backfill = files.add(stem, backfill(pair, stem));
    Version stop =
        files.forwardOnly(
            Sql.slug("stop_sync", stem),
            "the old columns lack what is written from then on",
            SqlText.commented("Nobody reads the old columns any more."),
            sync.dropFromPart() + sync.dropBack());
    Version contract =
        files.forwardOnly(
            Sql.slug("drop_columns", stem),
            "the values stand in "
                + Sql.name(pair.part())
                + "; a column comes back by a change of its own",
            "-- dbsage: transaction=false\n\n" + gone(facts, pair, side),
            writers.dropTriggers()
                + writers.dropRest()
                + sync.dropFromWhole()
                + sync.dropForth()
                + "ALTER TABLE "
                + table
                + "\n  "
                + pair.each(",\n  ", column -> "DROP COLUMN " + column)
                + ";\n");
    return files.change(
        Sql.slug("split", stem), plan(wanted, pair, stem, expand, backfill, stop, contract));
  }

  /** Whether an INSERT gives the column; null where its default says that of every row. */
  private static @Nullable String given(Column column) {
    String name = "NEW." + Sql.name(column.name());
    String expression = column.expression();
    if (expression == null) {
      return name + " IS NOT NULL";
    }
    return CONSTANT.matcher(expression).matches() ? name + " IS DISTINCT FROM " + expression : null;
  }

  /** Without it newer versions could not write rows whose columns they write elsewhere. */
  private static String demanded(Pair pair, String verb) {
    if (pair.demanded().isEmpty()) {
      return "";
    }
    String actions =
        pair.demanded().stream()
            .sorted()
            .map(column -> "ALTER COLUMN " + Sql.name(column) + " " + verb + " NOT NULL")
            .collect(Collectors.joining(",\n  "));
    return "ALTER TABLE " + Sql.name(pair.whole()) + "\n  " + actions + ";\n\n";
  }

  private static String head(Pair pair) {
    String table = Sql.name(pair.whole().name());
    String fresh = Sql.name(pair.part().name());
    String columns = pair.each(", ", column -> column);
    String demanded =
        pair.demanded().isEmpty()
            ? ""
            : """

              - %s may be NULL in %s from now on, because newer versions write the row there first.
                %s still demands a value. Write both rows in one transaction.
              """
                .formatted(Sql.names(pair.demanded().stream().sorted().toList()), table, fresh);
    return SqlText.commented(
        """
        %2$s takes over %3$s from %1$s. Until the old columns go, triggers carry over what
        is written to either side, so that old and new versions of the application can run side by
        side:
        - A row of %1$s without a row in %2$s has NULL in each of these columns.
        - A newer version writes %2$s with INSERT ... ON CONFLICT (%4$s) DO UPDATE: the triggers
          may have made the row, from a default for instance.
        - The row that is deleted in %1$s is deleted in %2$s as well.
        - An old and a new version that write the same row at the same moment may get into each
          other's way (40P01, deadlock): one of them has to do it again.
        - What is granted on %1$s now is granted on %2$s; what is granted later is not.%5$s
        """
            .formatted(table, fresh, columns, Sql.names(pair.partKey()), demanded.stripTrailing()));
  }

  private static BackfillText backfill(Pair pair, String stem) {
    String keys =
        pair.wholeKey().stream().map(key -> "w." + Sql.name(key)).collect(Collectors.joining(", "));
    String table = Sql.name(pair.whole());
    return new BackfillText(stem, pair.whole())
        .comment(
            "Makes the rows that nobody has written to since the triggers are there.",
            "FOR SHARE: no row changes between being read and being written.",
            "There is nothing to undo: the table goes with the migration that made it.")
        .statement(
            """
            INSERT INTO %s (%s, %s)
            SELECT %s, %s
              FROM %s AS w
             WHERE {chunk w}
               AND (%s)
               FOR SHARE OF w
            ON CONFLICT (%s) DO NOTHING"""
                .formatted(
                    Sql.name(pair.part()),
                    Sql.names(pair.partKey()),
                    pair.each(", ", column -> column),
                    keys,
                    pair.each(", ", column -> "w." + column),
                    table,
                    pair.isThere("w."),
                    Sql.names(pair.partKey())))
        .mismatches(pair.mismatches())
        .rollback(
            "UPDATE "
                + table
                + " SET "
                + pair.each(", ", column -> column + " = " + column)
                + " WHERE false");
  }

  private static String gone(TableFacts facts, Pair pair, SideTable side) {
    StringBuilder text = new StringBuilder();
    List<String> readers =
        pair.columns().stream()
            .flatMap(column -> facts.readersOf(column.name()).stream())
            .distinct()
            .toList();
    if (!readers.isEmpty()) {
      text.append(
          "These read the old columns, and keep them from being dropped (2BP01). Change them\n");
      text.append("here, in front of the statements below:\n");
      readers.forEach(reader -> text.append("  ").append(reader).append('\n'));
    }
    if (!side.lost().isEmpty()) {
      text.append("With the columns go these indexes, which hold others too: ");
      text.append(Sql.names(side.lost())).append(".\n");
    }
    return SqlText.commented(
        text
            + "Nobody names the old columns any more: what kept both tables alike goes, and they go"
            + " with it.");
  }

  private static PlanText plan(
      Wanted wanted,
      Pair pair,
      String stem,
      Version expand,
      Version backfill,
      Version stop,
      Version contract) {
    String second = wanted.gate(0);
    String third = wanted.gate(1);
    String fresh = Sql.name(pair.part());
    return new PlanText(
            "Split " + Sql.name(pair.whole()) + ": " + pair.each(", ", c -> c) + " to " + fresh)
        .objective(
            "Old and new versions of the application run side by side all the way; no write is"
                + " lost.")
        .scope(pair.whole())
        .risk(Risk.MEDIUM, "The last step drops columns, whose values stand in " + fresh + ".")
        .dataMigration(stem)
        .rollForward(
            "Until "
                + stop
                + " has run each step has a way back. Behind it, write the columns"
                + " back by a change of their own.")
        .smoke("both tables are alike", pair.mismatches(), "0")
        .successCriteria(
            second + " knows " + fresh + " and writes it, or the old columns, and reads either.",
            third + " neither reads nor writes the old columns.",
            "The sequences of old writers stand still once " + third + " alone is running.")
        .expand(expand)
        .deploy(second)
        .backfill(backfill)
        .validate("both tables are alike")
        .deploy(third)
        .contract(stop, contract);
  }
}
