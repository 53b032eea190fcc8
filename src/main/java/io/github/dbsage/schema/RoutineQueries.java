package io.github.dbsage.schema;

import java.util.List;

/** What the catalog is asked about functions and about what is made of them. */
final class RoutineQueries {

  /** A range type's constructors are the type's own. */
  private static final String FUNCTIONS =
      """
      SELECT 'pg_proc', p.oid, CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END,
             n.nspname, p.proname, '(' || oidvectortypes(p.proargtypes) || ')', NULL,
             pg_get_userbyid(p.proowner), pg_get_functiondef(p.oid)
        FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE p.prokind <> 'a' AND p.oid >= 16384 AND n.nspname !~ '^pg_'
         AND NOT EXISTS (SELECT FROM pg_depend d
                          WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                            AND d.deptype IN ('e', 'i'))
      """;

  private static final String AGGREGATES =
      """
      SELECT 'pg_proc', p.oid, 'aggregate',
             n.nspname, p.proname, '(' || oidvectortypes(p.proargtypes) || ')', NULL,
             pg_get_userbyid(p.proowner),
             concat_ws(E'\\n',
               'arguments (' || pg_get_function_arguments(p.oid) || ')',
               CASE a.aggkind WHEN 'o' THEN 'ordered set' WHEN 'h' THEN 'hypothetical set' END,
               'sfunc ' || a.aggtransfn::regprocedure,
               'stype ' || format_type(a.aggtranstype, NULL),
               'sspace ' || NULLIF(a.aggtransspace, 0),
               'initcond ' || quote_literal(a.agginitval),
               CASE WHEN a.aggfinalfn <> 0 THEN 'finalfunc ' || a.aggfinalfn::regprocedure
                 || CASE WHEN a.aggfinalextra THEN ', extra' ELSE '' END
                 || CASE a.aggfinalmodify WHEN 's' THEN ', shareable'
                                          WHEN 'w' THEN ', read write' ELSE '' END END,
               CASE WHEN a.aggcombinefn <> 0
                    THEN 'combinefunc ' || a.aggcombinefn::regprocedure END,
               CASE WHEN a.aggserialfn <> 0 THEN 'serialfunc ' || a.aggserialfn::regprocedure END,
               CASE WHEN a.aggdeserialfn <> 0
                    THEN 'deserialfunc ' || a.aggdeserialfn::regprocedure END,
               CASE WHEN a.aggmtransfn <> 0 THEN concat_ws(E'\\n',
                 'msfunc ' || a.aggmtransfn::regprocedure,
                 'minvfunc ' || a.aggminvtransfn::regprocedure,
                 'mstype ' || format_type(a.aggmtranstype, NULL),
                 'msspace ' || NULLIF(a.aggmtransspace, 0),
                 'minitcond ' || quote_literal(a.aggminitval),
                 CASE WHEN a.aggmfinalfn <> 0 THEN 'mfinalfunc ' || a.aggmfinalfn::regprocedure
                   || CASE WHEN a.aggmfinalextra THEN ', extra' ELSE '' END
                   || CASE a.aggmfinalmodify WHEN 's' THEN ', shareable'
                                             WHEN 'w' THEN ', read write' ELSE '' END END) END,
               CASE WHEN a.aggsortop <> 0 THEN 'sortop ' || a.aggsortop::regoperator END,
               CASE p.proparallel WHEN 's' THEN 'parallel safe'
                                  WHEN 'r' THEN 'parallel restricted' END)
        FROM pg_proc p
        JOIN pg_aggregate a ON a.aggfnoid = p.oid
        JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE p.oid >= 16384 AND n.nspname !~ '^pg_'
      """;

  private static final String OPERATORS =
      """
      SELECT 'pg_operator', o.oid, 'operator', n.nspname, NULL,
             format(' %I.%s(%s, %s)', n.nspname, o.oprname,
                    CASE o.oprleft WHEN 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END,
                    CASE o.oprright WHEN 0 THEN 'NONE' ELSE format_type(o.oprright, NULL) END),
             NULL, pg_get_userbyid(o.oprowner),
             concat_ws(E'\\n',
               CASE WHEN o.oprcode = 0 THEN 'shell'
                    ELSE 'function ' || o.oprcode::regprocedure END,
               CASE WHEN o.oprcom <> 0 THEN 'commutator ' || o.oprcom::regoperator END,
               CASE WHEN o.oprnegate <> 0 THEN 'negator ' || o.oprnegate::regoperator END,
               CASE WHEN o.oprrest <> 0 THEN 'restrict ' || o.oprrest::regprocedure END,
               CASE WHEN o.oprjoin <> 0 THEN 'join ' || o.oprjoin::regprocedure END,
               CASE WHEN o.oprcanhash THEN 'hashes' END,
               CASE WHEN o.oprcanmerge THEN 'merges' END)
        FROM pg_operator o
        JOIN pg_namespace n ON n.oid = o.oprnamespace
       WHERE o.oid >= 16384
      """;

