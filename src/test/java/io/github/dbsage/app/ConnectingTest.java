package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to a database: who asks, which host, and how often. */
@OnPostgres
final class ConnectingTest {

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = Workspace.of(folder).file("20260101120000_one", "CREATE TABLE one ();");
  }

  private Problem refused(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    return Objects.requireNonNull(outcome.report().error(), project::console);
  }

  private void applied(Outcome outcome) {
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    assertThat(database.value("SELECT success FROM schema_migrations")).isEqualTo("t");
    assertThat(project.console() + project.report()).doesNotContain(database.password());
  }

  private String uri(String hosts, @Nullable String user) {
    return "postgresql://" + (user == null ? "" : user + "@") + hosts + "/" + database.name();
  }

  private String alive() {
    return database.host() + ":" + database.port();
  }

  /** Where nobody listens. */
  private static String dead() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }

  private Path passwordFile(String text) throws IOException {
    Path file = Files.writeString(folder.resolve(".pgpass"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void connectsByTheVariablesOfLibpqAlone() {
    project.environment(
        Map.of(
            "PGHOST", database.host(),
            "PGPORT", String.valueOf(database.port()),
            "PGDATABASE", database.name(),
            "PGUSER", database.user(),
            "PGPASSWORD", database.password()));
    applied(project.applyAt(null, null, null));
    assertThat(project.console()).contains("the address comes from PGHOST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DBSAGE_URL", "DATABASE_URL"})
  void saysWhichVariableTheAddressComesFrom(String variable) {
    project.environment(
        Map.of(variable, uri(alive(), database.user()), "PGPASSWORD", database.password()));
    applied(project.applyAt(null, null, null));
    assertThat(project.console()).contains("the address comes from " + variable);
  }

  @Test
  void touchesNothingWhereOnlyAPortIsNamed() {
    project.environment(Map.of("PGPORT", "5432", "PGUSER", "postgres", "PGDATABASE", "postgres"));
    assertThat(refused(project.applyAt(null, null, null)).code()).isEqualTo("NO_URL");
  }

  @Test
  void connectsByAServiceAndAPasswordFile() throws IOException {
    Files.writeString(
        folder.resolve(".pg_service.conf"),
        "[shop]\nhost=%s\nport=%d\ndbname=%s\nuser=%s\n"
            .formatted(database.host(), database.port(), database.name(), database.user()));
    passwordFile("*:*:%s:*:%s\n".formatted(database.name(), database.password()));
    project.environment(Map.of("PGSERVICE", "shop", "HOME", folder.toString()));
    applied(project.applyAt(null, null, null));
  }

  @Test
  void takesEachHostsOwnPassword() throws IOException {
    String dead = dead();
    passwordFile("%s:*:*:wrong-4711\n%s:*:*:%s\n".formatted(dead, alive(), database.password()));
    project.environment(Map.of("HOME", folder.toString()));
    applied(project.applyAt(uri(dead + "," + alive(), database.user()), null, null));
    assertThat(project.console() + project.report()).doesNotContain("wrong-4711");
  }

  @Test
  void takesTheUserOfThePomAndThePasswordOfTheSettings() {
    project.server("shop", null, database.password());
    applied(project.applyAt(uri(alive(), null), database.user(), null));
  }

  @Test
  void takesBothOfTheSettings() {
    project.server("shop", database.user(), database.password());
    applied(project.applyAt(database.jdbcUrl(), null, null));
  }

  @Test
  void saysWhereAWrongPasswordCameFrom() {
    project.server("shop", database.user(), "wrong-4711");
    Problem problem = refused(project.applyAt(database.jdbcUrl(), null, null));
    assertThat(problem.code()).isEqualTo("CONNECTION_PASSWORD");
    assertThat(problem.fix())
        .isEqualTo("Check the user, and the password: it came from server shop of settings.xml.");
    project.environment(Map.of("PGPASSWORD", "wrong-4711")).server("shop", null, null);
    problem = refused(project.applyAt(database.jdbcUrl(), database.user(), null));
    assertThat(problem.fix()).endsWith("it came from PGPASSWORD.");
    assertThat(project.console() + project.report()).doesNotContain("4711");
  }

  @Test
  void saysThatAPasswordIsMissing() {
    Problem problem = refused(project.applyAt(database.jdbcUrl(), database.user(), null));
    assertThat(problem.code()).isEqualTo("CONNECTION_PASSWORD");
    assertThat(problem.what())
        .isEqualTo(
            "The server of %s on %s wants a password of %s, and none was given."
                .formatted(database.name(), alive(), database.user()));
  }

  @Test
  void saysWhatOfTheUrlIsOverridden() {
    applied(
        project.applyAt(
            database.jdbcUrl() + "?preferQueryMode=extended&readOnly=true&autosave=always",
            database.user(),
            database.password()));
    assertThat(project.console())
        .contains("preferQueryMode=extended of the URL is overridden: migrations need simple")
        .contains("readOnly=true of the URL is overridden: migrations need false");
  }

  @Test
  void settlesOnTheHostThatAnswers() throws IOException {
    String hosts = dead() + "," + alive() + "," + dead();
    Outcome outcome = project.applyAt(uri(hosts, database.user()), null, database.password());
    applied(outcome);
    assertThat(Objects.requireNonNull(outcome.report().database()).port())
        .isEqualTo(database.port());
  }

  @Test
  void saysOfEachHostWhyItIsNot() throws IOException {
    String one = dead();
    String two = dead();
    Problem problem =
        refused(project.applyAt(uri(one + "," + two, database.user()), null, "hush-4711"));
    assertThat(problem.code()).isEqualTo("CONNECTION_HOSTS");
    assertThat(problem.what())
        .isEqualTo(
            "None of the hosts of %s on %s, %s can be reached."
                .formatted(database.name(), one, two));
    assertThat(problem.why()).contains(one + ": Connection to", "; " + two + ": Connection to");
  }

  @Test
  void doesNotAskTheNextHostWhereThePasswordIsWrong() throws IOException {
    Problem problem =
        refused(project.applyAt(uri(alive() + "," + dead(), database.user()), null, "wrong-4711"));
    assertThat(problem.code()).isEqualTo("CONNECTION_PASSWORD");
  }

  @Test
  void triesAgainUntilAConnectionIsFree() throws Exception {
    database.asSuperuser().execute("ALTER ROLE " + database.user() + " CONNECTION LIMIT 2");
    project.retries(50);
    CompletableFuture<Outcome> outcome;
    try (Connection one = database.connect();
        Connection two = database.connect()) {
      assertThat(one.isValid(5) && two.isValid(5)).isTrue();
      outcome =
          CompletableFuture.supplyAsync(
              () -> project.applyAt(database.jdbcUrl(), database.user(), database.password()));
      assertThat(Eventually.holds(() -> project.console().contains("Retry 2 of 50 in "))).isTrue();
    }
    assertThat(outcome.get(1, TimeUnit.MINUTES).report().passed()).as(project.console()).isTrue();
    assertThat(project.console())
        .contains(
            "The server has no connection left for %s on %s; two are needed. Retry 1 of 50 in "
                .formatted(database.name(), alive()));
  }

  @Test
  void givesUpAfterTheLastRetry() throws IOException {
    project.retries(1);
    String dead = dead();
    Problem problem = refused(project.applyAt(uri(dead, database.user()), null, "hush-4711"));
    assertThat(problem.code()).isEqualTo("CONNECTION_REFUSED");
    assertThat(project.console()).containsOnlyOnce("Retry ").doesNotContain("4711");
  }

  @Test
  void neverTriesAgainWhatWillNotChange() {
    project.retries(9);
    assertThat(refused(project.applyAt(database.jdbcUrl(), database.user(), "wrong-4711")).code())
        .isEqualTo("CONNECTION_PASSWORD");
    String other = "postgresql://" + alive() + "/no_such_database";
    assertThat(refused(project.applyAt(other, database.user(), database.password())).code())
        .isEqualTo("CONNECTION_DATABASE");
    assertThat(project.console()).doesNotContain("Retry");
  }
}
