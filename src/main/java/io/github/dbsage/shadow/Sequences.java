package io.github.dbsage.shadow;

import io.github.dbsage.db.Session;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far sequences are: no rollback brings them back. */
public final class Sequences {

  private static final String ALL =
      """
      SELECT pg_catalog.quote_ident(schemaname) || '.' || pg_catalog.quote_ident(sequencename),
             last_value
        FROM pg_catalog.pg_sequences
      """;

  private Sequences() {}

  /** The last value of each that the role may read, by name; 0 where none was taken. */
  public static Map<String, Long> of(Session session) {
    Map<String, Long> values = new HashMap<>();
    session
        .query(ALL, row -> Map.entry(row.string(1), row.number(2)))
        .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    return values;
  }

  /** Those that moved, with where they are now. */
  public static List<String> moved(Map<String, Long> before, Map<String, Long> now) {
    return before.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(now.get(entry.getKey())))
        .map(
            entry ->
                entry.getKey() + " (" + entry.getValue() + " → " + now.get(entry.getKey()) + ")")
        .sorted()
        .toList();
  }
}
