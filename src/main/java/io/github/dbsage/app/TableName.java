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
 * @param property that names it: {@code dbsage.table}
 * @param text as it was written
 * @param schema null where the name alone has to do
 */
record TableName(String property, String text, @Nullable String schema, String name) {

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
  static TableName of(String property, String text) {
    String given = text.strip();
    List<String> parts = Identifiers.parse(given);
    if (parts == null || parts.size() > 2) {
      throw new UserError(LockProblems.tableMalformed(property, text));
    }
    return parts.size() == 1
        ? new TableName(property, given, null, parts.get(0))
        : new TableName(property, given, parts.get(0), parts.get(1));
  }

  /** As it is where nobody can be asked: in {@code public}, unless it says something else. */
  QualifiedName assumed() {
    return new QualifiedName(schema == null ? "public" : schema, name);
  }

  /**
   * The one table that it can be.
   *
   * @throws UserError where there is none, or where there are several
   */
  QualifiedName find(Session session) {
    QualifiedName found = findIfAny(session);
    if (found == null) {
      String database = session.one("SELECT pg_catalog.current_database()", row -> row.string(1));
      List<QualifiedName> usual = all(session).stream().filter(TableName::isUsers).toList();
      throw new UserError(LockProblems.noTable(text, database, near(usual)));
    }
    return found;
  }

  /**
   * The one table that it can be; null where there is none.
   *
   * @throws UserError where there are several
   */
  @Nullable QualifiedName findIfAny(Session session) {
    List<QualifiedName> found =
        all(session).stream()
            .filter(table -> table.name().equals(name))
            .filter(table -> schema == null ? isUsers(table) : schema.equals(table.schema()))
            .toList();
    if (found.size() > 1) {
      throw new UserError(
          LockProblems.severalTables(
              property, text, found.stream().map(TableName::written).toList()));
    }
    return found.isEmpty() ? null : found.get(0);
  }

  private static List<QualifiedName> all(Session session) {
    return session.query(TABLES, row -> new QualifiedName(row.string(1), row.string(2)));
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
