package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.TableFacts.Column;
import io.github.dbsage.model.TableFacts.Constraint;
import io.github.dbsage.model.TableFacts.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a partitioned table beside the one that it takes the place of, and the change of both. */
final class PartitionText {

  private static final Pattern SEQUENCE =
      Pattern.compile("nextval\\('((?:[^']|'')+)'::regclass\\)");

  private final TableFacts facts;
  private final Column column;
  private final Ranges ranges;
  private final QualifiedName table;
  private final QualifiedName fresh;
  private final QualifiedName old;
  private final List<String> written;

  PartitionText(TableFacts facts, Column column, Ranges ranges) {
    this.facts = facts;
    this.column = column;
    this.ranges = ranges;
    this.table = facts.name();
    this.fresh = Sql.beside(table, Sql.made(table.name(), "new"));
    this.old = Sql.beside(table, Sql.made(table.name(), "old"));
    this.written = facts.columns().stream().filter(c -> !c.generated()).map(Column::name).toList();
  }

  /** What the table is called once the partitioned one has its name. */
  QualifiedName old() {
    return old;
  }

  private QualifiedName sync(String ending) {
    return Sql.beside(table, Sql.made(table.name(), ending));
  }

  /** For whoever reads the first file. */
  String head() {
    return SqlText.commented(
        """
        %1$s is the partitioned table that takes the place of %2$s: made beside it, kept up to
        date by a trigger, filled by a backfill, and given its name in one short transaction.

        Look at these before the switch:
        - Rows outside of the ranges below stand in the partition %3$s. New ranges have to be
          made before their time: a range whose rows stand there already cannot be added.
        - A statement that does not name %4$s looks into every partition.
        - TRUNCATE of %2$s, and COPY with triggers off, are not carried over: the check tells.
        - What is granted on %2$s now is granted on %1$s; what is granted later is not. Publications,
          comments on the table and storage parameters are not copied.
        - Numbers that the server gives to rows go on behind the last one.
        """
            .formatted(
                Sql.name(fresh.name()),
                Sql.name(table.name()),
                Sql.name(Sql.made(table.name(), "default")),
                Sql.name(column.name())));
  }

  private String like() {
    return "CREATE TABLE %s (\n  LIKE %s INCLUDING ALL EXCLUDING INDEXES EXCLUDING STATISTICS\n)"
            .formatted(Sql.name(fresh), Sql.name(table))
        + " PARTITION BY RANGE ("
        + Sql.name(column.name())
        + ");\n";
  }

  private List<Constraint> keys() {
    return facts.constraints().stream()
        .filter(c -> c.kind() == Constraint.Kind.PRIMARY_KEY || c.kind() == Constraint.Kind.UNIQUE)
        .toList();
  }

  private static String freshName(String name) {
    return Sql.made(name, "new");
  }

  /** The table, its partitions, its indexes, and the trigger that keeps it up to date. */
  String create() {
    StringBuilder text = new StringBuilder(like());
    String target = Sql.name(fresh);
    for (Ranges.Range range : ranges.all()) {
      text.append("CREATE TABLE ")
          .append(Sql.name(Sql.beside(table, Sql.made(table.name(), range.name()))))
          .append(" PARTITION OF ")
          .append(target)
          .append("\n  FOR VALUES FROM (")
          .append(range.from())
          .append(") TO (")
          .append(range.to())
          .append(");\n");
    }
    text.append("CREATE TABLE ")
        .append(Sql.name(Sql.beside(table, Sql.made(table.name(), "default"))))
        .append(" PARTITION OF ")
        .append(target)
        .append(" DEFAULT;\n");
    for (Constraint key : keys()) {
      text.append("ALTER TABLE ").append(target).append(" ADD CONSTRAINT ");
      text.append(Sql.name(freshName(key.name())))
          .append(' ')
          .append(key.definition())
          .append(";\n");
    }
    for (Index index : facts.indexes()) {
      if (index.valid() && !index.constraint()) {
        String definition = index.definition();
        String behind = definition.substring(definition.indexOf(" USING "));
        text.append("CREATE ").append(index.unique() ? "UNIQUE " : "").append("INDEX ");
        text.append(Sql.name(freshName(index.name()))).append(" ON ").append(target);
        text.append(behind.replaceFirst("^ USING btree", "")).append(";\n");
      }
    }
    for (Constraint key : facts.constraints()) {
      if (key.kind() == Constraint.Kind.FOREIGN_KEY) {
        text.append("ALTER TABLE ").append(target).append(" ADD CONSTRAINT ");
        text.append(Sql.name(key.name())).append(' ');
        text.append(key.definition().replaceFirst(" NOT VALID$", "")).append(";\n");
      }
    }
    return text + "\n" + Grants.table(table, fresh) + "\n" + sync();
  }

