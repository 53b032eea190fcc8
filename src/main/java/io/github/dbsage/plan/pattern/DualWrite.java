package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.Risk;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.TableFacts.Constraint;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.NewFile;
import io.github.dbsage.plan.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A column that takes the place of another, while versions of the application that know the one,
 * both, or the other write to the table: expand, backfill, contract. Use once.
 */
final class DualWrite {

  private static final String SECTION = "\n-- ROLLBACK SECTION\n/*\n";

  private final Twins twins;
  private final Wanted wanted;
  private final SyncText sync;
  private final String table;
  private final String from;
  private final String to;
  private final String stem;
  private final List<NewFile> files = new ArrayList<>();

  /**
   * One that has written nothing yet.
   *
   * @param wanted whose versions and gates it takes
   */
  DualWrite(Twins twins, Wanted wanted) {
    this.twins = twins;
    this.wanted = wanted;
    this.sync = new SyncText(twins);
    this.table = Sql.name(twins.table());
    this.from = Sql.name(twins.from());
    this.to = Sql.name(twins.to());
    this.stem = Sql.slug(twins.table().name(), twins.to());
  }

  /**
   * The files and the plan.
   *
   * @param name of the change
   * @param title of the plan, which says what it does
   */
  NewChange change(String name, String title) {
    Version expand = add("add_" + stem, expand());
    Version backfill = add(stem, NewFile.Kind.BACKFILL, backfill());
    List<Version> behind = new ArrayList<>(List.of(backfill));
    TableFacts facts = twins.facts();
    if (facts != null) {
      Successors successors = new Successors(twins, facts);
      if (successors.hasIndexes()) {
        behind.add(add("index_" + stem, indexes(successors)));
      }
      if (successors.hasConstraints()) {
        behind.add(add("constrain_" + stem, constraints(successors)));
      }
    }
    String older = Sql.slug(twins.table().name(), twins.from());
    List<Version> last = new ArrayList<>();
    List<Constraint> keys = keys();
    if (!keys.isEmpty()) {
      last.add(add("unlink_" + older, unlink(keys)));
    }
    last.add(add("drop_" + older, contract()));
    return new NewChange(name, files, plan(title, expand, behind, last));
  }

  private Version add(String name, String text) {
    return add(name, NewFile.Kind.SQL, text);
  }

  private Version add(String name, NewFile.Kind kind, String text) {
    Version version = wanted.version(files.size());
    files.add(new NewFile(version, name, kind, text));
    return version;
  }

  private static String comment(String... lines) {
    return Arrays.stream(lines)
        .flatMap(String::lines)
        .map(line -> line.isEmpty() ? "--\n" : "-- " + line + "\n")
        .collect(Collectors.joining());
  }

  private String expand() {
    Conversion conversion = twins.conversion();
    TableFacts.Column old = twins.old();
    String collation = old == null ? null : old.collation();
    String note = old == null ? null : old.comment();
    StringBuilder text = new StringBuilder();
    text.append(
        """
        -- Rollback: see the section at the end of this file
        -- dbsage:ignore ROLLBACK_LOSES_DATA because the older column holds each value as well
        -- dbsage:ignore TRIGGER_LOCK because whoever waits for it waits a moment, and it gives way
        """);
    text.append('\n').append(rules());
    text.append("ALTER TABLE ").append(table).append("\n  ADD COLUMN ").append(to).append(' ');
    text.append(conversion.newType());
    text.append(collation == null ? "" : " COLLATE " + collation);
    String standing = twins.standing();
    if (standing != null) {
      // In a clause of its own it is for new rows: those that are there stay NULL, to be filled.
      text.append(",\n  ALTER COLUMN ").append(to).append(" SET DEFAULT ").append(standing);
    }
    text.append(";\n");
    if (note != null) {
      text.append("COMMENT ON COLUMN ").append(table).append('.').append(to).append(" IS ");
      text.append(Sql.literal(note)).append(";\n");
    }
    text.append('\n').append(sync.create());
    text.append(SECTION).append(sync.drop());
    text.append("ALTER TABLE ").append(table).append(" DROP COLUMN ").append(to).append(";\n*/\n");
    return text.toString();
  }

