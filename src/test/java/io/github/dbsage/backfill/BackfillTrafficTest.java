package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An application that inserts, updates and deletes all the while, whatever the key is. */
@SuppressWarnings("try") // What is held is held by being open.
@OnPostgres
final class BackfillTrafficTest {

  private static final int ROWS = 8_000;

  private static final String SYNC =
      """
      CREATE FUNCTION sync() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN NEW.b = NEW.a; RETURN NEW; END$$;
      CREATE TRIGGER sync BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION sync()""";

  /** What a table is gone along by; {@code i} is the row's number. */
  enum By {
    INTEGER("id bigint PRIMARY KEY", "i", "id", ""),
    SPARSE("id bigint PRIMARY KEY", "i::bigint * i * 7919", "id", ""),
    UUID("id uuid PRIMARY KEY", "md5(i::text)::uuid", "id", ""),
    TEXT("id text PRIMARY KEY", "'k''\\' || md5(i::text)", "id", ""),
    TIME("id timestamptz PRIMARY KEY", "timestamptz '2025-10-26' + i * interval '7 min'", "id", ""),
    COMPOSITE("x text, id int, PRIMARY KEY (x, id)", "'x' || i % 7, i", "x, id", ""),
    PHYSICAL("id bigint", "i", "ctid", ""),
    PARTITIONED("id bigint PRIMARY KEY", "i", "id", "PARTITION BY RANGE (id)");

    private final String columns;
    private final String value;
    private final String key;
    private final String partitioning;

    By(String columns, String value, String key, String partitioning) {
      this.columns = columns;
      this.value = value;
      this.key = key;
      this.partitioning = partitioning;
    }

    void create(TestDatabase database) {
      database.execute(
          "CREATE TABLE t (" + columns + ", n int, a text, b text, other text) " + partitioning);
      if (this == PARTITIONED) {
        database.execute(
            "CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (MINVALUE) TO (3000)",
            "CREATE TABLE t_2 PARTITION OF t FOR VALUES FROM (3000) TO (7000)",
            "CREATE TABLE t_3 PARTITION OF t DEFAULT");
      }
      database.execute(
          "INSERT INTO t SELECT " + value + ", i, 'v' || i FROM generate_series(1, " + ROWS + ") i",
          "CREATE INDEX ON t (n)",
          "ANALYZE t");
    }

    String insert(int number) {
      return "INSERT INTO t SELECT "
          + value
          + ", i, 'w' || i FROM generate_series(%1$d, %1$d) i".formatted(number);
    }
  }

  /** Does as statements say until it is over, each by itself. */
  private static CompletableFuture<Void> application(
      TestDatabase database, AtomicBoolean over, AtomicInteger begun, Stream<String> statements) {
    return CompletableFuture.runAsync(
        () -> {
          try (Connection connection = database.connect();
              Statement statement = connection.createStatement()) {
            var each = statements.iterator();
            while (!over.get()) {
              statement.execute(each.next());
              begun.incrementAndGet();
            }
          } catch (SQLException e) {
            throw new IllegalStateException(e.getSQLState() + " " + e.getMessage(), e);
          }
        });
  }

  private static Stream<String> changes(By by) {
    Random random = new Random(by.name().length());
    AtomicInteger next = new AtomicInteger(ROWS);
    return Stream.generate(
        () -> {
          int some = 1 + random.nextInt(ROWS);
          return switch (random.nextInt(4)) {
            case 0 -> by.insert(next.incrementAndGet());
            case 1 -> String.format(Locale.ROOT, "DELETE FROM t WHERE n = %d", some);
            case 2 -> String.format(Locale.ROOT, "UPDATE t SET a = a || 'x' WHERE n = %d", some);
            default ->
                String.format(
                    Locale.ROOT, "UPDATE t SET other = repeat('o', 300) WHERE n = %d", some);
          };
        });
  }

  @ParameterizedTest
  @EnumSource
  void everyRowIsRightBesideAnApplicationWithATrigger(By by, TestDatabase database)
      throws Exception {
    by.create(database);
    database.execute(SYNC);

    BackfillReport report = besides(database, changes(by), Backfills.of("b", "a"), by);

    assertThat(report.key()).isEqualTo(by.key);
    assertThat(database.value("SELECT count(*) FROM t WHERE b IS DISTINCT FROM a")).isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource
  void rowsThatTheApplicationMovesAreFoundWithoutATrigger(By by, TestDatabase database)
      throws Exception {
    by.create(database);
    Random random = new Random(by.name().length());

    besides(
        database,
        Stream.generate(
            () ->
                String.format(
                    Locale.ROOT,
                    "UPDATE t SET other = repeat('o', 500) WHERE n BETWEEN %1$d AND %1$d + 5",
                    random.nextInt(ROWS))),
        Backfills.of("b", "a"),
        by);

    assertThat(database.value("SELECT count(*) FROM t WHERE b IS DISTINCT FROM a")).isEqualTo("0");
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo(Integer.toString(ROWS));
  }

  private static BackfillReport besides(
      TestDatabase database, Stream<String> changes, Backfills backfill, By by) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger begun = new AtomicInteger();
    CompletableFuture<Void> application = application(database, over, begun, changes);
    if (by != By.PHYSICAL) {
      backfill.along(List.of(by.key.split(", ")).toArray(String[]::new));
    }
    BackfillReport report = backfill.batch(100).done(database);
    over.set(true);
    application.get(1, TimeUnit.MINUTES);
    assertThat(begun.get()).isPositive();
    return report;
  }
}
