package io.github.dbsage.schema;

import java.util.List;

/** What the catalog is asked about tables, views and sequences, and about what they have. */
final class RelationQueries {

  private static final String RELATIONS =
      """
      SELECT 'pg_class', c.oid,
             CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                            WHEN 'f' THEN 'foreign table' ELSE 'table' END,
             n.nspname, c.relname, NULL, NULL, pg_get_userbyid(c.relowner),
             concat_ws(E'\\n',
               CASE c.relpersistence WHEN 'u' THEN 'unlogged' END,
               CASE WHEN c.reloftype <> 0 THEN 'of type ' || format_type(c.reloftype, NULL) END,
               'partition by ' || pg_get_partkeydef(c.oid),
               (SELECT CASE WHEN c.relispartition
                       THEN 'partition of ' || min(i.inhparent::regclass::text) || ' '
                            || pg_get_expr(c.relpartbound, c.oid)
                            || CASE WHEN bool_or(i.inhdetachpending) THEN ', detach pending'
                                    ELSE '' END
                       ELSE 'inherits ' || string_agg(i.inhparent::regclass::text, ', '
                                                      ORDER BY i.inhseqno) END
                  FROM pg_inherits i WHERE i.inhrelid = c.oid),
               'access method ' || quote_ident(NULLIF(m.amname, 'heap')),
               'tablespace ' || quote_ident(s.spcname),
               (SELECT 'options (' || string_agg(o, ', ' ORDER BY o COLLATE "C") || ')'
                  FROM (SELECT unnest(c.reloptions) UNION ALL
                        SELECT 'toast.' || unnest(t.reloptions)) x (o)),
               'server ' || quote_ident(fs.srvname),
               (SELECT 'options (' || string_agg(o, ', ' ORDER BY o COLLATE "C") || ')'
                  FROM unnest(ft.ftoptions) o),
               CASE WHEN c.relrowsecurity THEN 'row security enabled' END,
               CASE WHEN c.relforcerowsecurity THEN 'row security forced' END,
               CASE WHEN c.relreplident = 'f' THEN 'replica identity full'
                    WHEN c.relreplident = 'n' AND c.relkind IN ('r', 'p')
                    THEN 'replica identity nothing' END,
               (SELECT string_agg(concat_ws(E'\\n',
                         CASE WHEN x.indisreplident THEN 'replica identity using index '
                                                         || quote_ident(i.relname) END,
                         CASE WHEN x.indisclustered THEN 'clustered on '
                                                         || quote_ident(i.relname) END),
                         E'\\n' ORDER BY i.relname COLLATE "C")
                  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
                 WHERE x.indrelid = c.oid AND (x.indisreplident OR x.indisclustered)),
               CASE WHEN c.relkind = 'm' AND NOT c.relispopulated THEN 'not populated' END,
               CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END)
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_am m ON m.oid = c.relam
        LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
        LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
        LEFT JOIN pg_foreign_table ft ON ft.ftrelid = c.oid
        LEFT JOIN pg_foreign_server fs ON fs.oid = ft.ftserver
       WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.oid >= 16384
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      """;

  private static final String SEQUENCES =
      """
      SELECT 'pg_class', c.oid, 'sequence', n.nspname, c.relname, NULL, NULL,
             pg_get_userbyid(c.relowner),
             concat_ws(E'\\n',
               CASE c.relpersistence WHEN 'u' THEN 'unlogged' END,
               format('as %s increment %s minvalue %s maxvalue %s start %s cache %s%s',
                      format_type(s.seqtypid, NULL), s.seqincrement, s.seqmin, s.seqmax,
                      s.seqstart, s.seqcache, CASE WHEN s.seqcycle THEN ' cycle' END),
               (SELECT CASE d.deptype WHEN 'i' THEN 'identity of ' ELSE 'owned by ' END
                       || d.refobjid::regclass || '.' || quote_ident(a.attname)
                  FROM pg_depend d
                  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                 WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
                   AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')))
        FROM pg_sequence s
        JOIN pg_class c ON c.oid = s.seqrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      """;

