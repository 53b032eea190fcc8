package io.github.dbsage.history;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a session's role may do what a goal will do with our tables. All of it is looked up at
 * once, before anything is written; nothing is tried.
 */
public final class Privileges {

  private static final String READ = "SELECT";

  /** What a run does with each of our tables. */
  private static final Map<String, List<String>> WRITES =
      Map.of(
          "schema_migrations", List.of(READ, "INSERT", "UPDATE", "DELETE"),
          "dbsage_journal", List.of(READ, "INSERT", "UPDATE", "DELETE"),
          "dbsage_log", List.of(READ, "INSERT"),
          "dbsage_meta", List.of(READ));

  private final Session session;
  private final String schema;
  private final List<Lack> lacks = new ArrayList<>();

  private Privileges(Session session, Tables tables) {
    this.session = session;
    this.schema = tables.schema();
  }

  /**
   * Something that the role may not do.
   *
   * @param what for a sentence: {@code CREATE on schema public}
   * @param grant the statement that mends it, with {@code %s} for the role
   */
  record Lack(String what, String grant) {}

  /**
   * For goals that write the history.
   *
   * @throws UserError with every right that is lacking
   */
  public static void requireWritable(Session session, Tables tables) {
    Privileges privileges = new Privileges(session, tables);
    privileges.look(true);
    privileges.refuse();
  }

  /**
   * For goals that only look.
   *
   * @throws UserError with every right that is lacking
   */
  public static void requireReadable(Session session, Tables tables) {
    Privileges privileges = new Privileges(session, tables);
    privileges.look(false);
    privileges.refuse();
  }

  private record Schema(boolean there, boolean usage, boolean create, boolean onDatabase) {}

  private void look(boolean writes) {
    String quoted = QualifiedName.quote(schema);
    Schema found =
        session.one(
            """
            SELECT n.oid IS NOT NULL,
                   n.oid IS NOT NULL AND pg_catalog.has_schema_privilege(n.oid, 'USAGE'),
                   n.oid IS NOT NULL AND pg_catalog.has_schema_privilege(n.oid, 'CREATE'),
                   pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')
              FROM (SELECT 1) one LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = ?
            """,
            row -> new Schema(row.flag(1), row.flag(2), row.flag(3), row.flag(4)),
            schema);
    if (!found.there()) {
      if (writes && !found.onDatabase()) {
        lack(
            "CREATE on the database, to create the schema " + schema,
            "CREATE SCHEMA " + quoted + " AUTHORIZATION %s");
      }
      return;
    }
    if (!found.usage()) {
      lack("USAGE on schema " + schema, "GRANT USAGE ON SCHEMA " + quoted + " TO %s");
    }
    List<String> there = tables(writes);
    if (writes && !found.create() && !there.containsAll(WRITES.keySet())) {
      lack("CREATE on schema " + schema, "GRANT CREATE ON SCHEMA " + quoted + " TO %s");
    }
  }

  private record Table(String name, boolean owned, List<String> missing) {}

  /** The tables of ours that are there; what the role may not do with them is noted. */
  private List<String> tables(boolean writes) {
    List<Table> tables =
        session.query(
            """
            SELECT c.relname, pg_catalog.pg_has_role(c.relowner, 'USAGE'),
                   pg_catalog.has_table_privilege(c.oid, 'SELECT'),
                   pg_catalog.has_table_privilege(c.oid, 'INSERT'),
                   pg_catalog.has_table_privilege(c.oid, 'UPDATE'),
                   pg_catalog.has_table_privilege(c.oid, 'DELETE')
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = ? AND c.relkind IN ('r', 'p')
               AND c.relname IN ('schema_migrations', 'dbsage_journal', 'dbsage_log', 'dbsage_meta')
               AND EXISTS (SELECT FROM pg_catalog.pg_attribute a
                            WHERE a.attrelid = c.oid AND NOT a.attisdropped
                              AND (c.relname <> 'schema_migrations' OR a.attname = 'checksum'))
             ORDER BY c.relname DESC
            """,
            row -> {
              List<String> missing = new ArrayList<>();
              List<String> all = List.of(READ, "INSERT", "UPDATE", "DELETE");
              for (int i = 0; i < all.size(); i++) {
                if (!row.flag(i + 3)) {
                  missing.add(all.get(i));
                }
              }
              return new Table(row.string(1), row.flag(2), missing);
            },
            schema);
    List<String> names = tables.stream().map(Table::name).toList();
    boolean whole = names.containsAll(WRITES.keySet());
    for (Table table : tables) {
      String name = schema + "." + table.name();
      String quoted = new QualifiedName(schema, table.name()).quoted();
      List<String> needed = needed(table.name(), writes);
      List<String> lacking = needed.stream().filter(table.missing()::contains).toList();
      if (!lacking.isEmpty()) {
        String rights = String.join(", ", lacking);
        lack(rights + " on table " + name, "GRANT " + rights + " ON " + quoted + " TO %s");
      }
      if (writes && !whole && !table.owned()) {
        // To complete the template's table, it is altered.
        lack("ownership of table " + name, "ALTER TABLE " + quoted + " OWNER TO %s");
      }
    }
    return names;
  }

  private static List<String> needed(String table, boolean writes) {
    if (writes) {
      return WRITES.getOrDefault(table, List.of());
    }
    // Who looks can do without the log, and says so.
    return table.equals("dbsage_log") ? List.of() : List.of(READ);
  }

  private void lack(String what, String grant) {
    lacks.add(new Lack(what, grant));
  }

  private void refuse() {
    if (!lacks.isEmpty()) {
      String role = session.one("SELECT current_user", row -> row.string(1));
      throw new UserError(HistoryProblems.lacks(role, lacks));
    }
  }
}
