package io.github.dbsage.backfill;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.UserError;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether the role may read and update all rows of what it updates. */
record Access(
    QualifiedName relation,
    String role,
    String owner,
    boolean hidesRows,
    boolean select,
    @Nullable String refused) {

  private static final String LOOK =
      """
      SELECT n.nspname, c.relname, current_user, pg_catalog.pg_get_userbyid(c.relowner),
             pg_catalog.row_security_active(c.oid),
             pg_catalog.has_table_privilege(c.oid, 'SELECT'),
             (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(s), ', ')
              FROM pg_catalog.unnest(ARRAY[%s]::text[]) s
              WHERE NOT pg_catalog.has_column_privilege(c.oid, s, 'UPDATE'))
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = ANY (?::oid[])
      ORDER BY n.nspname, c.relname
      """;

  /** Checks what the planning reads and the backfill updates; a statement is not looked into. */
  static void check(Session session, BackfillSpec spec, Source source, List<Long> oids) {
    Place at = spec.at("table", source);
    String set = spec.set().keySet().stream().map(Literal::of).collect(Collectors.joining(", "));
    for (Access access : session.query(LOOK.formatted(set), Access::of, Table.array(oids))) {
      if (!access.select() || access.refused() != null) {
        throw new UserError(BackfillProblems.privilege(access, at));
      }
      if (access.hidesRows()) {
        throw new UserError(BackfillProblems.rowSecurity(access, at));
      }
    }
  }

  private static Access of(Session.Row row) {
    return new Access(
        new QualifiedName(row.string(1), row.string(2)),
        row.string(3),
        row.string(4),
        row.flag(5),
        row.flag(6),
        row.text(7));
  }

  /** What has to be granted. */
  String missing() {
    String update = refused == null ? "" : "UPDATE (" + refused + ")";
    return select ? update : "SELECT" + (update.isEmpty() ? "" : ", " + update);
  }
}
