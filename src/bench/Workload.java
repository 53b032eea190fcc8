package bench;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What every tool does: N migrations of five statements, the same for all. */
final class Workload {

  static final int ROWS = 10;

  private static final LocalDateTime FIRST = LocalDateTime.of(2026, 1, 1, 0, 0);
  private static final DateTimeFormatter DIGITS =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

  /** How many tables, functions, indexes and rows are there; as many as N, N, 3 N and 10. */
  private static final String THERE =
      """
      SELECT (SELECT count(*) FROM pg_catalog.pg_tables WHERE tablename ~ '^item_[0-9]{5}$')
             || ' tables, ' ||
             (SELECT count(*) FROM pg_catalog.pg_proc WHERE proname ~ '^item_[0-9]{5}_count$')
             || ' functions, ' ||
             (SELECT count(*) FROM pg_catalog.pg_indexes WHERE tablename ~ '^item_[0-9]{5}$')
             || ' indexes, ' ||
             (SELECT count(*) FROM %s)
             || ' rows in the last'
      """;

  private Workload() {}

  /** A migration's version, 14 digits. */
  static String version(int number) {
    return FIRST.plusMinutes(number).format(DIGITS);
  }

  static String table(int number) {
    return String.format(Locale.ROOT, "item_%05d", number);
  }

  /** The five statements, each with its semicolon and line end. */
  static String sql(int number) {
    String rows =
        IntStream.rangeClosed(1, ROWS)
            .mapToObj(row -> "  ('name " + row + "', " + row % 3 + ")")
            .collect(Collectors.joining(",\n"));
    return """
        CREATE TABLE %1$s (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          name text NOT NULL,
          kind integer NOT NULL,
          created_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX %1$s_name_idx ON %1$s (name);
        CREATE INDEX %1$s_kind_idx ON %1$s (kind, created_at);
        CREATE FUNCTION %1$s_count(wanted integer) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
        BEGIN
          RETURN (SELECT count(*) FROM %1$s WHERE kind = wanted);
        END;
        $$;
        INSERT INTO %1$s (name, kind) VALUES
        %2$s;
        """
        .formatted(table(number), rows);
  }

  /** A query whose answer is {@link #done}, when all is there. */
  static String check(int n) {
    return THERE.formatted(table(n));
  }

  static String done(int n) {
    return String.join(
        ", ",
        List.of(n + " tables", n + " functions", 3 * n + " indexes", ROWS + " rows in the last"));
  }
}
