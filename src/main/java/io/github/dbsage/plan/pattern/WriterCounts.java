package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.OldWriters;
import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts those who still write what is about to go: a sequence for each, which a trigger moves.
 * What other triggers write is no old writer's doing. Not thread-safe.
 */
final class WriterCounts {

  private final QualifiedName table;
  private final StringBuilder counters = new StringBuilder();
  private final StringBuilder watches = new StringBuilder();
  private final List<String> triggers = new ArrayList<>();
  private final List<String> sequences = new ArrayList<>();

  /** Of a table, so far of nothing of it. */
  WriterCounts(QualifiedName table) {
    this.table = table;
  }

  private String function() {
    return Sql.name(Sql.beside(table, Sql.made(table.name(), "old_writer")));
  }

  /** Whoever writes the table. */
  WriterCounts all() {
    String sequence = sequence(null);
    trigger(
        Sql.made(table.name(), "old_writer"),
        "INSERT OR UPDATE OR DELETE",
        "STATEMENT WHEN (pg_trigger_depth() = 0)",
        sequence);
    return this;
  }

  /**
   * Whoever writes a column.
   *
   * @param given whether an INSERT gives it, as far as its row can tell; null where it cannot
   */
  WriterCounts column(String column, @Nullable String given) {
    String sequence = sequence(column);
    trigger(
        Sql.made(table.name(), column, "old_writer"),
        "UPDATE OF " + Sql.name(column),
        "STATEMENT WHEN (pg_trigger_depth() = 0)",
        sequence);
    if (given != null) {
      trigger(
          Sql.made(table.name(), column, "old_writer_row"),
          "INSERT",
          "ROW WHEN (" + given + ")",
          sequence);
    }
    return this;
  }

  private String sequence(@Nullable String column) {
    String name =
        column == null
            ? Sql.made(table.name(), "old_writers")
            : Sql.made(table.name(), column, "old_writers");
    String sequence = Sql.name(Sql.beside(table, name));
    sequences.add(sequence);
    counters
        .append("CREATE SEQUENCE ")
        .append(sequence)
        .append(";\nCOMMENT ON SEQUENCE ")
        .append(sequence)
        .append(" IS ")
        .append(Sql.literal(OldWriters.comment(table, column)))
        .append(";\n");
    return sequence;
  }

  private void trigger(String name, String event, String each, String sequence) {
    triggers.add(name);
    watches
        .append("CREATE TRIGGER ")
        .append(Sql.name(name))
        .append(" BEFORE ")
        .append(event)
        .append(" ON ")
        .append(Sql.name(table))
        .append("\n  FOR EACH ")
        .append(each)
        .append("\n  EXECUTE FUNCTION ")
        .append(function())
        .append("(")
        .append(Sql.literal(sequence))
        .append(");\n");
  }

  /** The triggers that call the function. */
  String triggers() {
    return watches.toString();
  }

  /** The sequences, and the function that moves them. */
  String counters() {
    return counters
        + """
        CREATE FUNCTION %1$s() RETURNS trigger
        LANGUAGE plpgsql
        SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp
        AS $$
        BEGIN
          PERFORM nextval(TG_ARGV[0]::regclass);
          RETURN NEW;
        END;
        $$;
        REVOKE EXECUTE ON FUNCTION %1$s() FROM PUBLIC;
        """
            .formatted(function());
  }

  /** Takes the triggers away. */
  String dropTriggers() {
    StringBuilder drop = new StringBuilder();
    for (String trigger : triggers) {
      drop.append("DROP TRIGGER ")
          .append(Sql.name(trigger))
          .append(" ON ")
          .append(Sql.name(table))
          .append(";\n");
    }
    return drop.toString();
  }

  /** Takes the rest away. */
  String dropRest() {
    StringBuilder drop = new StringBuilder("DROP FUNCTION " + function() + "();\n");
    sequences.forEach(sequence -> drop.append("DROP SEQUENCE ").append(sequence).append(";\n"));
    return drop.toString();
  }
}