  private String sync() {
    return carry(sync("to_partitions"), fresh) + "\n" + trigger(sync("to_partitions"), table);
  }

  /** Takes away what keeps the partitioned table up to date. */
  String dropSync() {
    return drop(sync("to_partitions"), table);
  }

  /** Takes the partitioned table away. */
  String drop() {
    return "DROP TABLE " + Sql.name(fresh) + ";\n";
  }

  private static String trigger(QualifiedName function, QualifiedName of) {
    return "CREATE TRIGGER %s AFTER INSERT OR UPDATE OR DELETE ON %s\n  FOR EACH ROW EXECUTE FUNCTION %s();\n"
        .formatted(Sql.name(function.name()), Sql.name(of), Sql.name(function));
  }

  private static String drop(QualifiedName function, QualifiedName of) {
    return "DROP TRIGGER %s ON %s;\nDROP FUNCTION %s();\n"
        .formatted(Sql.name(function.name()), Sql.name(of), Sql.name(function));
  }

  private String keys(String one, String other) {
    return facts.primaryKey().stream()
        .map(key -> one + Sql.name(key) + " = " + other + Sql.name(key))
        .collect(Collectors.joining(" AND "));
  }

  private String all(String row) {
    return written.stream().map(name -> row + Sql.name(name)).collect(Collectors.joining(", "));
  }

  /** A function that does to a table what was done to the trigger's. */
  private String carry(QualifiedName function, QualifiedName to) {
    String changed =
        facts.columns().stream()
            .filter(c -> !c.generated() && !c.identity())
            .map(Column::name)
            .filter(name -> !facts.primaryKey().contains(name))
            .map(name -> Sql.name(name) + " = EXCLUDED." + Sql.name(name))
            .collect(Collectors.joining(", "));
    return """
        CREATE FUNCTION %1$s() RETURNS trigger
        LANGUAGE plpgsql
        SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp
        AS $$
        BEGIN
          IF TG_OP = 'DELETE' THEN
            DELETE FROM %2$s AS t WHERE %3$s;
            RETURN NULL;
          END IF;
          IF TG_OP = 'UPDATE' THEN
            DELETE FROM %2$s AS t WHERE %3$s AND NOT (%4$s);
          END IF;
          INSERT INTO %2$s (%5$s)
          OVERRIDING SYSTEM VALUE
          VALUES (%6$s)
          ON CONFLICT (%7$s) DO %8$s;
          RETURN NULL;
        END;
        $$;
        REVOKE EXECUTE ON FUNCTION %1$s() FROM PUBLIC;
        """
        .formatted(
            Sql.name(function),
            Sql.name(to),
            keys("t.", "OLD."),
            keys("OLD.", "NEW."),
            all(""),
            all("NEW."),
            Sql.names(facts.primaryKey()),
            changed.isEmpty() ? "NOTHING" : "UPDATE\n     SET " + changed);
  }

