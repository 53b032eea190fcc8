package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goals are run with a password that is given in every way, and everything that they leave is
 * searched for it: the console, the reports, the driver's log, each column of each table, and what
 * the server shows of its sessions.
 */
@OnPostgres(18)
final class SecretsTest {

  /** Nothing that writes it can leave it as it is. */
  private static final String PASSWORD = "Qz7 h'u\"s&h%2F:/@?\\x#=+é";

  private static final String WRONG = "Qz7-wrong '&%@";

  /** What no form of either is without. */
  private static final List<String> TRACES =
      List.of("Qz7", "h'u", "h''u", "s&h", "u%22s", "u\\\"s", "%2522", "h%252F");

  @TempDir Path folder;
  @TempDir Path home;
  private TestDatabase database;
  private Workspace project;
  private final List<String> driver = new ArrayList<>();
  private final Logger logger = Logger.getLogger("org.postgresql");
  private final Handler listening = new Listening(driver);

  @BeforeEach
  void prepare(TestDatabase fresh) {
    logger.addHandler(listening);
    database = fresh;
    fresh
        .asSuperuser()
        .execute("ALTER ROLE " + fresh.user() + " PASSWORD '" + PASSWORD.replace("'", "''") + "'");
    database = fresh.as(fresh.user(), PASSWORD);
    project =
        Workspace.of(folder)
            .file(
                "20260101120000_look",
                "CREATE TABLE seen AS SELECT * FROM pg_stat_activity WHERE usename = current_user;\n"
                    + "SELECT 1;")
            .file("20260102120000_segments", "VACUUM seen;\nSELECT count(*) FROM seen;");
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(listening);
  }

  /** The ways to give a password. */
  private enum Way {
    PROPERTY,
    JDBC_URL,
    LIBPQ_URI,
    LIBPQ_PARAMETER,
    SETTINGS,
    DATABASE_URL,
    PGPASSWORD,
    SERVICE,
    PASSWORD_FILE
  }

