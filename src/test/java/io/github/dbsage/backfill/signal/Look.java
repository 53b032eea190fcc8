package io.github.dbsage.backfill.signal;

import io.github.dbsage.backfill.Probe;
import io.github.dbsage.backfill.Reading;
import io.github.dbsage.backfill.Signal;
import io.github.dbsage.db.Database;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillSpec.Preset;
import io.github.dbsage.model.BackfillSpec.Throttling;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** A probe on a test's database, seen by its owner unless somebody else is named. */
final class Look implements AutoCloseable {

  static final String APPLICATION = "dbsage:fill:";

  private final Database database;
  private final TestDatabase seenBy;
  private final Probe probe;

  private Look(TestDatabase seenBy, Throttling throttling, String table, Set<Integer> pids) {
    this.seenBy = seenBy;
    this.database = Database.at(seenBy.target(), APPLICATION + "here:0");
    this.probe =
        new Probe(
            database.open(),
            spec(throttling, table),
            new QualifiedName("fill", table),
            APPLICATION,
            pids,
            0);
  }

  static Look at(TestDatabase seenBy) {
    return at(seenBy, new Throttling(Preset.ADAPTIVE, null, null, null));
  }

  static Look at(TestDatabase seenBy, Throttling throttling) {
    return new Look(seenBy, throttling, "rows", Set.of());
  }

  static Look withLag(TestDatabase seenBy, Duration limit) {
    return at(seenBy, new Throttling(Preset.ADAPTIVE, null, limit, null));
  }

  static Look withActive(TestDatabase seenBy, int limit) {
    return at(seenBy, new Throttling(Preset.ADAPTIVE, limit, null, null));
  }

  static Look withSql(TestDatabase seenBy, String sql) {
    return at(seenBy, new Throttling(Preset.ADAPTIVE, null, null, sql));
  }

  static Look withPids(TestDatabase seenBy, Set<Integer> pids) {
    return new Look(seenBy, new Throttling(Preset.ADAPTIVE, null, null, null), "rows", pids);
  }

  static Look onTable(TestDatabase seenBy, String table) {
    return new Look(seenBy, new Throttling(Preset.ADAPTIVE, null, null, null), table, Set.of());
  }

  /** The table that is backfilled, with ten rows. */
  static void createTable(TestDatabase database) {
    database.execute(
        "CREATE SCHEMA fill",
        "CREATE TABLE fill.rows (id int PRIMARY KEY, n int) WITH (autovacuum_enabled = off)",
        "INSERT INTO fill.rows SELECT g, 0 FROM generate_series(1, 10) g");
  }

  /** A session with a name. */
  static Connection connect(TestDatabase database, String application) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    properties.setProperty("ApplicationName", application);
    return DriverManager.getConnection(database.jdbcUrl(), properties);
  }

  Probe probe() {
    return probe;
  }

  Reading with(Signal signal) {
    return signal.look(probe);
  }

  String grant() {
    return "GRANT pg_read_all_stats TO \"" + seenBy.user() + "\";";
  }

  private static BackfillSpec spec(Throttling throttling, String table) {
    return new BackfillSpec(
        "fill",
        new QualifiedName("fill", table),
        Map.of("n", "1"),
        null,
        null,
        null,
        List.of(),
        BackfillSpec.Mode.AUTO,
        null,
        Duration.ofMillis(250),
        2,
        true,
        true,
        BackfillSpec.Passes.AUTO,
        true,
        throttling,
        Duration.ofMillis(50),
        0,
        new BackfillSpec.Verification(null, null, null),
        null,
        Checksum.OF_NOTHING,
        Map.of());
  }

  @Override
  public void close() {
    database.close();
  }
}
