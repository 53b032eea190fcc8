package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which migrations are rolled back, with which script, and what the record says then. */
@OnPostgres
final class RollbackTest {

  private static final String USERS = "20260101120000";
  private static final String ORDERS = "20260102120000";
  private static final String EMAIL = "20260103120000";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    file(USERS + "_users", "CREATE TABLE users (id int);", "DROP TABLE users;");
    file(ORDERS + "_orders", "CREATE TABLE orders (id int);", "DROP TABLE orders;");
    file(
        EMAIL + "_email",
        "ALTER TABLE users ADD COLUMN email text;\nCREATE INDEX users_email ON users (email);",
        """
        BEGIN;
        ALTER TABLE users DROP COLUMN email;
        DELETE FROM schema_migrations WHERE version = '20260103120000';
        COMMIT;""");
  }

  private void file(String name, String sql, String rollback) {
    project.file(name, sql + "\n\n-- ROLLBACK SECTION\n/*\n" + rollback + "\n*/\n");
  }

  private void apply() {
    passes(project.apply());
  }

  private Report passes(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    return outcome.report();
  }

  private Problem refused(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isFalse();
    return Objects.requireNonNull(outcome.report().error());
  }

  private List<List<@Nullable String>> applied() {
    return database.query("SELECT version FROM schema_migrations WHERE success ORDER BY version");
  }

  private boolean exists(String relation) {
    return "t".equals(database.value("SELECT to_regclass('" + relation + "') IS NOT NULL"));
  }

  private List<List<@Nullable String>> log() {
    return database.query(
        "SELECT action, version, reason FROM dbsage_log WHERE action LIKE 'rollback%' ORDER BY id");
  }

  private static List<StepReport.State> states(Report report) {
    return report.steps().stream().map(StepReport::state).toList();
  }

  @Test
  void undoesTheNewestAlone() {
    apply();
    Report report = passes(project.rollback(null, null, "wrong column"));
    assertThat(applied()).containsExactly(List.of(USERS), List.of(ORDERS));
    assertThat(exists("users_email")).isFalse();
    assertThat(states(report)).containsExactly(StepReport.State.ROLLED_BACK);
    assertThat(report.steps().get(0).statements()).hasSize(1);
    assertThat(report.steps().get(0).executionTimeMs()).isNotNull();
    assertThat(log()).containsExactly(List.of("rollback", EMAIL, "wrong column"));
    assertThat(
            database.query(
                "SELECT old_checksum IS NOT NULL, os_user IS NOT NULL, host IS NOT NULL FROM dbsage_log WHERE action = 'rollback'"))
        .containsExactly(List.of("t", "t", "t"));
    assertThat(
            database.value("SELECT count(*) FROM dbsage_journal WHERE version = '" + EMAIL + "'"))
        .isEqualTo("0");
    assertThat(project.console()).contains("Rolled back 1 migration in ");
  }

  @Test
  void goesDownToTheTargetNewestFirst() {
    apply();
    Report report = passes(project.rollback(USERS, null, null));
    assertThat(applied()).containsExactly(List.of(USERS));
    assertThat(report.steps())
        .extracting(step -> String.valueOf(step.version()))
        .containsExactly(EMAIL, ORDERS);
    assertThat(exists("orders")).isFalse();
    assertThat(exists("users")).isTrue();
    assertThat(project.console()).contains("Rolled back 2 migrations in ");
  }

  @Test
  void stayingAtTheNewestIsNothingToDo() {
    apply();
    assertThat(passes(project.rollback(EMAIL, null, null)).steps()).isEmpty();
    assertThat(applied()).hasSize(3);
    assertThat(project.console()).contains("nothing is rolled back");
  }

  @Test
  void worksWithoutAnyFile() {
    apply();
    project.deleteAll();
    passes(project.rollback(USERS, null, null));
    assertThat(applied()).containsExactly(List.of(USERS));
  }

  @Test
  void appliesAgainWhatWasRolledBack() {
    apply();
    passes(project.rollback(USERS, null, null));
    project.status();
    assertThat(project.console()).contains("pending again").contains("rollback on ");
    Report report = passes(project.apply());
    assertThat(states(report)).containsExactly(StepReport.State.APPLIED, StepReport.State.APPLIED);
    assertThat(exists("users_email")).isTrue();
    passes(project.rollback());
  }

  @ParameterizedTest
  @CsvSource({
    "20260109120000, is not applied",
    "2026, is not a version of 14 digits",
    "'', is not a version of 14 digits"
  })
  void namesTheChoicesWhereTheTargetIsNone(String target, String what) {
    apply();
    Problem problem = refused(project.rollback(target, null, null));
    assertThat(problem.what()).contains(what);
    if (what.startsWith("is not applied")) {
      assertThat(problem.fix()).contains(EMAIL + ", " + ORDERS + ", " + USERS);
    }
    assertThat(applied()).hasSize(3);
  }

  @Test
  void refusesToGoAcrossWhatHasNoWayBack() {
    project.file(
        "20260104120000_seed",
        "-- Rollback: none because the rows are used by then\nINSERT INTO users VALUES (1);");
    project.file("20260105120000_none", "CREATE TABLE other ();");
    file("20260106120000_more", "CREATE TABLE more ();", "DROP TABLE more;");
    apply();
    project.file("20260105120000_none.rollback.sql", "DROP TABLE other;");
    Problem problem = refused(project.rollback(ORDERS, null, null));
    assertThat(problem.code()).isEqualTo("NO_WAY_BACK");
    assertThat(problem.what())
        .isEqualTo("2 of 4 migrations have no way back, so nothing was rolled back.");
    assertThat(problem.why())
        .isEqualTo(
            """
            20260105120000_none was recorded without a script; its file has one by now, which nobody has recorded
            20260104120000_seed is forward-only: the rows are used by then""");
    assertThat(problem.fix()).startsWith("Roll forward: write a new migration that undoes");
    assertThat(applied()).hasSize(6);
    assertThat(exists("more")).isTrue();
    assertThat(log()).isEmpty();
    passes(project.rollback());
    project.deleteAll();
    assertThat(refused(project.rollback()).why())
        .isEqualTo("20260105120000_none has no recorded script, and no file here");
  }

  @Test
  void leavesEverythingWhereTheScriptFailsHalfway() {
    file(
        "20260104120000_broken",
        "CREATE TABLE broken ();",
        "DROP TABLE broken;\nDROP TABLE orders;\n  DROP TABLE nowhere;");
    apply();
    String before =
        database.value(
            "SELECT to_jsonb(m)::text FROM schema_migrations m WHERE version = '20260104120000'");
    Outcome outcome = project.rollback(USERS, null, null);
    Problem problem = refused(outcome);
    assertThat(problem.sqlState()).isEqualTo("42P01");
    assertThat(String.valueOf(problem.where()))
        .isEqualTo("schema_migrations.rollback_script of 20260104120000:3:3");
    assertThat(problem.why()).contains("Nothing of the script was kept");
    assertThat(problem.fix()).contains("Roll forward: write a new migration");
    assertThat(project.console()).contains("  DROP TABLE nowhere;");
    assertThat(states(outcome.report()))
        .containsExactly(
            StepReport.State.FAILED, StepReport.State.SKIPPED, StepReport.State.SKIPPED);
    assertThat(exists("broken")).isTrue();
    assertThat(exists("orders")).isTrue();
    assertThat(
            database.value(
                "SELECT to_jsonb(m)::text FROM schema_migrations m WHERE version = '20260104120000'"))
        .isEqualTo(before);
    assertThat(log())
        .singleElement()
        .satisfies(line -> assertThat(line.get(0)).isEqualTo("rollback failed"))
        .satisfies(line -> assertThat(line.get(2)).contains("42P01"));
    assertThat(project.console())
        .contains("rollback failed: 0 migrations rolled back, 1 failed, 2 not run");
    project.status();
    assertThat(project.console()).contains("rollback failed on ");
  }

  @Test
  void keepsThoseThatWereDoneBeforeAFailure() {
    file("20260104120000_broken", "CREATE TABLE broken ();", "DROP TABLE nowhere;");
    file("20260105120000_last", "CREATE TABLE last ();", "DROP TABLE last;");
    apply();
    Outcome outcome = project.rollback(ORDERS, null, null);
    refused(outcome);
    assertThat(states(outcome.report()))
        .containsExactly(
            StepReport.State.ROLLED_BACK, StepReport.State.FAILED, StepReport.State.SKIPPED);
    assertThat(exists("last")).isFalse();
    assertThat(applied()).hasSize(4);
    assertThat(project.console())
        .contains("rollback failed: 1 migration rolled back, 1 failed, 1 not run");
  }

  @Test
  void runsTheRecordedScriptAndNotTheFilesNewOne() {
    apply();
    file(
        EMAIL + "_email",
        "ALTER TABLE users ADD COLUMN email text;\nCREATE INDEX users_email ON users (email);",
        "DROP TABLE nowhere;");
    passes(project.rollback());
    assertThat(exists("users_email")).isFalse();
  }

  @Test
  void expandsPlaceholdersAndRefusesAnUnknownOne() {
    project.placeholder("table", "users");
    file("20260104120000_a", "CREATE TABLE ${table}_2 ();", "DROP TABLE ${table}_2;");
    apply();
    passes(project.rollback());
    file("20260104120000_a", "CREATE TABLE users_2 ();", "DROP TABLE ${tab}_2;");
    apply();
    Problem problem = refused(project.rollback());
    assertThat(problem.code()).isEqualTo("PLACEHOLDER_UNKNOWN");
    assertThat(problem.where())
        .hasToString("schema_migrations.rollback_script of 20260104120000:1:12");
    assertThat(exists("users_2")).isTrue();
    assertThat(log()).hasSize(1);
  }

  @Test
  void showsWhatChangedInTheSchema() {
    apply();
    Report report = passes(project.rollback());
    assertThat(Objects.requireNonNull(report.snapshot()).file())
        .isEqualTo("target/dbsage/rollback.diff");
    assertThat(report.snapshot().removed()).contains("index public.users_email");
    assertThat(folder.resolve("target/dbsage/rollback.diff")).content().contains("email");
    assertThat(project.console()).contains("In the schema: ");
  }

  @Test
  void keepsTheRecordInAnotherSchema() {
    project.schema("dbsage");
    apply();
    passes(project.rollback());
    assertThat(database.value("SELECT count(*) FROM dbsage.schema_migrations")).isEqualTo("2");
    project.schema("elsewhere");
    Problem problem = refused(project.rollback());
    assertThat(problem.code()).isEqualTo("DATABASE_OCCUPIED");
  }

  @Test
  void takesTheSchemaOfThePlan() {
    project.plan("summary: {title: a}\nversion-tracking: {schema: kept}\n");
    apply();
    passes(project.rollback());
    assertThat(database.value("SELECT count(*) FROM kept.schema_migrations")).isEqualTo("2");
  }

  @Test
  void neverTouchesABaseline() {
    database.execute("CREATE TABLE old (id int)");
    project.file("20260101120000_users", "CREATE TABLE users (id int);");
    passes(project.adopt("none", USERS, "it was there"));
    database.execute("CREATE TABLE users (id int)");
    assertThat(refused(project.rollback()).code()).isEqualTo("NOTHING_APPLIED");
    apply();
    passes(project.rollback(USERS, null, null));
    assertThat(database.query("SELECT version, kind FROM schema_migrations"))
        .containsExactly(List.of(USERS, "baseline"));
  }

  @Test
  void saysWhereNothingIsApplied() {
    assertThat(refused(project.rollback()).code()).isEqualTo("NOTHING_APPLIED");
    assertThat(exists("schema_migrations")).isFalse();
    database.execute("CREATE TABLE flyway_schema_history (id int)");
    assertThat(refused(project.rollback()).code()).isEqualTo("DATABASE_OCCUPIED");
  }

  @Test
  void refusesWhileAMigrationIsHalfApplied() {
    project.file("20260104120000_half", "CREATE TABLE half ();\nVACUUM users;\nSELECT 1/0;");
    assertThat(project.apply().report().passed()).isFalse();
    Problem problem = refused(project.rollback());
    assertThat(problem.code()).isEqualTo("HALF_APPLIED");
    assertThat(applied()).hasSize(3);
  }

  @Test
  void goesBackBelowAMigrationThatFailedAndLeftNothing() {
    project.file("20260104120000_failed", "SELECT 1/0;");
    assertThat(project.apply().report().passed()).isFalse();
    passes(project.rollback());
    assertThat(applied()).hasSize(2);
  }

  @Test
  void hidesSecretsInWhatItWritesAndSays() {
    file(
        "20260104120000_secret",
        "CREATE TABLE s ();",
        "SELECT '" + database.password() + "'::int;");
    apply();
    refused(project.rollback(null, null, "see " + database.password()));
    assertThat(project.console()).doesNotContain(database.password());
    assertThat(project.report()).doesNotContain(database.password());
    assertThat(log().toString()).doesNotContain(database.password());
  }

  @Test
  void runsInTheTemplatesOwnHistory() {
    database.execute(
        """
        CREATE TABLE schema_migrations (
          version TEXT PRIMARY KEY, name TEXT NOT NULL, applied_at TIMESTAMPTZ DEFAULT NOW(),
          applied_by TEXT NOT NULL, execution_time_ms INTEGER, success BOOLEAN NOT NULL DEFAULT false,
          checksum TEXT NOT NULL, rollback_script TEXT, notes TEXT)
        """,
        "CREATE TABLE users (id int)",
        "INSERT INTO schema_migrations (version, name, applied_by, success, checksum, rollback_script)"
            + " VALUES ('20260101120000', '20260101120000_users', 'me', true, repeat('a', 64),"
            + " 'BEGIN; DROP TABLE users; DELETE FROM schema_migrations WHERE version = ''20260101120000''; COMMIT;')");
    project.deleteAll();
    passes(project.rollback());
    assertThat(applied()).isEmpty();
    assertThat(log()).hasSize(1);
  }

  @Test
  void refusesAScriptThatWritesTheRecordOfAnotherVersion() {
    file(
        "20260104120000_other",
        "CREATE TABLE other ();",
        "DROP TABLE other;\nDELETE FROM schema_migrations WHERE version = '20260103120000';");
    apply();
    Problem problem = refused(project.rollback());
    assertThat(problem.code()).isEqualTo("HISTORY_WRITE");
    assertThat(String.valueOf(problem.where())).endsWith("of 20260104120000:2:1");
    assertThat(exists("other")).isTrue();
  }
}
