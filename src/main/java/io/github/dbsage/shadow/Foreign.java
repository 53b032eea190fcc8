package io.github.dbsage.shadow;

import io.github.dbsage.db.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads, from a database, what stands for a schema that no migration makes: its enums and domains,
 * its tables with columns and keys, views of the same columns, its functions. No rows, no rights,
 * no triggers.
 */
public final class Foreign {

  private static final String SCHEMA =
      """
      SELECT pg_catalog.format('CREATE SCHEMA %I', nspname) FROM pg_catalog.pg_namespace
       WHERE nspname = ?
      """;

  private static final String NOT_OF_AN_EXTENSION =
      """
      NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                   WHERE d.classid = '%s'::pg_catalog.regclass AND d.objid = o.oid
                     AND d.deptype = 'e')
      """;

  private static final String TYPES =
      """
      SELECT CASE o.typtype
             WHEN 'e' THEN pg_catalog.format('CREATE TYPE %I.%I AS ENUM (%s)', n.nspname, o.typname,
               (SELECT pg_catalog.string_agg(pg_catalog.quote_literal(e.enumlabel), ', '
                                             ORDER BY e.enumsortorder)
                  FROM pg_catalog.pg_enum e WHERE e.enumtypid = o.oid))
             ELSE pg_catalog.format('CREATE DOMAIN %I.%I AS %s', n.nspname, o.typname,
               pg_catalog.format_type(o.typbasetype, o.typtypmod)) END
        FROM pg_catalog.pg_type o JOIN pg_catalog.pg_namespace n ON n.oid = o.typnamespace
       WHERE n.nspname = ? AND o.typtype IN ('e', 'd') AND
      """
          + NOT_OF_AN_EXTENSION.formatted("pg_catalog.pg_type")
          + " ORDER BY o.oid";

  private static final String TABLES =
      """
      SELECT pg_catalog.format('CREATE TABLE %I.%I (%s)', n.nspname, o.relname,
               coalesce(pg_catalog.string_agg(pg_catalog.format('%I %s%s', a.attname,
                 pg_catalog.format_type(a.atttypid, a.atttypmod),
                 CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END), ', ' ORDER BY a.attnum), ''))
        FROM pg_catalog.pg_class o JOIN pg_catalog.pg_namespace n ON n.oid = o.relnamespace
        LEFT JOIN pg_catalog.pg_attribute a
          ON a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE n.nspname = ? AND o.relkind IN ('r', 'p', 'f') AND NOT o.relispartition AND
      """
          + NOT_OF_AN_EXTENSION.formatted("pg_catalog.pg_class")
          + " GROUP BY n.nspname, o.relname, o.oid ORDER BY o.oid";

  private static final String KEYS =
      """
      SELECT pg_catalog.format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', n.nspname, o.relname,
               k.conname, pg_catalog.pg_get_constraintdef(k.oid))
        FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_class o ON o.oid = k.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = o.relnamespace
       WHERE n.nspname = ? AND k.contype IN ('p', 'u') AND NOT o.relispartition AND
      """
          + NOT_OF_AN_EXTENSION.formatted("pg_catalog.pg_class")
          + " ORDER BY k.oid";

  private static final String VIEWS =
      """
      SELECT pg_catalog.format('CREATE VIEW %I.%I AS SELECT %s', n.nspname, o.relname,
               pg_catalog.string_agg(pg_catalog.format('NULL::%s AS %I',
                 pg_catalog.format_type(a.atttypid, a.atttypmod), a.attname), ', '
                 ORDER BY a.attnum))
        FROM pg_catalog.pg_class o JOIN pg_catalog.pg_namespace n ON n.oid = o.relnamespace
        JOIN pg_catalog.pg_attribute a
          ON a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE n.nspname = ? AND o.relkind IN ('v', 'm') AND
      """
          + NOT_OF_AN_EXTENSION.formatted("pg_catalog.pg_class")
          + " GROUP BY n.nspname, o.relname, o.oid ORDER BY o.oid";

  private static final String ROUTINES =
      """
      SELECT pg_catalog.pg_get_functiondef(o.oid)
        FROM pg_catalog.pg_proc o
        JOIN pg_catalog.pg_namespace n ON n.oid = o.pronamespace
        JOIN pg_catalog.pg_language l ON l.oid = o.prolang
       WHERE n.nspname = ? AND o.prokind IN ('f', 'p') AND l.lanname IN ('sql', 'plpgsql') AND
      """
          + NOT_OF_AN_EXTENSION.formatted("pg_catalog.pg_proc")
          + " ORDER BY o.oid";

  /** With nothing in the search path, every name is written with its schema. */
  private static final String BEGIN =
      "BEGIN READ ONLY; SET LOCAL search_path = ''; SET LOCAL lock_timeout = '2s'";

  private Foreign() {}

  /** The statements that make what stands for a schema; none where there is no such schema. */
  public static List<String> of(Session session, String schema) {
    List<String> statements = new ArrayList<>();
    session.send(BEGIN);
    for (String sql : List.of(SCHEMA, TYPES, TABLES, KEYS, VIEWS, ROUTINES)) {
      statements.addAll(session.query(sql, row -> row.string(1), schema));
    }
    session.send("COMMIT");
    return statements;
  }
}
