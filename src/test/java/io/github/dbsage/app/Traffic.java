package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Applications that write to a table without pause, and an oracle outside of the database that
 * knows what each row must hold. A key is written by one of them at a time; which one, is chance.
 */
final class Traffic implements AutoCloseable {

  /** What a writer may wait for a lock: no more than migrations do themselves. */
  private static final String BUDGET = "SET lock_timeout = '2s'";

  private static final int SHARDS = 32;
  private static final int WRITERS = 2;
  private static final int ENOUGH = 30;

  private final TestDatabase database;
  private final Scene scene;
  private final List<Map<Integer, @Nullable String>> oracle = new ArrayList<>();
  private final List<Writer> writers = new ArrayList<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final AtomicInteger serial = new AtomicInteger();

  /**
   * What is written.
   *
   * @param table whose rows have an id and a column {@code other}
   * @param rows that are there; those with the numbers from 1
   * @param type that values are cast to
   * @param values what is written
   */
  record Scene(String table, int rows, String type, Values values) {}

  /** Makes values up. */
  interface Values {
    String of(int key, int serial);
  }

  Traffic(TestDatabase database, Scene scene, Map<Integer, @Nullable String> rows) {
    this.database = database;
    this.scene = scene;
    for (int i = 0; i < SHARDS; i++) {
      oracle.add(Collections.synchronizedMap(new HashMap<>()));
    }
    rows.forEach((key, value) -> oracle.get(key % SHARDS).put(key, value));
  }

  /**
   * Lets a version of the application write.
   *
   * @param nulls whether it writes NULL too
   * @param columns those that it may give a value: each of them alone, and all of them
   */
  Version start(boolean nulls, String... columns) {
    Version version = new Version();
    for (int i = 0; i < WRITERS; i++) {
      Writer writer = new Writer(List.of(columns), nulls, serial.incrementAndGet());
      version.writers.add(writer);
      writers.add(writer);
      writer.start();
    }
    version.writesMore();
    return version;
  }

  /** A version that is deployed. */
  final class Version {

    private final List<Writer> writers = new ArrayList<>();

    /** Waits until each of its writers has written some more. */
    void writesMore() {
      for (Writer writer : writers) {
        long from = writer.written.get();
        boolean more =
            Eventually.holds(() -> !errors.isEmpty() || writer.written.get() > from + ENOUGH);
        assertThat(errors).as("writers' errors").isEmpty();
        assertThat(more).as("%s writes", writer.columns).isTrue();
      }
    }

    /** Ends it, with what it is writing. */
    void stop() {
      writers.forEach(writer -> writer.ending = true);
      for (Writer writer : writers) {
        try {
          writer.join();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }
      assertThat(errors).as("writers' errors").isEmpty();
    }
  }

  /**
   * Each row is what the oracle says, and there is no other.
   *
   * @param filled what a NULL has become; null where it is one still
   */
  void isAsTheOracleSays(String expression, @Nullable String filled) {
    Map<Integer, String> expected = new TreeMap<>();
    oracle.forEach(
        shard ->
            shard.forEach(
                (key, value) -> expected.put(key, String.valueOf(value == null ? filled : value))));
    Map<Integer, String> found = new TreeMap<>();
    database
        .query("SELECT id, " + expression + " FROM " + scene.table() + " WHERE id > 0")
        .forEach(
            row ->
                found.put(Integer.valueOf(String.valueOf(row.get(0))), String.valueOf(row.get(1))));
    List<String> differing = new ArrayList<>();
    expected.forEach(
        (key, value) -> {
          if (!value.equals(found.get(key))) {
            differing.add(key + ": " + found.get(key) + ", not " + value);
          }
        });
    assertThat(differing).as("rows that differ").isEmpty();
    assertThat(found.keySet()).isEqualTo(expected.keySet());
  }

  long written() {
    return writers.stream().mapToLong(writer -> writer.written.get()).sum();
  }

  @Override
  public void close() {
    writers.forEach(writer -> writer.ending = true);
    for (Writer writer : writers) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final class Writer extends Thread {

    private final List<String> columns;
    private final boolean nulls;
    private final Random chance;
    private final AtomicLong written = new AtomicLong();
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private volatile boolean ending;

    Writer(List<String> columns, boolean nulls, int number) {
      super("writer " + number + " of " + columns);
      this.columns = columns;
      this.nulls = nulls;
      this.chance = new Random(number);
      setDaemon(true);
    }

    @Override
    public void run() {
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        statement.execute(BUDGET);
        while (!ending && errors.isEmpty()) {
          write(connection);
          written.incrementAndGet();
        }
      } catch (SQLException e) {
        errors.add(getName() + ": " + e.getSQLState() + " " + e.getMessage());
      }
    }

    private void write(Connection connection) throws SQLException {
      int shard = chance.nextInt(SHARDS);
      int most = scene.rows() + scene.rows() / 10;
      int key = shard + SHARDS * chance.nextInt(most / SHARDS);
      if (key == 0) {
        return;
      }
      Map<Integer, @Nullable String> known = oracle.get(shard);
      synchronized (known) {
        boolean there = known.containsKey(key);
        int dice = chance.nextInt(100);
        if (there && dice < 10) {
          run(connection, "DELETE FROM " + scene.table() + " WHERE id = ?", null, 0, key);
          known.remove(key);
        } else if (there && dice < 20) {
          String sql = "UPDATE " + scene.table() + " SET other = other + 1 WHERE id = ?";
          run(connection, sql, null, 0, key);
        } else {
          String value =
              nulls && chance.nextInt(10) == 0
                  ? null
                  : scene.values().of(key, serial.incrementAndGet());
          List<String> named = named();
          if (dice < 35 || !there) {
            String sql = insert(named, dice % 2 == 0 || there);
            run(connection, sql, value, named.size(), key);
          } else {
            run(connection, update(named), value, named.size(), key);
          }
          known.put(key, value);
        }
      }
    }

    private List<String> named() {
      int which = chance.nextInt(columns.size() == 1 ? 1 : columns.size() + 1);
      return which == columns.size() ? columns : List.of(columns.get(which));
    }

    private String value() {
      return "CAST(? AS " + scene.type() + ")";
    }

    private String update(List<String> named) {
      StringBuilder set = new StringBuilder();
      named.forEach(
          one -> set.append(set.isEmpty() ? "" : ", ").append(one).append(" = ").append(value()));
      return "UPDATE " + scene.table() + " SET " + set + " WHERE id = ?";
    }

    private String insert(List<String> named, boolean upsert) {
      String values = String.join(", ", Collections.nCopies(named.size(), value()));
      StringBuilder set = new StringBuilder();
      named.forEach(
          one ->
              set.append(set.isEmpty() ? "" : ", ").append(one).append(" = EXCLUDED.").append(one));
      return "INSERT INTO "
          + scene.table()
          + " ("
          + String.join(", ", named)
          + ", id) VALUES ("
          + values
          + ", ?)"
          + (upsert ? " ON CONFLICT (id) DO UPDATE SET " + set : "");
    }

    private void run(Connection connection, String sql, @Nullable String value, int values, int key)
        throws SQLException {
      PreparedStatement statement = statements.get(sql);
      if (statement == null) {
        statement = connection.prepareStatement(sql);
        statements.put(sql, statement);
      }
      for (int i = 1; i <= values; i++) {
        statement.setString(i, value);
      }
      statement.setInt(values + 1, key);
      if (statement.executeUpdate() != 1) {
        throw new SQLException("not one row: " + sql + " of " + key, "P0002");
      }
    }
  }
}
