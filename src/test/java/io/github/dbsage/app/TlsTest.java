package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.Certificate;
import io.github.dbsage.testing.OwnServer;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS, from none to certificates on both sides, against a server that speaks it. */
final class TlsTest {

  @TempDir static Path certificates;
  private static OwnServer server;
  private static TestDatabase database;

  @TempDir Path folder;
  private Workspace project;

  @BeforeAll
  static void startServer() throws IOException {
    server = OwnServer.start(18);
    database = server.database();
    String validForYears = "3650";
    Certificate host =
        Certificate.of(
            certificates,
            "localhost",
            "EC",
            "-ext",
            "san=dns:localhost",
            "-validity",
            validForYears);
    Certificate rsa = Certificate.of(certificates, "client", "RSA");
    Certificate ec = Certificate.of(certificates, "other client", "EC");
    Certificate stranger = Certificate.of(certificates, "stranger", "Ed25519");
    Certificate swindler = Certificate.of(certificates, "client", "EC");
    server.tls(
        host.pem(),
        host.key(),
        rsa.pem() + ec.pem(),
        """
        hostssl all certified 127.0.0.1/32 cert map=client
        hostnossl all secretive 127.0.0.1/32 reject
        hostssl all secretive 127.0.0.1/32 scram-sha-256
        """);
    write("root.crt", host.pem());
    write("rsa.crt", rsa.pem());
    write("rsa.key", rsa.key());
    write("ec.crt", ec.pem());
    write("ec.pem", ec.key());
    write("stranger.crt", stranger.pem());
    write("stranger.key", stranger.key());
    write("swindler.crt", swindler.pem());
    write("swindler.key", swindler.key());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void prepare() {
    project = Workspace.of(folder).file("20260101120000_one", "SELECT 1;");
  }

  private static void write(String name, String text) throws IOException {
    Path file = Files.writeString(certificates.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private Outcome status(String host, String parameters) {
    return status(host, database.user(), database.password(), parameters);
  }

  private Outcome status(String host, String user, @Nullable String password, String parameters) {
    String url =
        "postgresql://%s@%s:%d/%s?%s"
            .formatted(
                user,
                host,
                database.port(),
                database.name(),
                parameters.replace("FOLDER", certificates.toString()));
    return project.statusAt(url, null, password);
  }

  private Problem refused(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    return Objects.requireNonNull(outcome.report().error(), project::console);
  }

  private void connects(Outcome outcome) {
    assertThat(outcome.report().error()).as(project.console()).isNull();
    assertThat(outcome.report().database()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sslmode=disable",
        "sslmode=allow",
        "sslmode=prefer",
        "sslmode=require",
        "sslmode=require&channel_binding=require",
        "sslmode=require&sslnegotiation=direct",
        "sslmode=verify-ca&sslrootcert=FOLDER/root.crt",
        "sslmode=verify-full&sslrootcert=FOLDER/root.crt",
        "ssl=true",
      })
  void connectsInEachMode(String parameters) {
    connects(status("localhost", parameters));
  }

  @Test
  void takesTheModeAndTheRootFromTheEnvironment() {
    project.environment(
        Map.of(
            "PGHOST", "localhost",
            "PGPORT", String.valueOf(database.port()),
            "PGDATABASE", database.name(),
            "PGUSER", database.user(),
            "PGPASSWORD", database.password(),
            "PGSSLMODE", "verify-full",
            "PGSSLROOTCERT", certificates.resolve("root.crt").toString()));
    connects(project.statusAt(null, null, null));
  }

  @Test
  void readsTheOptionsOfAJdbcUrlToo() {
    String url =
        "jdbc:postgresql://localhost:%d/%s?ssl=true&sslrootcert=%s/root.crt"
            .formatted(database.port(), database.name(), certificates);
    connects(project.statusAt(url, database.user(), database.password()));
  }

  @ParameterizedTest
  @CsvSource({"rsa.crt, rsa.key", "ec.crt, ec.pem", "'', client-RSA.p12"})
  void logsInWithACertificate(String certificate, String key) {
    certified();
    String parameters = "sslmode=require&sslkey=FOLDER/" + key;
    parameters +=
        certificate.isEmpty()
            ? "&sslpassword=" + Certificate.PASSWORD
            : "&sslcert=FOLDER/" + certificate;
    connects(status("localhost", "certified", null, parameters));
    assertThat(project.console() + project.report()).doesNotContain(Certificate.PASSWORD);
  }

  private static void certified() {
    server.identMap("client client certified\nclient \"other client\" certified");
    role("certified", "");
  }

  private static void role(String name, String attributes) {
    database
        .asSuperuser()
        .execute(
            "DO $$ BEGIN CREATE ROLE "
                + name
                + " LOGIN; EXCEPTION WHEN duplicate_object THEN"
                + " NULL; END $$",
            "ALTER ROLE " + name + " LOGIN " + attributes);
  }

  @Test
  void namesAServerWithoutACertificateThatIsTrusted() {
    Problem problem =
        refused(status("localhost", "sslmode=verify-full&sslrootcert=FOLDER/stranger.crt"));
    assertThat(problem.code()).isEqualTo("CONNECTION_TLS");
    assertThat(problem.what())
        .isEqualTo(
            "The certificate of the server of %s on localhost:%d is not trusted."
                .formatted(database.name(), database.port()));
    assertThat(problem.fix()).contains("sslrootcert");
  }

  @Test
  void namesACertificateThatThePublicAuthoritiesDidNotSign() {
    Problem problem = refused(status("localhost", "sslmode=verify-full&sslrootcert=system"));
    assertThat(problem.what()).endsWith("is not trusted.");
  }

  @Test
  void namesACertificateOfAnotherHost() {
    Problem problem =
        refused(status("127.0.0.1", "sslmode=verify-full&sslrootcert=FOLDER/root.crt"));
    assertThat(problem.code()).isEqualTo("CONNECTION_TLS");
    assertThat(problem.what())
        .isEqualTo(
            "The certificate of the server of %s on 127.0.0.1:%d is not made out to the host name"
                    .formatted(database.name(), database.port())
                + " 127.0.0.1.");
    connects(status("127.0.0.1", "sslmode=verify-ca&sslrootcert=FOLDER/root.crt"));
  }

  @Test
  void namesAServerThatLetsOnlyTlsIn() {
    role("secretive", "PASSWORD 'only-with-tls'");
    Problem problem = refused(status("localhost", "secretive", "only-with-tls", "sslmode=disable"));
    assertThat(problem.code()).isEqualTo("CONNECTION_USER");
    assertThat(problem.why()).contains("no encryption");
    connects(status("localhost", "secretive", "only-with-tls", "sslmode=require"));
  }

  @Test
  void namesAClientsCertificateThatTheServerDoesNotTrust() {
    certified();
    Problem problem =
        refused(
            status(
                "localhost",
                "certified",
                null,
                "sslmode=require&sslcert=FOLDER/stranger.crt&sslkey=FOLDER/stranger.key"));
    assertThat(problem.code()).isEqualTo("CONNECTION_USER");
    assertThat(problem.why()).contains("client certificate");
  }

  @Test
  void namesAClientsCertificateThatTheServerTurnsAway() {
    certified();
    Problem problem =
        refused(
            status(
                "localhost",
                "certified",
                null,
                "sslmode=require&sslcert=FOLDER/swindler.crt&sslkey=FOLDER/swindler.key"));
    assertThat(problem.code()).isEqualTo("CONNECTION_TLS");
    assertThat(problem.fix()).contains("swindler.crt (its ssl_ca_file)");
  }

  @ParameterizedTest
  @CsvSource({
    "'&sslpassword=wrong-4711', sslpassword does not open the key store ",
    "'', The key store "
  })
  void namesAKeyStoreThatDoesNotOpen(String password, String what) {
    Problem problem =
        refused(
            status(
                "localhost",
                "certified",
                null,
                "sslmode=require&sslkey=FOLDER/client-RSA.p12" + password));
    assertThat(problem.code()).isEqualTo("CONNECTION_FILE");
    assertThat(problem.what()).startsWith(what + " " + certificates);
    assertThat(project.console() + project.report()).doesNotContain("wrong-4711");
  }

  @Test
  void namesAServerWithoutTls() {
    try (OwnServer plain = OwnServer.start(18)) {
      TestDatabase other = plain.database();
      String url = other.jdbcUrl() + "?sslmode=require";
      Problem problem = refused(project.statusAt(url, other.user(), other.password()));
      assertThat(problem.code()).isEqualTo("CONNECTION_TLS");
      assertThat(problem.what())
          .isEqualTo(
              "The server of %s on %s:%d has no TLS, and the connection demands it."
                  .formatted(other.name(), other.host(), other.port()));
      connects(project.statusAt(other.jdbcUrl(), other.user(), other.password()));
    }
  }
}
