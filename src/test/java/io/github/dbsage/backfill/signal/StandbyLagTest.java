package io.github.dbsage.backfill.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.backfill.Reading;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OwnServer;
import io.github.dbsage.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What follows a server: a standby, an archive. */
final class StandbyLagTest {

  private static OwnServer server;
  private static TestDatabase database;
  private static int standby;

  @BeforeAll
  static void startServers() {
    server = OwnServer.start(18);
    database = server.database();
    standby = server.startStandby();
    Look.createTable(database);
    assertThat(
            Eventually.holds(
                () ->
                    "streaming"
                        .equals(
                            database
                                .asSuperuser()
                                .value("SELECT max(state) FROM pg_stat_replication"))))
        .isTrue();
  }

  @AfterAll
  static void stopServers() {
    server.close();
  }

  private static void onStandby(String sql) throws SQLException {
    TestDatabase superuser = database.asSuperuser();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + standby + "/" + database.name(),
                superuser.user(),
                superuser.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static boolean rises(Look look, ReplicationLag signal, double use) {
    return Eventually.holds(
        () -> {
          database.execute("UPDATE fill.rows SET n = n + 1");
          Reading reading = look.with(signal);
          return reading.watched()
              && reading.use() >= use
              && reading.sentence().matches("standby .* is .* behind, the limit is 200 ms");
        });
  }

  @Test
  void seesAStandbyThatDoesNotFollow() throws SQLException {
    ReplicationLag signal = new ReplicationLag();
    try (Look look = Look.withLag(database.asSuperuser(), Duration.ofMillis(200))) {
      look.with(signal);
      onStandby("SELECT pg_wal_replay_pause()");
      assertThat(rises(look, signal, 2)).isTrue();
      onStandby("SELECT pg_wal_replay_resume()");
      assertThat(
              Eventually.holds(
                  () -> {
                    database.execute("UPDATE fill.rows SET n = n + 1");
                    return look.with(signal).use() < 0.7;
                  }))
          .isTrue();
    } finally {
      onStandby("SELECT pg_wal_replay_resume()");
    }
  }

  @Test
  void namesTheGrantThatShowsStandbys() {
    try (Look look = Look.withLag(database, Duration.ofMillis(200))) {
      Reading reading = look.with(new ReplicationLag());
      assertThat(reading.watched()).isFalse();
      assertThat(reading.sentence())
          .startsWith("how far standbys are is not shown to ")
          .endsWith(look.grant());
    }
  }
}
