package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.QualifiedName;

/**
 * Gives to one table or view what is granted on another. Who that is differs from one database to
 * the next, so that it is looked up where the migration runs.
 */
final class Grants {

  private Grants() {}

  /** For a view: what can be done through one. */
  static String view(QualifiedName from, QualifiedName to) {
    return text(
        "VIEW",
        from,
        to,
        "\n         AND privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')");
  }

  /** For a table. */
  static String table(QualifiedName from, QualifiedName to) {
    return text("TABLE", from, to, "");
  }

  private static String text(String kind, QualifiedName from, QualifiedName to, String which) {
    return """
        -- The same owner and the same grants, instead of what default privileges have given.
        DO $$
        DECLARE
          source CONSTANT regclass := %2$s;
          target CONSTANT regclass := %3$s;
          statement text;
        BEGIN
          FOR statement IN
            WITH given AS (
              SELECT c.oid AS relation, '' AS columns, p.*,
                     CASE p.grantee WHEN 0 THEN 'PUBLIC' ELSE p.grantee::regrole::text END AS role
                FROM pg_class c, aclexplode(c.relacl) p
               WHERE c.oid IN (source, target) AND p.grantee <> c.relowner
              UNION ALL
              SELECT source, format(' (%%I)', a.attname), p.*,
                     CASE p.grantee WHEN 0 THEN 'PUBLIC' ELSE p.grantee::regrole::text END
                FROM pg_attribute a
                JOIN pg_attribute b ON b.attrelid = target AND b.attname = a.attname,
                     aclexplode(a.attacl) p
               WHERE a.attrelid = source)
            SELECT format('ALTER %1$s %%s OWNER TO %%s', target, relowner::regrole)
              FROM pg_class WHERE oid = source
            UNION ALL
            SELECT format('REVOKE ALL ON %%s FROM %%s', target, role)
              FROM given WHERE relation = target
            UNION ALL
            SELECT format('GRANT %%s%%s ON %%s TO %%s%%s', privilege_type, columns, target, role,
                          CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END)
              FROM given
             WHERE relation = source%4$s
          LOOP
            EXECUTE statement;
          END LOOP;
        END $$;
        """
        .formatted(kind, Sql.literal(Sql.name(from)), Sql.literal(Sql.name(to)), which);
  }
}
