package io.github.dbsage.schema;

import java.util.List;

/** What the catalog is asked about types, collations and text search. */
final class TypeQueries {

  /** Not the types of tables' rows, of arrays and of multiranges: those come with another. */
  private static final String TYPES =
      """
      SELECT 'pg_type', t.oid, CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'type' END,
             n.nspname, t.typname, NULL, NULL, pg_get_userbyid(t.typowner),
             concat_ws(E'\\n',
               CASE WHEN NOT t.typisdefined THEN 'shell' END,
               CASE t.typtype
                    WHEN 'e' THEN 'enum'
                    WHEN 'c' THEN 'composite'
                    WHEN 'r' THEN 'range of ' || format_type(r.rngsubtype, NULL)
                    WHEN 'd' THEN 'base ' || format_type(t.typbasetype, t.typtypmod)
                    WHEN 'b' THEN concat_ws(E'\\n',
                      format('input %s, output %s', t.typinput::regprocedure,
                             t.typoutput::regprocedure),
                      CASE WHEN t.typreceive <> 0 THEN 'receive ' || t.typreceive::regprocedure END,
                      CASE WHEN t.typsend <> 0 THEN 'send ' || t.typsend::regprocedure END,
                      CASE WHEN t.typmodin <> 0 THEN 'typmod_in ' || t.typmodin::regprocedure END,
                      CASE WHEN t.typmodout <> 0
                           THEN 'typmod_out ' || t.typmodout::regprocedure END,
                      CASE WHEN t.typanalyze <> 0
                           THEN 'analyze ' || t.typanalyze::regprocedure END,
                      format('length %s, by value %s, alignment %s, storage %s', t.typlen,
                             t.typbyval, t.typalign, t.typstorage),
                      format('category %s, preferred %s, delimiter %s', t.typcategory,
                             t.typispreferred, t.typdelim),
                      CASE WHEN t.typelem <> 0
                           THEN 'element ' || format_type(t.typelem, NULL) END) END,
               CASE WHEN t.typtype = 'd' AND t.typcollation <> b.typcollation
                    THEN 'collate ' || t.typcollation::regcollation END,
               'default ' || coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault),
               CASE WHEN t.typnotnull THEN 'not null' END,
               CASE WHEN NOT o.opcdefault THEN format('subtype_opclass %I.%I', os.nspname,
                                                      o.opcname) END,
               CASE WHEN r.rngcollation <> st.typcollation
                    THEN 'collate ' || r.rngcollation::regcollation END,
               CASE WHEN r.rngcanonical <> 0
                    THEN 'canonical ' || r.rngcanonical::regprocedure END,
               CASE WHEN r.rngsubdiff <> 0
                    THEN 'subtype_diff ' || r.rngsubdiff::regprocedure END,
               'multirange ' || format_type(r.rngmultitypid, NULL))
        FROM pg_type t
        JOIN pg_namespace n ON n.oid = t.typnamespace
        LEFT JOIN pg_class c ON c.oid = t.typrelid
        LEFT JOIN pg_type b ON b.oid = t.typbasetype
        LEFT JOIN pg_range r ON r.rngtypid = t.oid
        LEFT JOIN pg_type st ON st.oid = r.rngsubtype
        LEFT JOIN pg_opclass o ON o.oid = r.rngsubopc
        LEFT JOIN pg_namespace os ON os.oid = o.opcnamespace
       WHERE t.oid >= 16384 AND n.nspname !~ '^pg_' AND t.typtype <> 'm'
         AND (t.typrelid = 0 OR c.relkind = 'c')
         AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
      """;

  private static final String LABELS =
      """
      SELECT 'pg_type', e.enumtypid, 'label ' || quote_literal(e.enumlabel)
        FROM pg_enum e
       ORDER BY e.enumtypid, e.enumsortorder
      """;

