package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.app.Judgement.FailOn;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Report;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** apply judges what is pending before it writes anything. */
@OnPostgres
final class ApplyJudgesTest {

  private static final String USERS = "20260101120000_users";
  private static final String NEXT = "20260102120000_next";
  private static final String FORWARD = "-- Rollback: none because it is a test\n\n";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void usersAreThere(TestDatabase given) {
    database = given;
    project = new Workspace(folder, database);
    project
        .judgement(FailOn.ERROR, false)
        .file(USERS, FORWARD + "CREATE TABLE users (id bigint PRIMARY KEY, email text);");
    assertThat(project.apply().report().passed()).isTrue();
  }

  @Test
  void aHazardStopsItBeforeAnythingIsWritten() {
    project.file(NEXT, FORWARD + "CREATE TABLE t ();\nCREATE INDEX users_email ON users (email);");
    Report report = project.apply().report();
    assertThat(report.passed()).isFalse();
    assertThat(rules(report)).containsExactly("CREATE_INDEX_BLOCKING");
    Finding finding = report.findings().get(0);
    assertThat(finding.where().line()).isEqualTo(4);
    assertThat(finding.fix()).contains("CREATE INDEX CONCURRENTLY users_email ON users (email);");
    assertThat(database.value("SELECT to_regclass('t') IS NULL")).isEqualTo("t");
    assertThat(database.value("SELECT count(*) FROM schema_migrations")).isEqualTo("1");
  }

  @Test
  void neverLetsHazardsPass() {
    project
        .judgement(FailOn.NEVER, false)
        .file(NEXT, FORWARD + "CREATE INDEX users_email ON users (email);");
    Report report = project.apply().report();
    assertThat(report.passed()).isTrue();
    assertThat(rules(report)).containsExactly("CREATE_INDEX_BLOCKING");
    assertThat(database.value("SELECT to_regclass('users_email') IS NOT NULL")).isEqualTo("t");
  }

  @Test
  void aSilencedHazardPassesAndIsListedWithItsReason() {
    project.file(
        NEXT,
        FORWARD
            + "-- dbsage:ignore CREATE_INDEX_BLOCKING because the table has ten rows\n"
            + "CREATE INDEX users_email ON users (email);");
    Report report = project.apply().report();
    assertThat(report.passed()).isTrue();
    assertThat(report.findings()).isEmpty();
    assertThat(report.suppressed()).hasSize(1);
    assertThat(report.suppressed().get(0).reason()).isEqualTo("the table has ten rows");
    assertThat(report.suppressed().get(0).finding().rule()).isEqualTo("CREATE_INDEX_BLOCKING");
  }

  @Test
  void aSuppressionThatSilencesNothingIsAWarning() {
    project.file(
        NEXT,
        FORWARD + "-- dbsage:ignore MASS_DML because of nothing\nCREATE TABLE t (id bigint);");
    Report report = project.apply().report();
    assertThat(report.passed()).isTrue();
    assertThat(rules(report)).containsExactly("SUPPRESSION_UNUSED");
  }

  @Test
  void severitiesOfTheProjectHold() {
    project
        .judging(new Judging(Severities.parse("CREATE_INDEX_BLOCKING=warning"), null, null))
        .file(NEXT, FORWARD + "CREATE INDEX users_email ON users (email);");
    Report report = project.apply().report();
    assertThat(report.passed()).isTrue();
    assertThat(rules(report)).containsExactly("CREATE_INDEX_BLOCKING");
  }

  @Test
  void whatIsOnlyPossibleDoesNotStopIt() {
    database.execute(
        "CREATE FUNCTION token() RETURNS text LANGUAGE plpgsql AS "
            + "'BEGIN RETURN md5(random()::text); END'");
    project.file(NEXT, FORWARD + "ALTER TABLE users ADD COLUMN token text DEFAULT token();");
    Report report = project.apply().report();
    assertThat(report.passed()).isTrue();
    assertThat(rules(report)).containsExactly("ADD_COLUMN_VOLATILE_DEFAULT");
  }

  @Test
  void whatIsAppliedTogetherIsNewToItself() {
    project
        .file(NEXT, FORWARD + "CREATE TABLE posts (id bigint PRIMARY KEY, title text);")
        .file("20260103120000_index", FORWARD + "CREATE INDEX posts_title ON posts (title);");
    Report report = project.apply().report();
    assertThat(report.passed()).isTrue();
    assertThat(report.findings()).isEmpty();
  }

  private static List<String> rules(Report report) {
    return report.findings().stream().map(Finding::rule).toList();
  }
}