  /** What the triggers do, for whoever reads the file. */
  private String rules() {
    StringBuilder text = new StringBuilder();
    text.append(
        comment(
            to
                + " takes the place of "
                + from
                + ". Until "
                + from
                + " goes, triggers carry over what is",
            "written to either of them, NULL included, so that versions of the application that know the",
            "one, both or the other can run side by side:",
            "- Where a statement gives both of them different values, " + to + " wins.",
            "- A row that is in step as it is written, by the backfill for instance, costs no function call.",
            "- They fire behind the table's other triggers, whose names come first, and see what those have",
            "  changed.",
            "- "
                + Sql.name(twins.writers())
                + " moves when a statement still names "
                + from
                + ": an UPDATE",
            "  that sets it, an INSERT that gives it a value" + exceptions() + "."));
    if (twins.standing() != null) {
      text.append(
          comment(
              "- An INSERT that gives one of them alone leaves the default to the other, and is told by that:",
              "  a value that is no default wins over one that is."));
    }
    if (twins.fleeting() != null) {
      text.append(
          comment(
              "- "
                  + to
                  + " has no default before "
                  + from
                  + " goes, as each of them would get a value of its",
              "  own. What an INSERT leaves out, or gives as NULL in "
                  + to
                  + ", is the default of "
                  + from
                  + "."));
    }
    if (twins.facts() == null) {
      text.append(
          comment(
              "- No database told what "
                  + from
                  + " has: give "
                  + to
                  + " its default here, and its indexes and",
              "  constraints in a migration behind the backfill."));
    }
    if (twins.conversion().refusal() != null) {
      text.append(
          comment(
              "- A value of "
                  + to
                  + " that is none of "
                  + twins.conversion().oldType()
                  + " is an error ("
                  + twins.conversion().refusal()
                  + "), not another value in "
                  + from
                  + ":",
              "  write such values only when " + from + " has gone."));
    }
    String overflow = twins.overflow();
    if (overflow != null) {
      text.append(
          comment(
              "- A value of " + from + " with " + overflow + " does not fit into " + to + ":",
              "  whoever writes one gets an error (22003), and the backfill does not come to its end."));
    }
    return text.toString();
  }

  private String exceptions() {
    if (twins.standing() != null) {
      return " (other than its default)";
    }
    return twins.fleeting() == null ? "" : " (and the same to " + to + ")";
  }

  private String backfill() {
    Conversion conversion = twins.conversion();
    String value = conversion.forth(from);
    return new BackfillText(stem, twins.table())
        .comment(
            "Fills " + to + " in the rows that nobody has written to since it is there.",
            "The way back empties "
                + to
                + " alone: the setting tells the triggers not to carry that over.")
        .set(twins.to(), value)
        .where(to + " IS NULL AND " + from + " IS NOT NULL")
        .mismatches(mismatches())
        .rollback(undo())
        .text();
  }

  private String undo() {
    String column = Sql.literal(twins.column());
    return "UPDATE "
        + table
        + " SET "
        + to
        + " = NULL\nWHERE "
        + to
        + " IS NOT NULL\n  AND set_config('"
        + Twins.UNDOING
        + "', "
        + column
        + ", true) = "
        + column;
  }

  private String mismatches() {
    return "SELECT count(*) FROM " + table + " WHERE " + twins.conversion().apart(from, to);
  }

  private String remaining() {
    return "SELECT count(*) FROM "
        + table
        + " WHERE "
        + to
        + " IS NULL AND "
        + from
        + " IS NOT NULL";
  }

  private String indexes(Successors successors) {
    return "-- Rollback: see the section at the end of this file\n\n"
        + comment(
            "The indexes of "
                + from
                + ", for "
                + to
                + ": built beside the application, and only now, since the",
            "backfill would have had to keep them up to date.")
        + successors.buildIndexes()
        + SECTION
        + successors.dropIndexes()
        + "*/\n";
  }

  private String constraints(Successors successors) {
    return "-- Rollback: see the section at the end of this file\n"
        + "-- dbsage: transaction=false\n\n"
        + comment(
            "What is demanded of "
                + from
                + ", demanded of "
                + to
                + ": each constraint holds for new rows at once,",
            "and the old rows are looked at without keeping anybody from writing.")
        + successors.buildConstraints()
        + SECTION
        + successors.dropConstraints()
        + "*/\n";
  }