  /**
   * Those that stand behind a constraint belong to its line. The names of partitions' indexes are
   * the server's own as often as not, so whether one is attached is told, too.
   */
  private static final String INDEXES =
      """
      SELECT 'pg_class', i.oid, 'index', n.nspname, i.relname, NULL, x.indrelid, NULL,
             concat_ws(E'\\n',
               pg_get_indexdef(i.oid),
               'tablespace ' || quote_ident(s.spcname),
               CASE WHEN NOT x.indisvalid THEN 'invalid' END,
               (SELECT 'attached to ' || p.inhparent::regclass
                  FROM pg_inherits p WHERE p.inhrelid = i.oid),
               (SELECT string_agg(format('statistics of column %s: %s', a.attnum, a.attstattarget),
                                  E'\\n' ORDER BY a.attnum)
                  FROM pg_attribute a
                 WHERE a.attrelid = i.oid AND a.attnum > 0 AND a.attstattarget >= 0))
        FROM pg_index x
        JOIN pg_class i ON i.oid = x.indexrelid
        JOIN pg_namespace n ON n.oid = i.relnamespace
        LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace
       WHERE x.indexrelid >= 16384 AND n.nspname !~ '^pg_'
         AND NOT EXISTS (SELECT FROM pg_constraint k
                          WHERE k.conindid = x.indexrelid AND k.conrelid = x.indrelid
                            AND k.contype IN ('p', 'u', 'x'))
      """;

  /**
   * A partition's copy of its parent's trigger says something only where it is not like it. Up to
   * PostgreSQL 14 such a copy counts as internal, as what a foreign key does still does.
   */
  private static final String TRIGGERS =
      """
      SELECT 'pg_trigger', t.oid, 'trigger', NULL, t.tgname, NULL, t.tgrelid, NULL,
             concat_ws(E'\\n',
               CASE WHEN t.tgparentid = 0 THEN pg_get_triggerdef(t.oid)
                    ELSE 'as on ' || p.tgrelid::regclass || ', but' END,
               CASE t.tgenabled WHEN 'O' THEN 'enabled' WHEN 'D' THEN 'disabled'
                                WHEN 'R' THEN 'enabled on a replica'
                                WHEN 'A' THEN 'enabled always' END)
        FROM pg_trigger t
        LEFT JOIN pg_trigger p ON p.oid = t.tgparentid
       WHERE (NOT t.tgisinternal
              OR (t.tgparentid <> 0
                  AND NOT EXISTS (SELECT FROM pg_constraint k
                                   WHERE k.oid = t.tgconstraint AND k.contype = 'f')))
         AND (t.tgparentid = 0 OR t.tgenabled <> p.tgenabled)
      """;

  private static final String RULES =
      """
      SELECT 'pg_rewrite', r.oid, 'rule', NULL, r.rulename, NULL, r.ev_class, NULL,
             concat_ws(E'\\n',
               pg_get_ruledef(r.oid),
               CASE r.ev_enabled WHEN 'O' THEN 'enabled' WHEN 'D' THEN 'disabled'
                                 WHEN 'R' THEN 'enabled on a replica'
                                 WHEN 'A' THEN 'enabled always' END)
        FROM pg_rewrite r
       WHERE r.rulename <> '_RETURN' AND r.oid >= 16384
      """;

  private static final String POLICIES =
      """
      SELECT 'pg_policy', p.oid, 'policy', NULL, p.polname, NULL, p.polrelid, NULL,
             concat_ws(E'\\n',
               CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END,
               CASE p.polcmd WHEN 'r' THEN 'for SELECT' WHEN 'a' THEN 'for INSERT'
                             WHEN 'w' THEN 'for UPDATE' WHEN 'd' THEN 'for DELETE'
                             ELSE 'for ALL' END,
               (SELECT 'to ' || string_agg(name, ', ' ORDER BY name COLLATE "C")
                  FROM (SELECT CASE role WHEN 0 THEN 'PUBLIC'
                                         ELSE quote_ident(pg_get_userbyid(role)) END
                          FROM unnest(p.polroles) role) x (name)),
               'using (' || pg_get_expr(p.polqual, p.polrelid) || ')',
               'with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
        FROM pg_policy p
      """;

