package io.github.dbsage.schema;

/** What the catalog is asked about objects of all kinds at once. */
final class CommonQueries {

  /** What belongs to an extension, and so comes with its version. */
  static final String MEMBERS =
      """
      SELECT d.classid::regclass, d.objid FROM pg_depend d WHERE d.deptype = 'e'
      """;

  /**
   * Whether something that we see is gone by now. The server prints definitions from the newest
   * catalog, and so prints nothing of it.
   */
  static final String GONE =
      """
      SELECT EXISTS (SELECT FROM pg_class c
                      WHERE c.oid >= 16384 AND pg_table_is_visible(c.oid) IS NULL)
          OR EXISTS (SELECT FROM pg_proc p
                      WHERE p.oid >= 16384 AND pg_function_is_visible(p.oid) IS NULL)
          OR EXISTS (SELECT FROM pg_type t
                      WHERE t.oid >= 16384 AND pg_type_is_visible(t.oid) IS NULL)
      """;

  /**
   * Who may do what. A missing list is written out as the server means it (the manual's
   * "Privileges"); somebody who has all that the object's owner has by default has ALL, because 17
   * added a privilege to it.
   */
  static final String GRANTS =
      """
      WITH lists (catalog, object, part, kind, owner, acl) AS (
        SELECT 'pg_class', c.oid, NULL, (CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END)::"char",
               c.relowner, c.relacl
          FROM pg_class c
         WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
        UNION ALL
        SELECT 'pg_class', c.oid, a.attname, 'c'::"char", c.relowner, a.attacl
          FROM pg_attribute a
          JOIN pg_class c ON c.oid = a.attrelid
         WHERE a.attrelid >= 16384 AND a.attacl IS NOT NULL AND NOT a.attisdropped
        UNION ALL
        SELECT 'pg_proc', p.oid, NULL, 'f'::"char", p.proowner, p.proacl
          FROM pg_proc p WHERE p.oid >= 16384
        UNION ALL
        SELECT 'pg_type', t.oid, NULL, 'T'::"char", t.typowner, t.typacl
          FROM pg_type t
          LEFT JOIN pg_class c ON c.oid = t.typrelid
         WHERE t.oid >= 16384 AND (t.typrelid = 0 OR c.relkind = 'c')
        UNION ALL
        SELECT 'pg_namespace', n.oid, NULL, 'n'::"char", n.nspowner, n.nspacl FROM pg_namespace n
        UNION ALL
        SELECT 'pg_language', l.oid, NULL, 'l'::"char", l.lanowner, l.lanacl FROM pg_language l
        UNION ALL
        SELECT 'pg_foreign_data_wrapper', w.oid, NULL, 'F'::"char", w.fdwowner, w.fdwacl
          FROM pg_foreign_data_wrapper w
        UNION ALL
        SELECT 'pg_foreign_server', s.oid, NULL, 'S'::"char", s.srvowner, s.srvacl
          FROM pg_foreign_server s
        UNION ALL
        SELECT 'pg_default_acl', d.oid, NULL,
               (CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END)::"char",
               d.defaclrole, d.defaclacl
          FROM pg_default_acl d),
      grants AS (
        SELECT l.catalog, l.object, l.part, l.kind, l.owner, g.grantee, g.grantor, g.is_grantable,
               count(*) AS number,
               string_agg(g.privilege_type, ', ' ORDER BY g.privilege_type COLLATE "C") AS names
          FROM lists l
          CROSS JOIN LATERAL aclexplode(coalesce(l.acl, acldefault(l.kind, l.owner))) g
         GROUP BY l.catalog, l.object, l.part, l.kind, l.owner, g.grantee, g.grantor,
                  g.is_grantable),
      named AS (
        SELECT g.*,
               CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END
                 AS grantee_name,
               g.number > 1 AND g.number = (
                 SELECT count(*) FROM aclexplode(acldefault(g.kind, g.owner)) d
                  WHERE d.grantee = g.owner) AS is_all
          FROM grants g)
      SELECT g.catalog, g.object,
             concat('grant ', CASE WHEN g.is_all THEN 'ALL' ELSE g.names END,
                    ' on column ' || quote_ident(g.part),
                    ' to ', g.grantee_name,
                    CASE WHEN g.is_grantable THEN ' with grant option' END,
                    CASE WHEN g.grantor <> g.owner
                         THEN ' by ' || quote_ident(pg_get_userbyid(g.grantor)) END)
        FROM named g
       ORDER BY g.catalog, g.object, g.part COLLATE "C" NULLS FIRST,
                g.grantee_name COLLATE "C", pg_get_userbyid(g.grantor) COLLATE "C",
                g.is_grantable
      """;

  /** A constraint's comment, and that of its index, stand with the table or domain. */
  static final String COMMENTS =
      """
      SELECT CASE WHEN k.contypid <> 0 OR c.relkind = 'c' THEN 'pg_type'
                  WHEN k.oid IS NOT NULL OR ik.oid IS NOT NULL THEN 'pg_class'
                  ELSE d.classoid::regclass::text END,
             CASE WHEN k.contypid <> 0 THEN k.contypid
                  WHEN c.relkind = 'c' THEN c.reltype
                  ELSE coalesce(k.conrelid, ik.conrelid, d.objoid) END,
             concat('comment ',
                    'on column ' || quote_ident(a.attname) || ' ',
                    'on constraint ' || quote_ident(k.conname) || ' ',
                    'on index ' || quote_ident(ik.conname) || ' ',
                    quote_literal(d.description))
        FROM pg_description d
        LEFT JOIN pg_class c ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid
        LEFT JOIN pg_attribute a ON d.classoid = 'pg_class'::regclass AND d.objsubid > 0
                                AND a.attrelid = d.objoid AND a.attnum = d.objsubid
        LEFT JOIN pg_constraint k ON d.classoid = 'pg_constraint'::regclass AND k.oid = d.objoid
        LEFT JOIN pg_constraint ik ON c.relkind IN ('i', 'I') AND ik.conindid = c.oid
                                  AND ik.contype IN ('p', 'u', 'x')
       WHERE d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass
       ORDER BY a.attnum NULLS FIRST, k.conname COLLATE "C" NULLS FIRST,
                ik.conname COLLATE "C" NULLS FIRST
      """;

  private CommonQueries() {}
}
