package io.github.dbsage.history;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a database that has no row of ours is in someone else's hands: another tool's history, or
 * tables that no migration of ours made.
 */
public final class Occupancy {

  private Occupancy() {}

  /**
   * Refuses a database that has to be adopted first.
   *
   * @throws UserError with the command to type
   */
  public static void requireFree(Session session, Tables tables) {
    Problem problem = look(session, tables);
    if (problem != null) {
      throw new UserError(problem);
    }
  }

  /** What has to be adopted first, with the command to type; null where nothing has. */
  public static @Nullable Problem look(Session session, Tables tables) {
    List<Relation> relations =
        session.query(
            """
            SELECT n.nspname, c.relname,
                   n.nspname IN ('public', ?)
                   OR c.relowner = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user)
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p')
               AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                                WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                  AND d.objid = c.oid AND d.deptype = 'e')
             ORDER BY 1, 2
            """,
            row -> new Relation(row.string(1), row.string(2), row.flag(3)),
            tables.schema());
    for (Relation relation : relations) {
      String tool = tool(relation);
      if (tool != null) {
        return HistoryProblems.occupied(
            "the history of " + tool.substring(tool.indexOf(':') + 1) + " (" + relation + ")",
            adopt(tool.substring(0, tool.indexOf(':'))));
      }
    }
    List<Relation> users =
        relations.stream().filter(r -> r.ours() && !isOwn(r, tables.schema())).toList();
    if (users.isEmpty()) {
      return null;
    }
    String more = users.size() > 1 ? " and " + (users.size() - 1) + " more" : "";
    return HistoryProblems.occupied("tables (" + users.get(0) + more + ")", adopt("none"));
  }

  private record Relation(String schema, String name, boolean ours) {
    @Override
    public String toString() {
      return schema + "." + name;
    }
  }

  private static @Nullable String tool(Relation relation) {
    return switch (relation.name().toLowerCase(Locale.ROOT)) {
      case "flyway_schema_history" -> "flyway:Flyway";
      case "databasechangelog" -> "liquibase:Liquibase";
      case "schema_migrations" ->
          relation.schema().equals("supabase_migrations") ? "supabase:the Supabase CLI" : null;
      default -> null;
    };
  }

  private static boolean isOwn(Relation relation, String schema) {
    return relation.schema().equals(schema)
        && (relation.name().equals("schema_migrations")
            || relation.name().equals("migration_progress")
            || relation.name().startsWith("dbsage_"));
  }

  private static String adopt(String from) {
    return "Take it over first: mvn dbsage:adopt -Ddbsage.from=" + from + " (nothing was changed).";
  }
}
