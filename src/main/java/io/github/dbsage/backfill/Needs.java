package io.github.dbsage.backfill;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.UserError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rows still need it, as SQL: those of the file's {@code where} whose columns differ from
 * what they are to be. What is computed is cast as an assignment would, or a rounded value would
 * differ for ever.
 */
final class Needs {

  private Needs() {}

  /**
   * The condition.
   *
   * @throws UserError where the server does not understand the file's expressions
   */
  static String of(Session session, BackfillSpec spec, Source source) {
    String where = spec.where() == null ? null : "(" + spec.where() + "\n)";
    if (spec.statement() != null) {
      return "true";
    }
    if (where != null) {
      require(session, spec, source, where, "where");
    }
    if (!spec.idempotent()) {
      return where == null ? "true" : where;
    }
    Map<String, String> types = types(session, spec);
    List<String> differ = new ArrayList<>();
    for (Map.Entry<String, String> set : spec.set().entrySet()) {
      String column = QualifiedName.quote(set.getKey());
      String value =
          "CAST((" + set.getValue() + "\n) AS " + types.getOrDefault(set.getKey(), "text") + ")";
      String plain = column + " IS DISTINCT FROM " + value;
      require(session, spec, source, value + " IS NULL", "set." + set.getKey());
      differ.add(
          understood(session, spec, plain)
              ? plain
              : column + "::text IS DISTINCT FROM " + value + "::text");
    }
    String all = differ.size() == 1 ? differ.get(0) : "(" + String.join(" OR ", differ) + ")";
    return where == null ? all : where + " AND " + all;
  }

  private static Map<String, String> types(Session session, BackfillSpec spec) {
    Map<String, String> types = new HashMap<>();
    session
        .query(
            """
            SELECT attname, pg_catalog.format_type(atttypid, atttypmod)
              FROM pg_catalog.pg_attribute
             WHERE attrelid = pg_catalog.to_regclass(?) AND attnum > 0 AND NOT attisdropped
            """,
            row -> Map.entry(row.string(1), row.string(2)),
            spec.table().quoted())
        .forEach(column -> types.put(column.getKey(), column.getValue()));
    return types;
  }

  private static boolean understood(Session session, BackfillSpec spec, String condition) {
    try {
      session.exchange(explain(spec, condition));
      return true;
    } catch (ServerFailure e) {
      if (e.is("42883")) {
        return false;
      }
      throw e;
    }
  }

  private static void require(
      Session session, BackfillSpec spec, Source source, String condition, String key) {
    try {
      session.exchange(explain(spec, condition));
    } catch (ServerFailure e) {
      if (!e.sqlState().startsWith("42")) {
        throw e;
      }
      throw new UserError(JobProblems.expression(spec, spec.at(key, source), key, e), e);
    }
  }

  private static String explain(BackfillSpec spec, String condition) {
    return "EXPLAIN SELECT 1 FROM "
        + spec.table().quoted()
        + " AS "
        + QualifiedName.quote(spec.table().name())
        + " WHERE "
        + condition;
  }
}
