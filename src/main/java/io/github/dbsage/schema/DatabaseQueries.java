package io.github.dbsage.schema;

import java.util.ArrayList;
import java.util.List;

/** What the catalog is asked about the objects that belong to no schema. */
final class DatabaseQueries {

  private static final int ROW_FILTERS = 15;

  private static final String EXTENSIONS =
      """
      SELECT 'pg_extension', e.oid, 'extension', NULL, e.extname, NULL, NULL,
             pg_get_userbyid(e.extowner),
             concat_ws(E'\\n', 'version ' || e.extversion, 'schema ' || quote_ident(n.nspname))
        FROM pg_extension e
        JOIN pg_namespace n ON n.oid = e.extnamespace
      """;

  private static final String SCHEMAS =
      """
      SELECT 'pg_namespace', n.oid, 'schema', NULL, n.nspname, NULL, NULL,
             pg_get_userbyid(n.nspowner), ''
        FROM pg_namespace n
       WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      """;

  /** Values that may be secrets are not shown; that there is one is. */
  private static final String WRAPPERS =
      """
      SELECT 'pg_foreign_data_wrapper', w.oid, 'foreign data wrapper', NULL, w.fdwname, NULL, NULL,
             pg_get_userbyid(w.fdwowner),
             concat_ws(E'\\n',
               CASE WHEN w.fdwhandler <> 0 THEN 'handler ' || w.fdwhandler::regprocedure END,
               CASE WHEN w.fdwvalidator <> 0 THEN 'validator ' || w.fdwvalidator::regprocedure END,
               (SELECT string_agg(format('option %s %s', o.option_name,
                         CASE WHEN o.option_name ~* '(pass|secret|token|key)' THEN '…'
                              ELSE quote_literal(o.option_value) END),
                         E'\\n' ORDER BY o.option_name COLLATE "C")
                  FROM pg_options_to_table(w.fdwoptions) o))
        FROM pg_foreign_data_wrapper w
      """;

  private static final String SERVERS =
      """
      SELECT 'pg_foreign_server', s.oid, 'server', NULL, s.srvname, NULL, NULL,
             pg_get_userbyid(s.srvowner),
             concat_ws(E'\\n',
               'foreign data wrapper ' || quote_ident(w.fdwname),
               'type ' || quote_literal(s.srvtype),
               'version ' || quote_literal(s.srvversion),
               (SELECT string_agg(format('option %s %s', o.option_name,
                         CASE WHEN o.option_name ~* '(pass|secret|token|key)' THEN '…'
                              ELSE quote_literal(o.option_value) END),
                         E'\\n' ORDER BY o.option_name COLLATE "C")
                  FROM pg_options_to_table(s.srvoptions) o))
        FROM pg_foreign_server s
        JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
      """;

  /** Their options are credentials, which not everybody sees. */
  private static final String USER_MAPPINGS =
      """
      SELECT 'pg_user_mapping', m.umid, 'user mapping', NULL, NULL,
             format(' for %s on server %I',
                    CASE m.umuser WHEN 0 THEN 'PUBLIC' ELSE quote_ident(m.usename) END, m.srvname),
             NULL, NULL, ''
        FROM pg_user_mappings m
      """;

  private static final String EVENT_TRIGGERS =
      """
      SELECT 'pg_event_trigger', e.oid, 'event trigger', NULL, e.evtname, NULL, NULL,
             pg_get_userbyid(e.evtowner),
             concat_ws(E'\\n',
               'on ' || e.evtevent,
               (SELECT 'when tag in (' || string_agg(tag, ', ' ORDER BY tag COLLATE "C") || ')'
                  FROM unnest(e.evttags) tag),
               'execute function ' || e.evtfoid::regprocedure,
               CASE e.evtenabled WHEN 'O' THEN 'enabled' WHEN 'D' THEN 'disabled'
                                 WHEN 'R' THEN 'enabled on a replica'
                                 WHEN 'A' THEN 'enabled always' END)
        FROM pg_event_trigger e
      """;