  private List<Constraint> keys() {
    TableFacts facts = twins.facts();
    return facts == null
        ? List.of()
        : facts.constraints().stream()
            .filter(constraint -> constraint.kind() == Constraint.Kind.FOREIGN_KEY)
            .filter(constraint -> constraint.columns().contains(twins.from()))
            .toList();
  }

  private String unlink(List<Constraint> keys) {
    StringBuilder drop = new StringBuilder();
    StringBuilder back = new StringBuilder();
    for (Constraint key : keys) {
      String name = " CONSTRAINT " + Sql.name(key.name());
      String definition = key.definition().replace(" NOT VALID", "") + " NOT VALID";
      drop.append("ALTER TABLE ").append(table).append(" DROP").append(name).append(";\n");
      back.append("ALTER TABLE ").append(table).append("\n  ADD").append(name).append(' ');
      back.append(definition).append(";\n");
      if (key.validated()) {
        back.append("ALTER TABLE ").append(table).append(" VALIDATE").append(name).append(";\n");
      }
    }
    return "-- Rollback: see the section at the end of this file\n"
        + "-- dbsage: transaction=false\n\n"
        + comment(
            "A foreign key that goes locks both of its tables: by itself here, since whoever holds a lock",
            "while he waits for another may meet somebody who holds that one.")
        + drop
        + SECTION
        + back
        + "*/\n";
  }

  private String contract() {
    StringBuilder text = new StringBuilder();
    text.append("-- Rollback: none because ").append(to).append(" holds each value, and ");
    text.append("the way back is a change like this one\n\n");
    TableFacts facts = twins.facts();
    List<String> readers = facts == null ? List.of() : facts.readersOf(twins.from());
    if (!readers.isEmpty()) {
      text.append(
          comment(
              "These read "
                  + from
                  + ", and keep it from being dropped (2BP01) until they read "
                  + to
                  + ":"));
      readers.forEach(reader -> text.append(comment("  " + reader)));
      text.append(comment("Write what they become in front of the statements below.")).append('\n');
    }
    text.append(
        comment(
            "Nobody names "
                + from
                + " any more: what kept both alike goes, and the column with it.",
            "Another name for " + to + " would be another change of this kind."));
    text.append(sync.drop());
    text.append("ALTER TABLE ").append(table).append("\n  DROP COLUMN ").append(from);
    String fleeting = twins.fleeting();
    if (fleeting != null) {
      text.append(",\n  ALTER COLUMN ").append(to).append(" SET DEFAULT ").append(fleeting);
    }
    return text.append(";\n").toString();
  }

  private String plan(String title, Version expand, List<Version> behind, List<Version> last) {
    String second = wanted.gate(0);
    String third = wanted.gate(1);
    String alike = twins.from() + " and " + twins.to() + " are alike";
    String whole = "no " + twins.to() + " is lacking";
    return new PlanText(title)
        .objective(
            "Old and new versions of the application run side by side all the way; no write is lost.")
        .scope(twins.table())
        .risk(Risk.MEDIUM, risk())
        .dataMigration(stem)
        .rollForward(
            "Until "
                + last.get(last.size() - 1)
                + " has run each step has a way back. Behind it, "
                + from
                + " comes back as it went: by a change of this kind.")
        .smoke(whole, remaining(), "0")
        .smoke(alike, mismatches(), "0")
        .successCriteria(
            second
                + " writes "
                + to
                + ", alone or with the same value in "
                + from
                + ", and still reads "
                + from
                + ".",
            third + " neither reads nor writes " + from + ".",
            Sql.name(twins.writers()) + " stands still once " + third + " alone is running.")
        .expand(expand)
        .deploy(second)
        .backfill(behind.toArray(Version[]::new))
        .validate(whole, alike)
        .deploy(third)
        .contract(last.toArray(Version[]::new))
        .text();
  }

  private String risk() {
    return "The last step drops " + from + " with its values, which are in " + to + " as well.";
  }
}