  BackfillText backfill() {
    return new BackfillText(Sql.slug("partitions", table.name()), table)
        .comment(
            "Copies the rows that nobody has written to since the trigger is there.",
            "FOR KEY SHARE: no row is deleted between being read and being written.")
        .statement(
            """
            INSERT INTO %s (%s)
            OVERRIDING SYSTEM VALUE
            SELECT %s
              FROM %s AS t
             WHERE {chunk t}
               FOR KEY SHARE OF t
            ON CONFLICT (%s) DO NOTHING"""
                .formatted(
                    Sql.name(fresh),
                    all(""),
                    all("t."),
                    Sql.name(table),
                    Sql.names(facts.primaryKey())))
        .mismatches(mismatches())
        .rollback(
            """
            DELETE FROM %s AS n
             USING %s AS t
             WHERE {chunk t}
               AND %s"""
                .formatted(Sql.name(fresh), Sql.name(table), keys("n.", "t.")));
  }

  /** A query that counts rows that one of both has, or has otherwise. */
  String mismatches() {
    return """
        SELECT count(*)
          FROM %s a
          FULL JOIN %s b ON %s
         WHERE a::text IS DISTINCT FROM b::text"""
        .formatted(Sql.name(table), Sql.name(fresh), keys("a.", "b."));
  }

  /** For whoever reads the file that changes both. */
  String switchHead() {
    return "-- dbsage:ignore RENAME_TABLE because the other table takes the name at once\n"
        + "-- dbsage:ignore MULTI_AEL_TXN because both have to change places at once\n\n"
        + SqlText.commented(
            """
        Both tables change places in one short transaction. From then on the trigger writes the
        other way, so that going back loses nothing until %s goes.
        """
                .formatted(Sql.name(old)));
  }

  String forth() {
    return drop(sync("to_partitions"), table)
        + rename(table, old)
        + rename(fresh, table)
        + numbers(old, table)
        + constraints(old, "", "old")
        + constraints(table, "new", "")
        + "\n"
        + carry(sync("from_partitions"), old)
        + "\n"
        + trigger(sync("from_partitions"), table);
  }

  String back() {
    return drop(sync("from_partitions"), table)
        + constraints(table, "", "new")
        + constraints(old, "old", "")
        + rename(table, fresh)
        + rename(old, table)
        + numbers(fresh, table)
        + sync();
  }

  private static String rename(QualifiedName from, QualifiedName to) {
    return "ALTER TABLE %s RENAME TO %s;\n".formatted(Sql.name(from), Sql.name(to.name()));
  }

  private String constraints(QualifiedName of, String before, String behind) {
    return keys().stream()
        .map(
            key ->
                "ALTER TABLE %s RENAME CONSTRAINT %s TO %s;\n"
                    .formatted(
                        Sql.name(of),
                        Sql.name(before.isEmpty() ? key.name() : Sql.made(key.name(), before)),
                        Sql.name(behind.isEmpty() ? key.name() : Sql.made(key.name(), behind))))
        .collect(Collectors.joining());
  }

  /**
   * An identity column has a sequence of its own in each table: the one goes on behind the other.
   */
  private String numbers(QualifiedName from, QualifiedName to) {
    return facts.columns().stream()
        .filter(Column::identity)
        .map(
            c ->
                "SELECT setval(pg_get_serial_sequence(%1$s, %3$s),\n              nextval(pg_get_serial_sequence(%2$s, %3$s)));\n"
                    .formatted(
                        Sql.literal(Sql.name(to)),
                        Sql.literal(Sql.name(from)),
                        Sql.literal(c.name())))
        .collect(Collectors.joining());
  }

  /** The older table goes; a sequence that both used stays. */
  String end() {
    List<String> owned = new ArrayList<>();
    for (Column c : facts.columns()) {
      Matcher sequence = SEQUENCE.matcher(c.expression() == null ? "" : c.expression());
      if (sequence.find()) {
        owned.add(
            "ALTER SEQUENCE %s OWNED BY %s.%s;\n"
                .formatted(
                    sequence.group(1).replace("''", "'"), Sql.name(table), Sql.name(c.name())));
      }
    }
    return drop(sync("from_partitions"), table)
        + String.join("", owned)
        + "DROP TABLE "
        + Sql.name(old)
        + ";\n";
  }
}