  private static final String PUBLICATIONS =
      """
      SELECT 'pg_publication', p.oid, 'publication', NULL, p.pubname, NULL, NULL,
             pg_get_userbyid(p.pubowner),
             concat_ws(E'\\n',
               CASE WHEN p.puballtables THEN 'for all tables' END,
               'publish ' || concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END,
                                             CASE WHEN p.pubupdate THEN 'update' END,
                                             CASE WHEN p.pubdelete THEN 'delete' END,
                                             CASE WHEN p.pubtruncate THEN 'truncate' END),
               CASE WHEN p.pubviaroot THEN 'publish via partition root' END,
               CASE to_jsonb(p) ->> 'pubgencols' WHEN 's' THEN 'publish stored generated columns'
                                                 WHEN 't' THEN 'publish stored generated columns'
                    END)
        FROM pg_publication p
      """;

  private static final String PUBLISHED =
      """
      SELECT 'pg_publication', r.prpubid, 'table ' || r.prrelid::regclass
        FROM pg_publication_rel r
       ORDER BY r.prpubid, r.prrelid::regclass::text COLLATE "C"
      """;

  private static final String PUBLISHED_IN_PART =
      """
      SELECT 'pg_publication', r.prpubid,
             concat('table ', r.prrelid::regclass,
               (SELECT ' (' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')'
                  FROM pg_attribute a
                 WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)),
               ' where (' || pg_get_expr(r.prqual, r.prrelid) || ')')
        FROM pg_publication_rel r
       ORDER BY r.prpubid, r.prrelid::regclass::text COLLATE "C"
      """;

  private static final String PUBLISHED_SCHEMAS =
      """
      SELECT 'pg_publication', s.pnpubid, 'tables in schema ' || quote_ident(n.nspname)
        FROM pg_publication_namespace s
        JOIN pg_namespace n ON n.oid = s.pnnspid
       ORDER BY s.pnpubid, n.nspname COLLATE "C"
      """;

  /** Its connection is a secret, and nobody but a superuser sees it. */
  private static final String SUBSCRIPTIONS =
      """
      SELECT 'pg_subscription', s.oid, 'subscription', NULL, s.subname, NULL, NULL,
             pg_get_userbyid(s.subowner),
             concat_ws(E'\\n',
               CASE WHEN s.subenabled THEN 'enabled' ELSE 'disabled' END,
               'slot ' || quote_ident(s.subslotname),
               (SELECT 'publications ' || string_agg(quote_ident(p), ', ' ORDER BY p COLLATE "C")
                  FROM unnest(s.subpublications) p),
               CASE WHEN s.subbinary THEN 'binary' END,
               CASE left(s.substream::text, 1) WHEN 't' THEN 'streaming'
                                               WHEN 'p' THEN 'streaming in parallel' END)
        FROM pg_subscription s
       WHERE s.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
      """;

  private static final String DEFAULT_PRIVILEGES =
      """
      SELECT 'pg_default_acl', a.oid, 'default privileges', NULL, NULL,
             format(' of %I on %s', pg_get_userbyid(a.defaclrole),
                    CASE a.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences'
                                         WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types'
                                         WHEN 'n' THEN 'schemas' WHEN 'L' THEN 'large objects'
                                         ELSE a.defaclobjtype::text END)
               || CASE WHEN n.oid IS NULL THEN '' ELSE format(' in schema %I', n.nspname) END,
             NULL, NULL, ''
        FROM pg_default_acl a
        LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace
      """;

  private DatabaseQueries() {}

  /** Objects. */
  static List<String> objects() {
    return List.of(
        EXTENSIONS,
        SCHEMAS,
        WRAPPERS,
        SERVERS,
        USER_MAPPINGS,
        EVENT_TRIGGERS,
        PUBLICATIONS,
        SUBSCRIPTIONS,
        DEFAULT_PRIVILEGES);
  }

  /** What stands below them, on a server of this major version. */
  static List<String> lines(int major) {
    List<String> queries = new ArrayList<>();
    queries.add(major < ROW_FILTERS ? PUBLISHED : PUBLISHED_IN_PART);
    if (major >= ROW_FILTERS) {
      queries.add(PUBLISHED_SCHEMAS);
    }
    return queries;
  }
}