  /**
   * NOT NULL is a column's property up to PostgreSQL 17 and a constraint with a name from 18 on: a
   * name is told where the server would not have given it.
   */
  private static final String COLUMNS =
      """
      SELECT CASE c.relkind WHEN 'c' THEN 'pg_type' ELSE 'pg_class' END,
             CASE c.relkind WHEN 'c' THEN c.reltype ELSE c.oid END,
             concat_ws(' ',
               CASE c.relkind WHEN 'c' THEN 'attribute' ELSE 'column' END,
               quote_ident(a.attname),
               format_type(a.atttypid, a.atttypmod),
               CASE WHEN a.attcollation <> t.typcollation
                    THEN 'collate ' || a.attcollation::regcollation END,
               CASE a.attgenerated
                    WHEN '' THEN 'default ' || pg_get_expr(d.adbin, d.adrelid)
                    ELSE 'generated always as (' || pg_get_expr(d.adbin, d.adrelid)
                         || CASE a.attgenerated WHEN 's' THEN ') stored' ELSE ') virtual' END END,
               CASE a.attidentity WHEN 'a' THEN 'generated always as identity'
                                  WHEN 'd' THEN 'generated by default as identity' END,
               CASE WHEN a.attnotnull THEN concat_ws(' ',
                      CASE WHEN nn.conname !~ '_not_null[0-9]*$'
                           THEN 'constraint ' || quote_ident(nn.conname) END,
                      'not null',
                      CASE WHEN nn.connoinherit THEN 'no inherit' END,
                      CASE WHEN NOT nn.convalidated THEN 'not valid' END) END,
               CASE WHEN a.attstorage <> t.typstorage AND c.relkind <> 'v' THEN
                    'storage ' || CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external'
                                                    WHEN 'm' THEN 'main' ELSE 'extended' END END,
               CASE a.attcompression WHEN 'p' THEN 'compression pglz'
                                     WHEN 'l' THEN 'compression lz4' END,
               CASE WHEN a.attstattarget >= 0 THEN 'statistics ' || a.attstattarget END,
               (SELECT 'options (' || string_agg(o, ', ' ORDER BY o COLLATE "C") || ')'
                  FROM (SELECT unnest(a.attoptions) UNION ALL
                        SELECT unnest(a.attfdwoptions)) x (o)),
               CASE WHEN NOT a.attislocal AND NOT c.relispartition THEN 'inherited' END)
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        LEFT JOIN pg_constraint nn ON nn.conrelid = a.attrelid AND nn.contype = 'n'
                                  AND nn.conkey[1] = a.attnum
       WHERE a.attrelid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped
         AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c')
       ORDER BY a.attrelid, a.attnum
      """;

  /**
   * Foreign keys that a partition has from its parent are the server's own affair: how many rows
   * they have in the catalog, and their names, depends on its version.
   */
  private static final String CONSTRAINTS =
      """
      SELECT CASE k.conrelid WHEN 0 THEN 'pg_type' ELSE 'pg_class' END,
             CASE k.conrelid WHEN 0 THEN k.contypid ELSE k.conrelid END,
             'constraint ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid)
             || concat(
               (SELECT ' with (' || string_agg(o, ', ' ORDER BY o COLLATE "C") || ')'
                  FROM unnest(i.reloptions) o),
               ' tablespace ' || quote_ident(s.spcname),
               CASE WHEN NOT x.indisvalid THEN ' (its index is invalid)' END,
               CASE WHEN k.conparentid <> 0 THEN ' (attached to the parent''s)' END,
               CASE WHEN NOT k.conislocal AND NOT c.relispartition THEN ' (inherited)' END,
               (SELECT ' (triggers ' || string_agg(DISTINCT CASE g.tgenabled
                          WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'enabled on a replica'
                          ELSE 'enabled always' END, ', ') || ')'
                  FROM pg_trigger g
                 WHERE g.tgconstraint = k.oid AND g.tgisinternal AND g.tgenabled <> 'O'))
        FROM pg_constraint k
        LEFT JOIN pg_class c ON c.oid = k.conrelid
        LEFT JOIN pg_index x ON x.indexrelid = k.conindid AND x.indrelid = k.conrelid
                            AND k.contype IN ('p', 'u', 'x')
        LEFT JOIN pg_class i ON i.oid = x.indexrelid
        LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace
       WHERE k.oid >= 16384 AND k.contype IN ('c', 'f', 'p', 'u', 'x')
         AND NOT (k.contype = 'f' AND k.conparentid <> 0)
       ORDER BY k.conrelid, k.contypid, k.conname COLLATE "C"
      """;

  private static final String STATISTICS =
      """
      SELECT 'pg_statistic_ext', s.oid, 'statistics', n.nspname, s.stxname, NULL, NULL,
             pg_get_userbyid(s.stxowner),
             concat_ws(E'\\n', pg_get_statisticsobjdef(s.oid),
               CASE WHEN s.stxstattarget >= 0 THEN 'statistics ' || s.stxstattarget END)
        FROM pg_statistic_ext s
        JOIN pg_namespace n ON n.oid = s.stxnamespace
      """;

  /** Objects, those first that others belong to. */
  static final List<String> OBJECTS =
      List.of(RELATIONS, SEQUENCES, INDEXES, TRIGGERS, RULES, POLICIES, STATISTICS);

  /** What stands below them. */
  static final List<String> LINES = List.of(COLUMNS, CONSTRAINTS);

  private RelationQueries() {}
}
