package io.github.dbsage.app;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.UserError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as a user names it.
 *
 * @param text as it was written
 * @param schema null where the name alone has to do
 */
record TableName(String text, @Nullable String schema, String name) {

  private static final int MOST = 3;

  private static final String TABLES =
      """
      SELECT n.nspname, c.relname
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'm', 'f', 'v')
       ORDER BY 1, 2
      """;

  /**
   * Reads it as PostgreSQL would.
   *
   * @throws UserError where it is no name
   */
  static TableName of(String text) {
    String given = text.strip();
    List<String> parts = Identifiers.parse(given);
    if (parts == null || parts.size() > 2) {
      throw new UserError(LockProblems.tableMalformed(text));
    }
    return parts.size() == 1
        ? new TableName(given, null, parts.get(0))
        : new TableName(given, parts.get(0), parts.get(1));
  }

  /**
   * The one table that it can be.
   *
   * @throws UserError where there is none, or where there are several
   */
  QualifiedName find(Session session) {
    List<QualifiedName> tables =
        session.query(TABLES, row -> new QualifiedName(row.string(1), row.string(2)));
    List<QualifiedName> found =
        tables.stream()
            .filter(table -> table.name().equals(name))
            .filter(table -> schema == null ? isUsers(table) : schema.equals(table.schema()))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      String database = session.one("SELECT pg_catalog.current_database()", row -> row.string(1));
      List<QualifiedName> usual = tables.stream().filter(TableName::isUsers).toList();
      throw new UserError(LockProblems.noTable(text, database, near(usual)));
    }
    throw new UserError(
        LockProblems.severalTables(text, found.stream().map(TableName::written).toList()));
  }

  /** As it must be written, in quotes only where they are needed. */
  static String written(QualifiedName table) {
    String bare = Identifiers.write(table.name());
    return table.schema() == null ? bare : Identifiers.write(table.schema()) + "." + bare;
  }

  /** The same name elsewhere, or one that is spelled nearly so. */
  private List<String> near(List<QualifiedName> tables) {
    List<String> elsewhere =
        tables.stream()
            .filter(table -> table.name().equalsIgnoreCase(name))
            .map(TableName::written)
            .toList();
    if (!elsewhere.isEmpty()) {
      return elsewhere.stream().limit(MOST).toList();
    }
    List<String> all = tables.stream().map(TableName::written).toList();
    List<String> bare = tables.stream().map(QualifiedName::name).distinct().toList();
    List<String> alike =
        schema != null
            ? Choices.near(schema + "." + name, all)
            : Choices.near(name, bare).stream()
                .flatMap(choice -> tables.stream().filter(table -> table.name().equals(choice)))
                .map(TableName::written)
                .toList();
    return alike.stream().limit(MOST).toList();
  }

  private static boolean isUsers(QualifiedName table) {
    String schema = String.valueOf(table.schema());
    return !schema.startsWith("pg_") && !schema.equals("information_schema");
  }
}
