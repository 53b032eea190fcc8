package io.github.dbsage.preflight;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Rights that the session's role lacks, and that no role has either that it could become with SET
 * ROLE: a file may do that.
 */
final class Rights {

  private Rights() {}

  private record Owner(String owner, String role) {}

  static List<Problem> lacking(Session session, Set<QualifiedName> owned, Set<String> schemas) {
    List<Problem> lacking = new ArrayList<>();
    owned.stream()
        .sorted(Comparator.comparing(QualifiedName::toString))
        .forEach(
            table ->
                owners(session, table)
                    .forEach(
                        other ->
                            lacking.add(
                                PreflightProblems.notOwner(table, other.owner(), other.role()))));
    schemas.stream()
        .sorted()
        .filter(schema -> !mayCreateIn(session, schema))
        .forEach(schema -> lacking.add(PreflightProblems.mayNotCreate(schema)));
    return lacking;
  }

  /** The owner of a table that is there, where the role is no member of it. */
  private static List<Owner> owners(Session session, QualifiedName table) {
    return session.query(
        """
        SELECT o.rolname, current_user
          FROM pg_catalog.pg_class c JOIN pg_catalog.pg_roles o ON o.oid = c.relowner
         WHERE c.oid = pg_catalog.to_regclass(?)
           AND NOT pg_catalog.pg_has_role(c.relowner, 'MEMBER')
        """,
        row -> new Owner(row.string(1), row.string(2)),
        table.quoted());
  }

  private static boolean mayCreateIn(Session session, String schema) {
    return session.one(
        """
        SELECT NOT EXISTS (
                 SELECT FROM pg_catalog.pg_namespace n
                  WHERE n.nspname = ?
                    AND NOT EXISTS (
                          SELECT FROM pg_catalog.pg_roles r
                           WHERE pg_catalog.pg_has_role(r.oid, 'MEMBER')
                             AND pg_catalog.has_schema_privilege(r.oid, n.oid, 'CREATE')))
        """,
        row -> row.flag(1),
        schema);
  }
}