  private String uri(String login, String rest) {
    return "postgresql://%s@%s:%d/%s%s"
        .formatted(login, database.host(), database.port(), database.name(), rest);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private List<Outcome> run(Way way, String password) {
    String user = database.user();
    String open = uri(user, "");
    return switch (way) {
      case PROPERTY -> all(database.jdbcUrl(), user, password);
      case JDBC_URL ->
          all(database.jdbcUrl() + "?user=" + user + "&password=" + encoded(password), null, null);
      case LIBPQ_URI -> all(uri(user + ":" + encoded(password), ""), null, null);
      case LIBPQ_PARAMETER -> all(uri(user, "?password=" + encoded(password)), null, null);
      case SETTINGS -> {
        project.server("shop", user, password);
        yield all(database.jdbcUrl(), null, null);
      }
      case DATABASE_URL -> {
        project.environment(Map.of("DATABASE_URL", uri(user + ":" + encoded(password), "")));
        yield all(null, null, null);
      }
      case PGPASSWORD -> {
        project.environment(Map.of("PGPASSWORD", password));
        yield all(open, null, null);
      }
      case SERVICE -> {
        write(".pg_service.conf", "[shop]\npassword=" + password);
        project.environment(Map.of("HOME", home.toString(), "PGSERVICE", "shop"));
        yield all(open, null, null);
      }
      case PASSWORD_FILE -> {
        write(".pgpass", "*:*:*:*:" + password.replace("\\", "\\\\").replace(":", "\\:"));
        project.environment(Map.of("HOME", home.toString()));
        yield all(open, null, null);
      }
    };
  }

  private void write(String name, String text) {
    try {
      Path file = Files.writeString(home.resolve(name), text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Outcome> all(
      @Nullable String url, @Nullable String user, @Nullable String password) {
    return List.of(
        project.applyAt(url, user, password),
        project.statusAt(url, user, password),
        project.verifyAt(url, user, password));
  }

  private void nothingTells(List<Outcome> outcomes) {
    StringBuilder told = new StringBuilder(project.console());
    outcomes.forEach(outcome -> told.append(outcome.sentence()).append(outcome.report()));
    for (Outcome outcome : outcomes) {
      if (outcome.defect() != null) {
        StringWriter trace = new StringWriter();
        outcome.defect().printStackTrace(new PrintWriter(trace, true));
        told.append(trace);
      }
    }
    driver.forEach(told::append);
    reports().forEach(told::append);
    tables().forEach(told::append);
    database
        .asSuperuser()
        .query("SELECT a::text FROM pg_stat_activity a WHERE application_name LIKE 'dbsage%'")
        .forEach(told::append);
    assertThat(told.toString()).doesNotContain(TRACES);
  }

  private List<String> reports() {
    try (Stream<Path> files = Files.walk(folder.resolve("target/dbsage"))) {
      List<String> texts = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.add(file + Files.readString(file));
      }
      assertThat(texts).isNotEmpty();
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> tables() {
    List<String> rows = new ArrayList<>();
    for (List<?> table :
        database.query(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
                + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")) {
      rows.add(database.query("SELECT t::text FROM " + table.get(0) + " t").toString());
    }
    return rows;
  }

  @ParameterizedTest
  @EnumSource
  void tellsNothingWhereAllGoesWell(Way way) {
    List<Outcome> outcomes = run(way, PASSWORD);
    assertThat(outcomes)
        .allSatisfy(o -> assertThat(o.report().passed()).as(project.console()).isTrue());
    assertThat(database.value("SELECT count(*) > 0 FROM seen WHERE application_name <> ''"))
        .isEqualTo("t");
    nothingTells(outcomes);
  }

  @ParameterizedTest
  @EnumSource
  void tellsNothingWhereThePasswordIsWrong(Way way) {
    List<Outcome> outcomes = run(way, WRONG);
    assertThat(outcomes)
        .allSatisfy(
            o ->
                assertThat(Objects.requireNonNull(o.report().error(), project::console).code())
                    .isEqualTo("CONNECTION_PASSWORD"));
    nothingTells(outcomes);
  }

  @ParameterizedTest
  @EnumSource
  void tellsNothingWhereAMigrationFailsAndTalks(Way way) {
    String literal = "'" + PASSWORD.replace("'", "''") + "'";
    project.file(
        "20260103120000_fail",
        ("ALTER ROLE CURRENT_USER PASSWORD %1$s;\nDO $$ BEGIN RAISE NOTICE 'it is %%', %1$s; END $$;\n"
                + "SELECT %1$s::integer;")
            .formatted(literal));
    project.file("20260104120000_segments", "VACUUM seen;\nSELECT " + literal + "::integer;");
    List<Outcome> outcomes = run(way, PASSWORD);
    assertThat(outcomes.get(0).report().passed()).isFalse();
    assertThat(project.console()).contains("it is ****", "invalid input syntax", "****");
    assertThat(database.value("SELECT notes FROM schema_migrations WHERE NOT success"))
        .contains("****");
    nothingTells(outcomes);
    project.delete("20260103120000_fail");
    nothingTells(run(way, PASSWORD));
  }

  @Test
  void tellsNothingWhileItTriesAgain() {
    project.retries(2);
    List<Outcome> outcomes =
        all("postgresql://me:" + encoded(PASSWORD) + "@127.0.0.1:1/shop", null, null);
    assertThat(project.console()).contains("Retry 2 of 2");
    assertThat(project.console() + String.join("", reports()) + driver + outcomes)
        .doesNotContain(TRACES);
  }

  @ParameterizedTest
  @EnumSource(Broken.class)
  void tellsNothingOfAnAddressThatItCannotRead(Broken broken) {
    all(broken.url.replace("PASSWORD", PASSWORD), null, null);
    nothingTells(List.of());
  }

  /** With a password that nobody encoded. */
  private enum Broken {
    URI("postgresql://me:PASSWORD@h/shop"),
    PARAMETER("postgresql://me@h/shop?password=PASSWORD"),
    JDBC("jdbc:postgresql://h/shop?user=me&password=PASSWORD"),
    JDBC_USER("jdbc:postgresql://me:PASSWORD@h/shop"),
    OTHER("mysql://me:PASSWORD@h/shop");

    private final String url;

    Broken(String url) {
      this.url = url;
    }
  }

  /** Hears what the driver writes to Java's own log. */
  private static final class Listening extends Handler {

    private final List<String> lines;

    Listening(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public void publish(LogRecord message) {
      lines.add(new SimpleFormatter().format(message));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
