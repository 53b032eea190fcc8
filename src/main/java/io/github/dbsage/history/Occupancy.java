package io.github.dbsage.history;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * In whose hands a database is that has no row of ours: another tool's history, or tables that no
 * migration of ours made.
 *
 * @param foreign the histories of other tools, wherever they stand
 * @param tables the user's, ordered by name
 */
public record Occupancy(List<Foreign> foreign, List<QualifiedName> tables) {

  public Occupancy {
    foreign = List.copyOf(foreign);
    tables = List.copyOf(tables);
  }

  /**
   * Another tool's history.
   *
   * @param id what {@code dbsage.from} calls the tool
   * @param tool what people call it
   */
  public record Foreign(String id, String tool, QualifiedName table) {
    @Override
    public String toString() {
      return "the history of " + tool + " (" + table + ")";
    }
  }

  /** Looks; changes nothing. */
  public static Occupancy of(Session session, Tables own) {
    record Relation(QualifiedName name, boolean ours) {}
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
            row -> new Relation(new QualifiedName(row.string(1), row.string(2)), row.flag(3)),
            own.schema());
    List<Foreign> foreign = new ArrayList<>();
    List<QualifiedName> tables = new ArrayList<>();
    for (Relation relation : relations) {
      Foreign history = history(relation.name());
      if (history != null) {
        foreign.add(history);
      } else if (relation.ours() && !isOwn(relation.name(), own.schema())) {
        tables.add(relation.name());
      }
    }
    return new Occupancy(foreign, tables);
  }

  /**
   * Refuses a database that has to be adopted first.
   *
   * @param before a version before all files: taken over at it, all of them are still to be run
   * @throws UserError with the command to type
   */
  public static void requireFree(Session session, Tables own, Version before) {
    requireFree(session, own, before, false);
  }

  /**
   * The same where the Supabase CLI's history may be kept by ourselves.
   *
   * @param keeps whether it is: then an empty one is in nobody else's hands
   * @throws UserError with the command to type
   */
  public static void requireFree(Session session, Tables own, Version before, boolean keeps) {
    Problem problem = look(session, own, before, keeps);
    if (problem != null) {
      throw new UserError(problem);
    }
  }

  /** The same as a problem; null where nothing has to be adopted. */
  static @Nullable Problem look(Session session, Tables own, Version before, boolean keeps) {
    Occupancy found = of(session, own);
    boolean kept = keeps && SupabaseHistory.isEmpty(session);
    for (Foreign history : found.foreign()) {
      if (!kept || !history.table().equals(SupabaseHistory.TABLE)) {
        return HistoryProblems.foreignHistory(history);
      }
    }
    return found.tables().isEmpty() ? null : HistoryProblems.occupied(found.tables(), before);
  }

  private static @Nullable Foreign history(QualifiedName table) {
    return switch (table.name().toLowerCase(Locale.ROOT)) {
      case "flyway_schema_history" -> new Foreign("flyway", "Flyway", table);
      case "databasechangelog" -> new Foreign("liquibase", "Liquibase", table);
      case "schema_migrations" ->
          "supabase_migrations".equals(table.schema())
              ? new Foreign("supabase", "the Supabase CLI", table)
              : null;
      default -> null;
    };
  }

  private static boolean isOwn(QualifiedName table, String schema) {
    return schema.equals(table.schema())
        && (table.name().equals("schema_migrations")
            || table.name().equals("migration_progress")
            || table.name().startsWith("dbsage_"));
  }
}