  /** The locale has had three homes: its column was renamed, and ICU's used to be collcollate. */
  private static final String COLLATIONS =
      """
      SELECT 'pg_collation', c.oid, 'collation', n.nspname, c.collname, NULL, NULL,
             pg_get_userbyid(c.collowner),
             concat_ws(E'\\n',
               'provider ' || CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'c' THEN 'libc'
                                                  WHEN 'b' THEN 'builtin' ELSE 'default' END,
               'locale ' || coalesce(
                 to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale',
                 CASE c.collprovider WHEN 'i' THEN c.collcollate END),
               CASE WHEN c.collprovider <> 'i' THEN 'lc_collate ' || c.collcollate END,
               CASE WHEN c.collprovider <> 'i' THEN 'lc_ctype ' || c.collctype END,
               'rules ' || quote_literal(to_jsonb(c) ->> 'collicurules'),
               CASE WHEN NOT c.collisdeterministic THEN 'not deterministic' END)
        FROM pg_collation c
        JOIN pg_namespace n ON n.oid = c.collnamespace
       WHERE c.oid >= 16384 AND n.nspname !~ '^pg_'
      """;

  private static final String PARSERS =
      """
      SELECT 'pg_ts_parser', p.oid, 'text search parser', n.nspname, p.prsname, NULL, NULL, NULL,
             concat_ws(E'\\n',
               'start ' || p.prsstart::regprocedure,
               'gettoken ' || p.prstoken::regprocedure,
               'end ' || p.prsend::regprocedure,
               CASE WHEN p.prsheadline <> 0 THEN 'headline ' || p.prsheadline::regprocedure END,
               'lextypes ' || p.prslextype::regprocedure)
        FROM pg_ts_parser p
        JOIN pg_namespace n ON n.oid = p.prsnamespace
       WHERE p.oid >= 16384
      """;

  private static final String TEMPLATES =
      """
      SELECT 'pg_ts_template', t.oid, 'text search template', n.nspname, t.tmplname, NULL, NULL,
             NULL,
             concat_ws(E'\\n',
               CASE WHEN t.tmplinit <> 0 THEN 'init ' || t.tmplinit::regprocedure END,
               'lexize ' || t.tmpllexize::regprocedure)
        FROM pg_ts_template t
        JOIN pg_namespace n ON n.oid = t.tmplnamespace
       WHERE t.oid >= 16384
      """;

  private static final String DICTIONARIES =
      """
      SELECT 'pg_ts_dict', d.oid, 'text search dictionary', n.nspname, d.dictname, NULL, NULL,
             pg_get_userbyid(d.dictowner),
             concat_ws(E'\\n',
               format('template %I.%I', tn.nspname, t.tmplname), 'options ' || d.dictinitoption)
        FROM pg_ts_dict d
        JOIN pg_namespace n ON n.oid = d.dictnamespace
        JOIN pg_ts_template t ON t.oid = d.dicttemplate
        JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
       WHERE d.oid >= 16384
      """;

  private static final String CONFIGURATIONS =
      """
      SELECT 'pg_ts_config', c.oid, 'text search configuration', n.nspname, c.cfgname, NULL, NULL,
             pg_get_userbyid(c.cfgowner),
             concat_ws(E'\\n',
               format('parser %I.%I', pn.nspname, p.prsname),
               (SELECT string_agg(format('mapping for %s: %s', k.alias, k.dicts), E'\\n'
                                  ORDER BY k.alias COLLATE "C")
                  FROM (SELECT t.alias, string_agg(m.mapdict::regdictionary::text, ', '
                                                   ORDER BY m.mapseqno) AS dicts
                          FROM pg_ts_config_map m
                          JOIN ts_token_type(c.cfgparser) t ON t.tokid = m.maptokentype
                         WHERE m.mapcfg = c.oid
                         GROUP BY t.alias) k))
        FROM pg_ts_config c
        JOIN pg_namespace n ON n.oid = c.cfgnamespace
        JOIN pg_ts_parser p ON p.oid = c.cfgparser
        JOIN pg_namespace pn ON pn.oid = p.prsnamespace
       WHERE c.oid >= 16384
      """;

  /** Objects. */
  static final List<String> OBJECTS =
      List.of(TYPES, COLLATIONS, PARSERS, TEMPLATES, DICTIONARIES, CONFIGURATIONS);

  /** What stands below them. */
  static final List<String> LINES = List.of(LABELS);

  private TypeQueries() {}
}
