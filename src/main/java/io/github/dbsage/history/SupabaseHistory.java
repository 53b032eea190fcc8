package io.github.dbsage.history;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Supabase CLI's own history, kept in step with ours where a plan asks for it: a row for each
 * applied migration of statements, in the transaction of ours. The CLI knows no backfills, and
 * takes a version without a {@code .sql} file for a lost one: they get no row.
 */
public final class SupabaseHistory {

  /** The table, as the CLI makes it. */
  public static final QualifiedName TABLE =
      new QualifiedName("supabase_migrations", "schema_migrations");

  private static final String NAME = TABLE.quoted();

  private static final String SCHEMA = "CREATE SCHEMA supabase_migrations";

  /** Each of its columns came with a version of the CLI, which adds what is not there. */
  private static final String COLUMNS =
      """
      CREATE TABLE IF NOT EXISTS supabase_migrations.schema_migrations (
        version text NOT NULL PRIMARY KEY);
      ALTER TABLE supabase_migrations.schema_migrations
        ADD COLUMN IF NOT EXISTS statements text[],
        ADD COLUMN IF NOT EXISTS name text""";

  private static final String UPSERT =
      " ON CONFLICT (version) DO UPDATE SET name = excluded.name, statements = excluded.statements";

  private static final int ALL_COLUMNS = 3;

  private final Function<SqlStep, Optional<List<String>>> statements;

  /**
   * One to be written to.
   *
   * @param statements of a file, as it is written; empty where they are not kept
   */
  public SupabaseHistory(Function<SqlStep, Optional<List<String>>> statements) {
    this.statements = statements;
  }

  private record Found(boolean schema, boolean table, int columns, List<String> lacking) {}

  private static Found look(Session session) {
    return session.one(
        """
        SELECT n.oid IS NOT NULL, c.oid IS NOT NULL,
               (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute a
                 WHERE a.attrelid = c.oid AND NOT a.attisdropped
                   AND a.attname IN ('version', 'name', 'statements')),
               n.oid IS NULL OR pg_catalog.has_schema_privilege(n.oid, 'USAGE'),
               c.oid IS NULL OR pg_catalog.has_table_privilege(c.oid, 'SELECT'),
               c.oid IS NULL OR pg_catalog.has_table_privilege(c.oid, 'INSERT'),
               c.oid IS NULL OR pg_catalog.has_table_privilege(c.oid, 'UPDATE'),
               c.oid IS NULL OR pg_catalog.has_table_privilege(c.oid, 'DELETE')
          FROM (SELECT 1) one
          LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = 'supabase_migrations'
          LEFT JOIN pg_catalog.pg_class c
            ON c.relnamespace = n.oid AND c.relname = 'schema_migrations'
               AND c.relkind IN ('r', 'p')
        """,
        row -> {
          List<String> lacking = new ArrayList<>();
          List<String> rights = List.of("USAGE", "SELECT", "INSERT", "UPDATE", "DELETE");
          for (int i = 0; i < rights.size(); i++) {
            if (!row.flag(i + 4)) {
              lacking.add(rights.get(i));
            }
          }
          return new Found(row.flag(1), row.flag(2), (int) row.number(3), lacking);
        });
  }

  /**
   * The names by version, as the CLI wrote them; null where there is no such table, or the role may
   * not read it.
   */
  public static @Nullable SortedMap<String, String> read(Session session) {
    Found found = look(session);
    boolean readable =
        found.table() && !found.lacking().contains("USAGE") && !found.lacking().contains("SELECT");
    if (!readable) {
      return null;
    }
    String name = found.columns() == ALL_COLUMNS ? "coalesce(name, '')" : "''";
    SortedMap<String, String> rows = new TreeMap<>();
    session
        .query(
            "SELECT version, " + name + " FROM " + NAME,
            row -> new String[] {row.string(1), row.string(2)})
        .forEach(row -> rows.put(row[0], row[1]));
    return rows;
  }

  /** Whether it is there and empty: then the CLI has no part in the database. */
  static boolean isEmpty(Session session) {
    SortedMap<String, String> rows = read(session);
    return rows != null && rows.isEmpty();
  }

  /**
   * Makes what is missing of it, and looks whether the role may write; to be called under the run
   * lock.
   *
   * @throws UserError when the role may not
   */
  public void prepare(Session session) {
    Found found = look(session);
    if (found.columns() < ALL_COLUMNS) {
      try {
        session.send(
            "BEGIN; SET LOCAL lock_timeout = '4s'; "
                + (found.schema() ? "" : SCHEMA + "; ")
                + COLUMNS
                + "; COMMIT");
      } catch (ServerFailure e) {
        if (!e.connectionLost()) {
          session.send("ROLLBACK");
        }
        if (e.is("42501")) {
          throw new UserError(HistoryProblems.mayNotCreateSupabase(e), e);
        }
        throw e;
      }
      found = look(session);
    }
    if (!found.lacking().isEmpty()) {
      String role = session.one("SELECT current_user", row -> row.string(1));
      throw new UserError(HistoryProblems.mayNotKeepSupabase(role, found.lacking()));
    }
  }

  /** Whether a step gets a row. */
  static boolean isKept(Step step) {
    return step instanceof SqlStep;
  }

  /** The statement that records a step. */
  String recording(Step step) {
    return "INSERT INTO "
        + NAME
        + " (version, name, statements) VALUES ("
        + Literal.of(step.version().digits())
        + ", "
        + values(step)
        + ")"
        + UPSERT;
  }

  /** The same for each row of {@code from}, which has a column {@code version}. */
  String recording(Step step, String from) {
    return recording(step, from, "true");
  }

  /** The same where a condition holds. */
  String recording(Step step, String from, String condition) {
    return "INSERT INTO "
        + NAME
        + " (version, name, statements) SELECT version, "
        + values(step)
        + " FROM "
        + from
        + " WHERE "
        + condition
        + UPSERT;
  }

  /** The statement that forgets a version. */
  static String forgetting(Version version) {
    return "DELETE FROM " + NAME + " WHERE version = " + Literal.of(version.digits());
  }

  /** The same for each row of {@code from}. */
  static String forgetting(String from) {
    return "DELETE FROM " + NAME + " s USING " + from + " f WHERE s.version = f.version";
  }

  private String values(Step step) {
    Optional<List<String>> texts =
        step instanceof SqlStep sql ? statements.apply(sql) : Optional.empty();
    String array =
        texts
            .map(
                all ->
                    all.stream()
                        .map(Literal::of)
                        .collect(Collectors.joining(", ", "ARRAY[", "]::text[]")))
            .orElse("NULL::text[]");
    return Literal.of(step.name()) + ", " + array;
  }
}
