package io.github.dbsage.adopt;

/** What {@link Snapshot} asks the catalog: one statement, so that the answer is of one moment. */
final class SnapshotQuery {

  private SnapshotQuery() {}

  /** Schema, kind, name, rows, ours; bound: the schema of our tables, twice. */
  static final String OBJECTS =
      """
      WITH me AS (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user),
      spaces AS (
        SELECT n.oid, n.nspname, n.nspname IN ('public', ?) AS shared FROM pg_catalog.pg_namespace n
         WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'),
      members AS (
        SELECT d.classid, d.objid FROM pg_catalog.pg_depend d WHERE d.deptype = 'e'),
      relations AS (
        SELECT c.oid, s.nspname, s.shared, c.relname, c.relkind, c.reltuples, c.relowner
          FROM pg_catalog.pg_class c
          JOIN spaces s ON s.oid = c.relnamespace
         WHERE NOT EXISTS (SELECT FROM members m
                            WHERE m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                              AND m.objid = c.oid)
           AND NOT (s.nspname = ? AND (c.relname IN ('schema_migrations', 'migration_progress')
                                       OR c.relname ~ '^dbsage_'))),
      found AS (
        SELECT r.nspname, CASE r.relkind WHEN 'r' THEN 'TABLE' WHEN 'p' THEN 'PARTITIONED_TABLE'
                            WHEN 'f' THEN 'FOREIGN_TABLE' WHEN 'v' THEN 'VIEW'
                            WHEN 'm' THEN 'MATERIALIZED_VIEW' WHEN 'S' THEN 'SEQUENCE'
                            ELSE 'TYPE' END AS kind,
               r.relname::text AS name,
               CASE WHEN r.relkind IN ('r', 'm') AND r.reltuples >= 0
                    THEN r.reltuples::numeric::bigint END AS rows,
               r.shared, r.relowner AS owner
          FROM relations r WHERE r.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'c')
        UNION ALL
        SELECT r.nspname, 'INDEX', pg_catalog.format('%s on %s', c.relname, r.relname), NULL,
               r.shared, r.relowner
          FROM pg_catalog.pg_index i
          JOIN relations r ON r.oid = i.indrelid
          JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        UNION ALL
        SELECT s.nspname, CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE'
                            ELSE 'FUNCTION' END,
               pg_catalog.format('%s(%s)', p.proname,
                                 pg_catalog.pg_get_function_identity_arguments(p.oid)),
               NULL, s.shared, p.proowner
          FROM pg_catalog.pg_proc p
          JOIN spaces s ON s.oid = p.pronamespace
         WHERE NOT EXISTS (SELECT FROM members m
                            WHERE m.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                              AND m.objid = p.oid)
           AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                            WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                              AND d.objid = p.oid AND d.deptype = 'i')
        UNION ALL
        SELECT s.nspname, 'TYPE', t.typname::text, NULL, s.shared, t.typowner
          FROM pg_catalog.pg_type t
          JOIN spaces s ON s.oid = t.typnamespace
         WHERE (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'b' AND t.typcategory <> 'A')
           AND NOT EXISTS (SELECT FROM members m
                            WHERE m.classid = 'pg_catalog.pg_type'::pg_catalog.regclass
                              AND m.objid = t.oid)
        UNION ALL
        SELECT r.nspname, 'TRIGGER', pg_catalog.format('%s on %s', t.tgname, r.relname), NULL,
               r.shared, r.relowner
          FROM pg_catalog.pg_trigger t JOIN relations r ON r.oid = t.tgrelid
         WHERE NOT t.tgisinternal
        UNION ALL
        SELECT r.nspname, 'POLICY', pg_catalog.format('%s on %s', p.polname, r.relname), NULL,
               r.shared, r.relowner
          FROM pg_catalog.pg_policy p JOIN relations r ON r.oid = p.polrelid)
      SELECT f.nspname, f.kind, f.name, f.rows, f.shared OR f.owner = (SELECT oid FROM me)
        FROM found f
      """;

  /** The extensions, whose own objects are not listed. */
  static final String EXTENSIONS =
      """
      SELECT pg_catalog.format('%s %s', extname, extversion)
        FROM pg_catalog.pg_extension ORDER BY extname
      """;
}