  private static final String OPERATOR_FAMILIES =
      """
      SELECT 'pg_opfamily', f.oid, 'operator family', n.nspname, f.opfname,
             ' using ' || quote_ident(m.amname), NULL, pg_get_userbyid(f.opfowner),
             concat_ws(E'\\n',
               (SELECT string_agg(line, E'\\n' ORDER BY o.amopstrategy, line COLLATE "C")
                  FROM pg_amop o
                  CROSS JOIN LATERAL (SELECT format('operator %s %s%s', o.amopstrategy,
                    o.amopopr::regoperator,
                    CASE o.amoppurpose WHEN 'o' THEN ' for order by' END)) x (line)
                 WHERE o.amopfamily = f.oid),
               (SELECT string_agg(line, E'\\n' ORDER BY p.amprocnum, line COLLATE "C")
                  FROM pg_amproc p
                  CROSS JOIN LATERAL (SELECT format('function %s (%s, %s) %s', p.amprocnum,
                    format_type(p.amproclefttype, NULL), format_type(p.amprocrighttype, NULL),
                    p.amproc::regprocedure)) x (line)
                 WHERE p.amprocfamily = f.oid))
        FROM pg_opfamily f
        JOIN pg_am m ON m.oid = f.opfmethod
        JOIN pg_namespace n ON n.oid = f.opfnamespace
       WHERE f.oid >= 16384
      """;

  private static final String OPERATOR_CLASSES =
      """
      SELECT 'pg_opclass', c.oid, 'operator class', n.nspname, c.opcname,
             ' using ' || quote_ident(m.amname), NULL, pg_get_userbyid(c.opcowner),
             concat_ws(E'\\n',
               'for type ' || format_type(c.opcintype, NULL),
               CASE WHEN c.opcdefault THEN 'default' END,
               format('family %I.%I', fn.nspname, f.opfname),
               CASE WHEN c.opckeytype <> 0 THEN 'storage ' || format_type(c.opckeytype, NULL) END)
        FROM pg_opclass c
        JOIN pg_am m ON m.oid = c.opcmethod
        JOIN pg_namespace n ON n.oid = c.opcnamespace
        JOIN pg_opfamily f ON f.oid = c.opcfamily
        JOIN pg_namespace fn ON fn.oid = f.opfnamespace
       WHERE c.oid >= 16384
      """;

  /** The one from a range type to its multirange is the type's own. */
  private static final String CASTS =
      """
      SELECT 'pg_cast', c.oid, 'cast', NULL, NULL,
             format(' (%s as %s)', format_type(c.castsource, NULL), format_type(c.casttarget, NULL)),
             NULL, NULL,
             concat_ws(E'\\n',
               CASE c.castmethod WHEN 'f' THEN 'function ' || c.castfunc::regprocedure
                                 WHEN 'i' THEN 'by input and output' ELSE 'binary coercible' END,
               CASE c.castcontext WHEN 'e' THEN 'explicit' WHEN 'a' THEN 'as assignment'
                                  ELSE 'as implicit' END)
        FROM pg_cast c
       WHERE c.oid >= 16384
         AND NOT EXISTS (SELECT FROM pg_depend d
                          WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid
                            AND d.deptype = 'i')
      """;

  private static final String TRANSFORMS =
      """
      SELECT 'pg_transform', t.oid, 'transform', NULL, NULL,
             format(' for %s language %I', format_type(t.trftype, NULL), l.lanname), NULL, NULL,
             concat_ws(E'\\n',
               CASE WHEN t.trffromsql <> 0 THEN 'from SQL ' || t.trffromsql::regprocedure END,
               CASE WHEN t.trftosql <> 0 THEN 'to SQL ' || t.trftosql::regprocedure END)
        FROM pg_transform t
        JOIN pg_language l ON l.oid = t.trflang
      """;

  private static final String LANGUAGES =
      """
      SELECT 'pg_language', l.oid, 'language', NULL, l.lanname, NULL, NULL,
             pg_get_userbyid(l.lanowner),
             concat_ws(E'\\n',
               CASE WHEN l.lanpltrusted THEN 'trusted' END,
               'handler ' || l.lanplcallfoid::regprocedure,
               CASE WHEN l.laninline <> 0 THEN 'inline ' || l.laninline::regprocedure END,
               CASE WHEN l.lanvalidator <> 0 THEN 'validator ' || l.lanvalidator::regprocedure END)
        FROM pg_language l
       WHERE l.oid >= 16384
      """;

  private static final String CONVERSIONS =
      """
      SELECT 'pg_conversion', c.oid, 'conversion', n.nspname, c.conname, NULL, NULL,
             pg_get_userbyid(c.conowner),
             concat_ws(E'\\n',
               format('from %s to %s', pg_encoding_to_char(c.conforencoding),
                      pg_encoding_to_char(c.contoencoding)),
               'function ' || c.conproc::regprocedure,
               CASE WHEN c.condefault THEN 'default' END)
        FROM pg_conversion c
        JOIN pg_namespace n ON n.oid = c.connamespace
       WHERE c.oid >= 16384
      """;

  private static final String ACCESS_METHODS =
      """
      SELECT 'pg_am', a.oid, 'access method', NULL, a.amname, NULL, NULL, NULL,
             concat_ws(E'\\n', CASE a.amtype WHEN 't' THEN 'for tables' ELSE 'for indexes' END,
                       'handler ' || a.amhandler::regprocedure)
        FROM pg_am a
       WHERE a.oid >= 16384
      """;

  /** Objects. */
  static final List<String> OBJECTS =
      List.of(
          FUNCTIONS,
          AGGREGATES,
          OPERATORS,
          OPERATOR_FAMILIES,
          OPERATOR_CLASSES,
          CASTS,
          TRANSFORMS,
          LANGUAGES,
          CONVERSIONS,
          ACCESS_METHODS);

  private RoutineQueries() {}
}
