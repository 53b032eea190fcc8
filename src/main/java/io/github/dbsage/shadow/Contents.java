package io.github.dbsage.shadow;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.QualifiedName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of all tables are, to be compared with what they are later.
 *
 * @param tables a digest of each, by name; our own tables are left out
 */
public record Contents(Map<String, String> tables) {

  /** Beyond, nobody wants to wait for it. */
  private static final long MOST_BYTES = 64L * 1024 * 1024;

  private static final String TABLES =
      """
      SELECT n.nspname, c.relname, pg_catalog.pg_table_size(c.oid)
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind = 'r' AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
         AND NOT (n.nspname = ? AND (c.relname IN ('schema_migrations', 'migration_progress')
                                     OR c.relname LIKE 'dbsage\\_%'))
       ORDER BY n.nspname, c.relname
      """;

  private static final String DIGEST =
      """
      SELECT pg_catalog.md5(COALESCE(pg_catalog.string_agg(
               (dbsage_row.*)::text, E'\\n' ORDER BY (dbsage_row.*)::text COLLATE "C"), ''))
        FROM ONLY %s dbsage_row
      """;

  /** What the digest of a table without rows is. */
  private static final String EMPTY = "d41d8cd98f00b204e9800998ecf8427e";

  private record Table(QualifiedName name, long bytes) {}

  public Contents {
    tables = Map.copyOf(tables);
  }

  /**
   * Reads them; null where there is too much of it.
   *
   * @param own the schema of our tables
   */
  public static @Nullable Contents of(Session session, String own) {
    List<Table> all =
        session.query(
            TABLES,
            row -> new Table(new QualifiedName(row.string(1), row.string(2)), row.number(3)),
            own);
    if (all.stream().mapToLong(Table::bytes).sum() > MOST_BYTES) {
      return null;
    }
    Map<String, String> digests = new TreeMap<>();
    for (Table table : all) {
      String name = table.name().quoted();
      digests.put(name, session.one(DIGEST.formatted(name), row -> row.string(1)));
    }
    return new Contents(digests);
  }

  /** Tables that hold something else now, in order. */
  public List<String> differing(Contents now) {
    return tables.entrySet().stream()
        .filter(table -> !Objects.equals(table.getValue(), now.tables.get(table.getKey())))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Tables that hold nothing, in order. */
  List<String> empty() {
    return tables.entrySet().stream()
        .filter(table -> table.getValue().equals(EMPTY))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
