package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.OwnServer;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A primary and the standby that follows it. */
final class StandbyTest {

  private static OwnServer server;
  private static TestDatabase database;
  private static int standby;

  @TempDir Path folder;
  private Workspace project;

  @BeforeAll
  static void startServers() {
    server = OwnServer.start(18);
    database = server.database();
    standby = server.startStandby();
  }

  @AfterAll
  static void stopServers() {
    server.close();
  }

  @BeforeEach
  void prepare() {
    project = Workspace.of(folder).file("20260101120000_one", "CREATE TABLE IF NOT EXISTS one ();");
  }

  /** The standby first. */
  private String both(String parameters) {
    return "postgresql://%s@127.0.0.1:%d,127.0.0.1:%d/%s?%s"
        .formatted(database.user(), standby, database.port(), database.name(), parameters);
  }

  private String onlyStandby(String parameters) {
    return "postgresql://%s@127.0.0.1:%d/%s?%s"
        .formatted(database.user(), standby, database.name(), parameters);
  }

  private Problem refused(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    return Objects.requireNonNull(outcome.report().error(), project::console);
  }

  private static int port(Outcome outcome) {
    return Objects.requireNonNull(outcome.report().database()).port();
  }

  @Test
  void triesMigrationsBesideAStandby() {
    project.file("20260102120000_pending", "CREATE TABLE two ();");
    Outcome outcome = project.dryRunAt(onlyStandby(""), null, database.password());
    assertThat(outcome.report().error()).as(project.console()).isNull();
    assertThat(outcome.report().steps()).isNotEmpty();
    assertThat(
            refused(
                    project.dryRunAt(
                        DryRun.Mode.TRANSACTION, onlyStandby(""), null, database.password()))
                .what())
        .contains("standby");
  }

  @Test
  void refusesToApplyToAStandby() {
    Problem problem = refused(project.applyAt(both(""), null, database.password()));
    assertThat(problem.code()).isEqualTo("SERVER_STANDBY");
    assertThat(problem.what())
        .isEqualTo(
            "%s on 127.0.0.1:%d is a standby: it cannot be written."
                .formatted(database.name(), standby));
    assertThat(problem.fix()).contains("target_session_attrs=primary");
  }

  @ParameterizedTest
  @CsvSource({"primary", "read-write"})
  void findsThePrimary(String role) {
    Outcome outcome =
        project.applyAt(both("target_session_attrs=" + role), null, database.password());
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    assertThat(port(outcome)).isEqualTo(database.port());
  }

  @ParameterizedTest
  @CsvSource({"any", "standby", "read-only", "prefer-standby"})
  void looksAtAStandby(String role) {
    Outcome outcome =
        project.statusAt(both("target_session_attrs=" + role), null, database.password());
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    assertThat(port(outcome)).isEqualTo(standby);
  }

  @Test
  void makesDoWithThePrimaryWhereAStandbyIsOnlyPreferred() {
    String url = database.jdbcUrl() + "?targetServerType=preferSecondary";
    Outcome outcome = project.statusAt(url, database.user(), database.password());
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    assertThat(port(outcome)).isEqualTo(database.port());
  }

  @Test
  void saysThatNoHostIsThePrimary() {
    Problem one =
        refused(
            project.applyAt(
                onlyStandby("target_session_attrs=primary"), null, database.password()));
    assertThat(one.what())
        .isEqualTo(
            "The server of %s on 127.0.0.1:%d is not the one that target_session_attrs=primary wants."
                .formatted(database.name(), standby));
    String twice =
        "jdbc:postgresql://127.0.0.1:%1$d,localhost:%1$d/%2$s?targetServerType=primary"
            .formatted(standby, database.name());
    Problem two = refused(project.applyAt(twice, database.user(), database.password()));
    assertThat(two.code()).isEqualTo("CONNECTION_HOSTS");
    assertThat(two.what()).endsWith(" is a primary.");
  }

  @Test
  void refusesASessionThatIsReadOnlyByItsOptions() {
    String url = database.jdbcUrl() + "?options=-c%20default_transaction_read_only%3Don";
    Problem problem = refused(project.applyAt(url, database.user(), database.password()));
    assertThat(problem.code()).isEqualTo("SERVER_READ_ONLY");
  }
}
