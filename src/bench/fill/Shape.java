package bench.fill;

import java.util.List;
import java.util.Locale;

/**
 * The kinds of tables: their keys and what is indexed besides. All have the same column to fill.
 */
enum Shape {
  /** A dense integer key, in physical order. */
  INTEGER("id bigint PRIMARY KEY", "n", ""),

  /** Keys that say nothing about where the row is. */
  UUID("id uuid PRIMARY KEY", "md5(n::text)::uuid", ""),

  /** Rows as they come in, from tenants of which some have far more of them. */
  COMPOSITE(
      "tenant integer NOT NULL, id bigint NOT NULL, PRIMARY KEY (tenant, id)",
      "floor(sqrt(hashint8(n) & 1023))::integer, n",
      ""),

  /** A dense integer key, and five indexes on other columns. */
  INDEXED(
      "id bigint PRIMARY KEY, a integer, b text, c timestamptz, d bigint, e text",
      "n, hashint8(n) % 1000, md5(n::text), '2026-01-01'::timestamptz + n * interval '1 s',"
          + " hashint8(n)::bigint * 100000, left(md5((n % 997)::text), 8)",
      "CREATE INDEX ON items (a); CREATE INDEX ON items (b); CREATE INDEX ON items (c);"
          + " CREATE INDEX ON items (d); CREATE INDEX ON items (e)");

  private final String columns;
  private final String values;
  private final String indexes;

  Shape(String columns, String values, String indexes) {
    this.columns = columns;
    this.values = values;
    this.indexes = indexes;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What makes and fills the table, each to be sent by itself. */
  List<String> sql(long rows) {
    return List.of(
        """
        CREATE TABLE items (
          %s, email text NOT NULL, hits integer NOT NULL DEFAULT 0, filler text NOT NULL,
          email_address text);
        CREATE TABLE items_log (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item bigint NOT NULL,
          at timestamptz NOT NULL DEFAULT clock_timestamp())
        """
            .formatted(columns),
        """
        INSERT INTO items
        SELECT %s, 'user' || n || '@example.com', 0, repeat(md5(n::text), 3) FROM generate_series(1, %d) AS n
        """
            .formatted(values, rows),
        indexes,
        "VACUUM (ANALYZE, FREEZE) items",
        "CHECKPOINT");
  }
}
