package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.CuttingProxy;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that fails when the COMMIT is on its way. */
@OnPostgres
final class LostConnectionTest {

  private static final String FILE = "20260101120000_first";
  private static final String NEXT = "20260102120000_next";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    database.execute("CREATE SCHEMA other", "CREATE SEQUENCE other.runs");
  }

  private Outcome applyThrough(CuttingProxy proxy) {
    Outcome outcome = project.applyAt(proxy.jdbcUrl(), database.user(), database.password());
    assertThat(proxy.hasCut()).isTrue();
    return outcome;
  }

  private List<?> history() {
    return database.query("SELECT version, success FROM schema_migrations ORDER BY version");
  }

  @Test
  void findsOutThatTheServerHadCommitted() throws IOException {
    project.file(FILE, "CREATE TABLE first ();\nSELECT nextval('other.runs');");
    project.file(NEXT, "CREATE TABLE next ();");
    try (CuttingProxy proxy = CuttingProxy.before(database, "CREATE TABLE first", true)) {
      Outcome outcome = applyThrough(proxy);
      assertThat(outcome.report().passed()).as(project.console()).isTrue();
    }
    assertThat(project.console()).contains("the server had committed it");
    assertThat(history())
        .isEqualTo(List.of(List.of("20260101120000", "t"), List.of("20260102120000", "t")));
    assertThat(database.value("SELECT last_value FROM other.runs")).isEqualTo("1");
  }

  @Test
  void waitsForAServerThatStillWorksOnIt() throws IOException {
    project.file(
        FILE,
        "SET application_name = 'a name of the file';\nCREATE TABLE first ();\n"
            + "SELECT pg_sleep(1.5);");
    try (CuttingProxy proxy = CuttingProxy.before(database, "CREATE TABLE first", true)) {
      Outcome outcome = applyThrough(proxy);
      assertThat(outcome.report().passed()).as(project.console()).isTrue();
    }
    assertThat(history()).isEqualTo(List.of(List.of("20260101120000", "t")));
  }

  @Test
  void findsOutThatNothingWasCommitted() throws IOException {
    project.file(FILE, "CREATE TABLE first ();\nSELECT nextval('other.runs');");
    try (CuttingProxy proxy = CuttingProxy.before(database, "CREATE TABLE first", false)) {
      Problem problem = Objects.requireNonNull(applyThrough(proxy).report().error());
      assertThat(problem.code()).isEqualTo("CONNECTION_LOST");
      assertThat(problem.why()).contains("Nothing of this migration was kept");
    }
    assertThat(history()).isEqualTo(List.of(List.of("20260101120000", "f")));
    assertThat(project.apply().report().passed()).isTrue();
  }

  @Test
  void continuesBehindASegmentWhoseCommitWasNotHeardOf() throws IOException {
    project.file(
        FILE,
        "CREATE TABLE first (id int);\nINSERT INTO first VALUES (1);\nVACUUM first;\nSELECT 1;");
    try (CuttingProxy proxy = CuttingProxy.before(database, "CREATE TABLE first", true)) {
      Problem problem = Objects.requireNonNull(applyThrough(proxy).report().error());
      assertThat(problem.code()).isEqualTo("CONNECTION_LOST");
    }
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(database.value("SELECT count(*) FROM first")).isEqualTo("1");
  }

  @Test
  void noticesThatTheLockSessionIsCut() throws IOException {
    project.file(FILE, "CREATE TABLE first ();\nVACUUM first;");
    // The first record that is written beside the migration.
    try (CuttingProxy proxy = CuttingProxy.before(database, "'running'", false)) {
      Problem problem = Objects.requireNonNull(applyThrough(proxy).report().error());
      assertThat(problem.code()).isEqualTo("CONNECTION_LOST");
    }
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
  }
}
