package io.github.dbsage.shadow;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A few rows that nobody wrote, in a table that is empty, so that something can be tried on it;
 * they can be taken out again, with whatever came of them in other tables that were empty. Neither
 * triggers nor foreign keys see them come and go. For a superuser, on a database of our own.
 *
 * @param count how many the table's constraints let in
 */
public record MadeUpRows(int count, Contents before, Map<String, String> sequences) {

  /** Of two kinds: with all columns, and with those alone that must not be NULL. */
  private static final int MOST = 24;

  private static final String BEGIN = "BEGIN; SET LOCAL session_replication_role = replica";

  // Of an array, the element's type says nothing; of a domain, its base type does.
  private static final String COLUMNS =
      """
      SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
             COALESCE(b.typname, t.typname), COALESCE(b.typtype, t.typtype),
             COALESCE(b.typcategory, t.typcategory),
             a.attnotnull OR t.typnotnull, a.atthasdef OR a.attidentity = 'd' OR t.typdefault IS NOT NULL
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_catalog.pg_type b ON b.oid = NULLIF(t.typbasetype, 0)
       WHERE a.attrelid = pg_catalog.to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
         AND a.attgenerated = '' AND a.attidentity <> 'a'
       ORDER BY a.attnum
      """;

  private static final String SEQUENCES =
      """
      SELECT pg_catalog.quote_ident(schemaname) || '.' || pg_catalog.quote_ident(sequencename),
             COALESCE(last_value, start_value) || ', ' || (last_value IS NOT NULL)::text
        FROM pg_catalog.pg_sequences
      """;

  private record Column(
      String name,
      String type,
      String base,
      String kind,
      String category,
      boolean notNull,
      boolean preset) {

    static Column of(Session.Row row) {
      return new Column(
          row.string(1),
          row.string(2),
          row.string(3),
          row.string(4),
          row.string(5),
          row.flag(6),
          row.flag(7));
    }

    /** A value for a row, or null where none can be made up. */
    @Nullable String value(int row) {
      String value =
          switch (kind) {
            case "e" -> "(pg_catalog.enum_range(NULL::" + type + "))[1]";
            case "r", "m" -> kind.equals("r") ? "'empty'" : "'{}'";
            case "c" -> null;
            default -> category.equals("A") ? "'{}'" : ofBase(row);
          };
      return value == null ? null : "CAST(" + value + " AS " + type + ")";
    }

    private @Nullable String ofBase(int row) {
      return switch (base) {
        case "int2", "int4", "int8", "numeric", "float4", "float8", "money", "oid" ->
            String.valueOf(row);
        case "bool" -> String.valueOf(row % 2 == 0);
        case "uuid" -> "pg_catalog.md5('" + row + "')";
        case "date", "timestamp", "timestamptz" ->
            "(TIMESTAMP '2001-01-01' + " + row + " * INTERVAL '1 day')";
        case "time", "timetz" -> "TIME '12:00'";
        case "interval" -> "INTERVAL '" + row + " days'";
        case "json", "jsonb" -> "'{}'";
        case "bytea" -> "'\\x'";
        case "inet", "cidr" -> "'192.0.2." + row + "'";
        default -> category.equals("S") ? "'m" + row + "@example.org'" : null;
      };
    }
  }

  /**
   * Puts some in, as many as its constraints allow.
   *
   * @param open columns that are left empty where they may be
   * @param before what is in all tables now
   */
  public static MadeUpRows into(
      Session session, QualifiedName table, Set<String> open, Contents before) {
    Map<String, String> sequences = sequences(session);
    List<Column> columns = session.query(COLUMNS, Column::of, table.quoted());
    int count = 0;
    session.send(BEGIN);
    for (int row = 1; row <= MOST; row++) {
      count += insert(session, table, columns, open, row) ? 1 : 0;
    }
    session.send("COMMIT");
    return new MadeUpRows(count, before, sequences);
  }

  private static boolean insert(
      Session session, QualifiedName table, List<Column> columns, Set<String> open, int row) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    boolean bare = row % 4 == 0;
    for (Column column : columns) {
      boolean left =
          column.preset() || (!column.notNull() && (bare || open.contains(column.name())));
      String value = left ? null : column.value(row);
      if (value != null) {
        names.add(QualifiedName.quote(column.name()));
        values.add(value);
      }
    }
    session.send("SAVEPOINT dbsage_row");
    try {
      session.send(
          "INSERT INTO "
              + table.quoted()
              + (names.isEmpty()
                  ? " DEFAULT VALUES"
                  : " (" + String.join(", ", names) + ") VALUES (" + String.join(", ", values))
              + (names.isEmpty() ? "" : ")"));
      return true;
    } catch (ServerFailure e) {
      if (e.connectionLost()) {
        throw e;
      }
      session.send("ROLLBACK TO SAVEPOINT dbsage_row");
      return false;
    }
  }

  /**
   * Takes out what is in tables that were empty, and sets sequences back.
   *
   * @param own the schema of our tables
   * @return tables that held rows before, and are not as they were
   */
  public List<String> takeOut(Session session, String own) {
    Contents now = Contents.of(session, own);
    Set<String> filled = new HashSet<>(now == null ? Set.of() : before.differing(now));
    List<String> emptied = before.empty().stream().filter(filled::contains).toList();
    session.send(BEGIN);
    emptied.forEach(table -> session.send("DELETE FROM ONLY " + table));
    sequences(session)
        .forEach(
            (sequence, state) -> {
              String was = sequences.get(sequence);
              if (was != null && !was.equals(state)) {
                session.send(
                    "SELECT pg_catalog.setval('" + sequence.replace("'", "''") + "', " + was + ")");
              }
            });
    session.send("COMMIT");
    emptied.forEach(filled::remove);
    return filled.stream().sorted().toList();
  }

  private static Map<String, String> sequences(Session session) {
    return session.query(SEQUENCES, row -> Map.entry(row.string(1), row.string(2))).stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
