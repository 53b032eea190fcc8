package io.github.dbsage.schema;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.OldWriters;
import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who still needs a table or a column that is about to go, as far as a database can tell: objects
 * that depend on it, functions whose text names it, statements that the server has counted, and
 * writers that count themselves.
 *
 * @param table with its schema
 * @param column null where the whole table goes
 */
public record StillUsed(QualifiedName table, @Nullable String column) {

  /** Statements of an application; a regular expression of PostgreSQL. */
  private static final String WORK =
      "^\\s*(--[^\\n]*\\n\\s*|/\\*.*?\\*/\\s*|\\(\\s*)*"
          + "(select|insert|update|delete|merge|with|copy|table|declare|prepare|call)\\M";

  /** What a backup does with every table; a regular expression of PostgreSQL. */
  private static final String BACKUP = "^\\s*copy\\s.*\\sto\\s+stdout";

  private static final Pattern SIGN = Pattern.compile("\\W", Pattern.UNICODE_CHARACTER_CLASS);

  /**
   * Something that needs it.
   *
   * @param kind {@code view}, {@code function}, …
   * @param name as SQL writes it
   */
  public record Dependent(String kind, String name) {}

  /**
   * A counter that somebody who still needs it moves.
   *
   * @param key stable: under it the count is kept
   * @param count since the counter is there
   * @param text of a statement; of a sequence its name
   */
  public record Counter(String key, long count, String text) {}

  /** Whether it is there at all. */
  public boolean exists(Session session) {
    return session.one(
        """
        SELECT EXISTS (SELECT FROM pg_catalog.pg_class c
                        WHERE c.oid = pg_catalog.to_regclass(?)
                          AND (? = ''
                               OR EXISTS (SELECT FROM pg_catalog.pg_attribute a
                                           WHERE a.attrelid = c.oid AND a.attname = ?
                                             AND NOT a.attisdropped)))
        """,
        row -> row.flag(1),
        table.quoted(),
        part(),
        part());
  }

  /** Objects that depend on it, and functions whose text names it; by kind and name. */
  public List<Dependent> objects(Session session) {
    List<Dependent> found = new ArrayList<>(dependent(session));
    functions(session).stream().filter(one -> !found.contains(one)).forEach(found::add);
    return found;
  }

  private List<Dependent> dependent(Session session) {
    return session
        .query(
            """
        SELECT DISTINCT CASE d.classid
                 WHEN 'pg_catalog.pg_rewrite'::regclass THEN 'view'
                 WHEN 'pg_catalog.pg_policy'::regclass THEN 'policy'
                 WHEN 'pg_catalog.pg_proc'::regclass THEN 'function'
                 WHEN 'pg_catalog.pg_trigger'::regclass THEN 'trigger'
                 ELSE 'generated column' END,
               CASE d.classid
                 WHEN 'pg_catalog.pg_rewrite'::regclass THEN
                   (SELECT pg_catalog.format('%I.%I', n.nspname, v.relname)
                      FROM pg_catalog.pg_rewrite r
                      JOIN pg_catalog.pg_class v ON v.oid = r.ev_class
                      JOIN pg_catalog.pg_namespace n ON n.oid = v.relnamespace
                     WHERE r.oid = d.objid)
                 WHEN 'pg_catalog.pg_policy'::regclass THEN
                   (SELECT pg_catalog.format('%I', p.polname)
                      FROM pg_catalog.pg_policy p WHERE p.oid = d.objid)
                 WHEN 'pg_catalog.pg_proc'::regclass THEN
                   (SELECT pg_catalog.format('%I.%I', n.nspname, p.proname)
                      FROM pg_catalog.pg_proc p
                      JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                     WHERE p.oid = d.objid)
                 WHEN 'pg_catalog.pg_trigger'::regclass THEN
                   (SELECT pg_catalog.format('%I', t.tgname)
                      FROM pg_catalog.pg_trigger t WHERE t.oid = d.objid AND NOT t.tgisinternal)
                 WHEN 'pg_catalog.pg_class'::regclass THEN
                   (SELECT pg_catalog.format('%I', a.attname)
                      FROM pg_catalog.pg_attribute a
                     WHERE a.attrelid = d.objid AND a.attnum = d.objsubid)
                 ELSE
                   (SELECT pg_catalog.format('%I', a.attname)
                      FROM pg_catalog.pg_attrdef e
                      JOIN pg_catalog.pg_attribute a ON a.attrelid = e.adrelid AND a.attnum = e.adnum
                     WHERE e.oid = d.objid AND (e.adrelid, e.adnum) <> (c.oid, d.refobjsubid))
               END
          FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_depend d
            ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.oid
         WHERE c.oid = pg_catalog.to_regclass(?)
           AND (d.classid IN ('pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_policy'::regclass,
                              'pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_trigger'::regclass,
                              'pg_catalog.pg_attrdef'::regclass)
                -- Before 15, a generated column depends by itself, not by its expression.
                OR (d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
                    AND d.objsubid > 0))
           AND CASE WHEN ? = ''
                    -- What hangs on the table goes with it; what reads it does not.
                    THEN d.classid IN ('pg_catalog.pg_rewrite'::regclass,
                                       'pg_catalog.pg_proc'::regclass)
                    ELSE d.refobjsubid = (SELECT attnum FROM pg_catalog.pg_attribute
                                           WHERE attrelid = c.oid AND attname = ?) END
         ORDER BY 1, 2
        """,
            StillUsed::object, table.quoted(), part(), part())
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static List<Dependent> object(Session.Row row) {
    String name = row.text(2);
    return name == null ? List.of() : List.of(new Dependent(row.string(1), name));
  }

  /** By their text: what a function will name when it runs, nobody can tell. */
  private List<Dependent> functions(Session session) {
    return session.query(
        """
        SELECT pg_catalog.format('%I.%I', n.nspname, p.proname)
          FROM pg_catalog.pg_proc p
          JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
          JOIN pg_catalog.pg_language l ON l.oid = p.prolang
         WHERE l.lanname NOT IN ('internal', 'c')
           AND n.nspname NOT IN ('pg_catalog', 'information_schema')
           AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                            WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid
                              AND d.deptype = 'e')
           AND p.prosrc ~ ?
           -- A function of the table's own triggers knows its rows as NEW and OLD.
           AND (p.prosrc ~ ?
                OR EXISTS (SELECT FROM pg_catalog.pg_trigger t
                            WHERE t.tgfoid = p.oid AND t.tgrelid = pg_catalog.to_regclass(?)))
         ORDER BY 1
        """,
        row -> new Dependent("function", row.string(1)),
        word(column == null ? table.name() : column),
        word(table.name()),
        table.quoted());
  }

  /** The sequences that count writers who know nothing of what replaces it. */
  public List<Counter> writers(Session session) {
    return session.query(
        """
        SELECT 'w' || pg_catalog.md5(d.description),
               CASE WHEN pg_catalog.has_sequence_privilege(c.oid, 'USAGE, SELECT')
                    THEN coalesce(pg_catalog.pg_sequence_last_value(c.oid), 0) ELSE -1 END,
               pg_catalog.format('%I.%I', n.nspname, c.relname)
          FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_catalog.pg_description d
            ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_class'::regclass AND d.objsubid = 0
         WHERE c.relkind = 'S' AND d.description = ?
        """,
        row -> new Counter(row.string(1), row.number(2), row.string(3)),
        OldWriters.comment(table, column));
  }

  private String part() {
    return column == null ? "" : column;
  }

  /**
   * How often statements that name it were run, where {@code pg_stat_statements} counts them.
   *
   * @return null where it does not, or hides from this role what others ran
   */
  public @Nullable List<Counter> statements(Session session) {
    List<String> schemas =
        session.query(
            """
            SELECT n.nspname FROM pg_catalog.pg_extension e
              JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
             WHERE e.extname = 'pg_stat_statements'
            """,
            row -> row.string(1));
    if (schemas.isEmpty()) {
      return null;
    }
    String view = new QualifiedName(schemas.get(0), "pg_stat_statements").quoted();
    try {
      if (session.one(
          "SELECT EXISTS (SELECT FROM " + view + " WHERE queryid IS NULL)", row -> row.flag(1))) {
        return null;
      }
      return session.query(
          """
          SELECT 's' || s.queryid, pg_catalog.sum(s.calls)::bigint, pg_catalog.min(s.query)
            FROM %s s
           WHERE s.dbid = (SELECT oid FROM pg_catalog.pg_database
                            WHERE datname = pg_catalog.current_database())
             AND s.query ~ ? AND s.query ~ ?
             AND s.query ~* ? AND s.query !~* ?
           GROUP BY s.queryid
           ORDER BY 2 DESC
          """
              .formatted(view),
          row -> new Counter(row.string(1), row.number(2), row.string(3)),
          word(table.name()),
          word(column == null ? table.name() : column),
          WORK,
          BACKUP);
    } catch (ServerFailure e) {
      // Not among shared_preload_libraries (55000), or not for this role.
      if (e.is("55000") || e.is("42501")) {
        return null;
      }
      throw e;
    }
  }

  /** A regular expression of PostgreSQL for the name as a word of its own, however it is typed. */
  private static String word(String name) {
    String text = "(^|\\W)" + SIGN.matcher(name).replaceAll("\\\\$0") + "(\\W|$)";
    return Identifiers.write(name).equals(name) ? "(?i)" + text : text;
  }
}
