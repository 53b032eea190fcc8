package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.HistoryReport;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.Standing;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files beside the record, whatever state that is in; and nothing written. */
@OnPostgres
final class StatusTest {

  private static final String ONE = "20260101120000_one";
  private static final String TWO = "20260102120000_two";
  private static final String THREE = "20260103120000_three";
  private static final String ONE_SQL =
      """
      CREATE TABLE one (id int); -- numbers
      -- ROLLBACK SECTION
      /*
      DROP TABLE one;
      */
      """;

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    project.file(ONE, ONE_SQL);
  }

  private void apply() {
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
  }

  private Report status() {
    Outcome outcome = project.status();
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    return outcome.report();
  }

  private static Standing standing(Report report, String title) {
    StepReport step =
        report.steps().stream()
            .filter(s -> (s.version() + "_" + s.name()).equals(title))
            .findFirst()
            .orElseThrow();
    return Objects.requireNonNull(step.standing());
  }

  private static HistoryReport history(Report report) {
    return Objects.requireNonNull(report.history());
  }

  private static Finding finding(Report report, String rule) {
    return report.findings().stream().filter(f -> f.rule().equals(rule)).findFirst().orElseThrow();
  }

  @Test
  void showsLocalBesideDatabase() {
    apply();
    project.file(TWO, "SELECT 1;");
    Report report = status();
    assertThat(project.console())
        .containsPattern("local +database +name +state +applied at \\(UTC\\) +by +time +rollback")
        .containsPattern(
            "20260101120000  20260101120000  one   applied  \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d  "
                + database.user()
                + "  \\d+ ms  script")
        .containsPattern("20260102120000  - +two   pending +none")
        .contains("Migrations: 1 applied, 1 pending.")
        .contains("Rollbacks: 1 at hand.")
        .contains("No run is going on.");
    assertThat(report.steps())
        .extracting(StepReport::state)
        .containsExactly(StepReport.State.APPLIED, StepReport.State.PENDING);
  }

  @Test
  void saysWhoRanLast() {
    apply();
    Report report = status();
    assertThat(project.console())
        .contains("Schema public: schema_migrations has 1 row, the newest one by DB Sage test.")
        .containsPattern(
            "Last: apply \\(20260101120000\\) on .{19} UTC by "
                + database.user()
                + ", "
                + System.getProperty("user.name")
                + " on ");
    HistoryReport.Action last = Objects.requireNonNull(history(report).last());
    assertThat(last.action()).isEqualTo("apply");
    assertThat(last.at()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(history(report).toolVersion()).isEqualTo("test");
  }

  @Test
  void saysHowAnAppliedFileWasChanged() {
    apply();
    project.file(ONE, ONE_SQL.replace("-- numbers", "-- number"));
    Report report = status();
    assertThat(project.console()).contains("applied, file changed (comments or blanks only)");
    assertThat(finding(report, "CHECKSUM_CHANGED").message()).contains("was changed");
    assertThat(Objects.requireNonNull(report.drift()).changed()).hasSize(1);
  }

  @Test
  void saysWhatIsWithoutAFileAndWhatIsOutOfOrder() {
    project.file(THREE, "SELECT 1;");
    apply();
    project.delete(THREE).file(TWO, "SELECT 1;");
    Report report = status();
    assertThat(project.console())
        .containsPattern("- +20260103120000  three  applied, file missing")
        .containsPattern("20260102120000  - +two +pending, out of order")
        .contains("Migrations: 2 applied, 1 pending, 1 without a file, 1 out of order.");
    assertThat(report.findings())
        .extracting(Finding::rule)
        .containsExactly("VERSION_MISSING", "VERSION_OUT_OF_ORDER");
    assertThat(Objects.requireNonNull(report.drift()).missing()).hasSize(1);
    assertThat(Objects.requireNonNull(report.drift()).outOfOrder()).hasSize(1);
  }

  @Test
  void saysWhyAMigrationFailedAndWhatToDo() {
    project.file(TWO, "SELECT 1/0;");
    project.apply();
    Finding finding = finding(status(), "VERSION_FAILED");
    assertThat(finding.message())
        .startsWith("20260102120000_two failed on ")
        .endsWith(": src/main/db/migrations/20260102120000_two.sql:1:1 22012 division by zero");
    assertThat(finding.effect()).isEqualTo("Nothing of it was kept.");
    assertThat(finding.fix()).isEqualTo("Mend the file and run mvn dbsage:apply.");
    assertThat(project.console()).containsPattern("20260102120000  20260102120000  two   failed");
  }

  @Test
  void saysHowFarASegmentedOneCame() {
    project.file(
        TWO,
        """
        CREATE INDEX CONCURRENTLY one_id ON one (id);
        CREATE INDEX CONCURRENTLY one_no ON one (no);
        """);
    project.apply();
    Report report = status();
    Finding finding = finding(report, "VERSION_FAILED");
    assertThat(finding.effect()).isEqualTo("Statements that are done and stay: 1 of 2.");
    assertThat(finding.fix())
        .isEqualTo("Mend the file and run mvn dbsage:apply; it continues behind what is done.");
    assertThat(project.console()).contains("failed, 1 of 2 statements done");
    assertThat(standing(report, TWO).statementsDone()).isEqualTo(1);
  }

  @Test
  void saysThatARunWasCutOff() {
    apply();
    project.file(TWO, "CREATE INDEX CONCURRENTLY one_id ON one (id);\nSELECT 1;");
    database.execute(
        "INSERT INTO schema_migrations (version, name, applied_by, checksum, notes)"
            + " VALUES ('20260102120000', 'two', 'me', repeat('a', 64), 'running')",
        "INSERT INTO dbsage_journal (version, ordinal, statement_sha256, state)"
            + " VALUES ('20260102120000', 1, repeat('a', 64), 'done')");
    Report report = status();
    assertThat(project.console()).contains("interrupted, 1 of 2 statements done");
    assertThat(finding(report, "VERSION_INTERRUPTED").message())
        .endsWith(" and cut off: no runner is at it.");
    assertThat(finding(report, "VERSION_INTERRUPTED").fix())
        .isEqualTo("Run mvn dbsage:apply; it continues behind what is done.");
    assertThat(standing(report, TWO).state()).isEqualTo(Standing.State.INTERRUPTED);
  }

  @Test
  void namesTheRunThatIsGoingOn() throws SQLException, ExecutionException, InterruptedException {
    apply();
    project.file(
        TWO,
        """
        -- dbsage: transaction=false
        -- dbsage: lock_timeout=0

        CREATE TABLE two ();
        SELECT pg_advisory_lock_shared(4711);
        """);
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(4711)");
      CompletableFuture<Outcome> running = CompletableFuture.supplyAsync(project::apply);
      assertThat(
              Eventually.holds(
                  () ->
                      "1"
                          .equals(
                              database.value(
                                  "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND"
                                      + " NOT granted"))))
          .isTrue();
      Report report = status();
      statement.execute("SELECT pg_advisory_unlock(4711)");
      assertThat(running.get().report().passed()).as(project.console()).isTrue();
      HistoryReport.Running runner = Objects.requireNonNull(history(report).running());
      assertThat(runner.application()).startsWith("dbsage apply ");
      assertThat(runner.user()).isEqualTo(database.user());
      assertThat(runner.since()).isNotNull();
      assertThat(project.console())
          .containsPattern("At work now: dbsage apply .+ \\(pid \\d+, user " + database.user())
          .contains("running, 1 of 2 statements done");
      assertThat(report.findings()).isEmpty();
      assertThat(standing(report, TWO).state()).isEqualTo(Standing.State.RUNNING);
    }
  }

  @Test
  void tellsWaysBackApart() {
    project
        .file(TWO, "-- Rollback: none because it only adds\n\nCREATE TABLE two ();")
        .file(THREE, "CREATE TABLE three ();");
    apply();
    project.file(ONE, ONE_SQL.replace("DROP TABLE one;", "DROP TABLE IF EXISTS one;"));
    project.file("20260103120000_three.rollback.sql", "DROP TABLE three;");
    Report report = status();
    assertThat(project.console())
        .contains("script, differs from the file's")
        .contains("forward-only")
        .contains("none, only the file has one")
        .contains(
            "Rollbacks: 1 at hand, 1 forward-only, 1 without a way back. Files that hold another"
                + " script by now: 1; the recorded one counts.");
    assertThat(report.findings()).isEmpty();
    assertThat(standing(report, ONE).wayBack()).isEqualTo(Standing.WayBack.DIFFERS);
  }

  @Test
  void leavesALongReasonToTheReport() {
    apply();
    String reason = "because ".repeat(30).strip();
    database.execute(
        "INSERT INTO dbsage_log (action, version, reason) VALUES ('repair accepted',"
            + " '20260101120000', '"
            + reason
            + "')");
    Report report = status();
    assertThat(project.console())
        .containsPattern("applied, repair accepted on .{19} UTC by [^ ]+: … ");
    assertThat(standing(report, ONE).correction()).endsWith(reason);
  }

  @Test
  void showsWhatWasRolledBackAndRepaired() {
    project.file(TWO, "SELECT 1;");
    apply();
    database.execute(
        "DELETE FROM schema_migrations WHERE version = '20260102120000'",
        "INSERT INTO dbsage_log (action, version, reason) VALUES ('rollback', '20260102120000',"
            + " 'too slow'), ('repair', '20260101120000', NULL)");
    Report report = status();
    assertThat(project.console())
        .containsPattern("20260101120000  20260101120000  one   applied, repair on .{19} UTC by ")
        .containsPattern(
            "20260102120000  - +two   pending again, rollback on .* UTC by .*too slow");
    assertThat(report.steps().get(1).state()).isEqualTo(StepReport.State.ROLLED_BACK);
    apply();
    assertThat(standing(status(), TWO).correction()).as("applied again since").isNull();
  }

  @Test
  void countsWhatABaselineCovers() {
    apply();
    database.execute(
        "DELETE FROM schema_migrations",
        "INSERT INTO schema_migrations (version, name, applied_by, success, checksum, kind)"
            + " VALUES ('20260102000000', 'baseline', 'me', true, repeat('a', 64), 'baseline')");
    project.file(TWO, "SELECT 1;");
    Report report = status();
    assertThat(report.findings()).isEmpty();
    assertThat(report.steps())
        .extracting(step -> Objects.requireNonNull(step.standing()).state())
        .containsExactly(Standing.State.BASELINE, Standing.State.BASELINE, Standing.State.PENDING);
    assertThat(project.console())
        .contains("applied before the baseline")
        .contains("Migrations: 2 applied, 1 pending.");
    assertThat(project.verify().report().passed()).as(project.console()).isTrue();
  }

  @Test
  void listsAllAsPendingWhereNothingIsRecorded() {
    Report report = status();
    assertThat(project.console())
        .contains("Schema public has no tables of DB Sage yet: nothing is recorded.")
        .doesNotContain("for psql");
    assertThat(report.steps()).extracting(StepReport::state).containsOnly(StepReport.State.PENDING);
    assertThat(database.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
        .isEqualTo("0");
  }

  @Test
  void namesAForeignHistoryAndHowToTakeItOver() {
    database.execute("CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY)");
    Report report = status();
    assertThat(project.console())
        .contains(
            "This database holds the history of Flyway (public.flyway_schema_history) but no"
                + " migration of DB Sage. mvn dbsage:adopt -Ddbsage.from=flyway says what can be done");
    assertThat(history(report).occupied()).contains("Flyway");
  }

  @Test
  void readsTheTemplatesOwnTableAndLeavesItAsItIs() {
    database.execute(
        """
        CREATE TABLE schema_migrations (version TEXT PRIMARY KEY, name TEXT NOT NULL,
          applied_at TIMESTAMPTZ DEFAULT now(), applied_by TEXT NOT NULL, execution_time_ms INTEGER,
          success BOOLEAN NOT NULL, checksum TEXT NOT NULL, rollback_script TEXT, notes TEXT)
        """,
        "INSERT INTO schema_migrations VALUES ('20260101120000', 'one', '2026-01-01 12:00:00+00',"
            + " 'me', 12, true, repeat('e', 64), 'DROP TABLE one;', NULL)");
    Report report = status();
    assertThat(project.console())
        .contains("the migration plan template's own schema_migrations (1 row)")
        .containsPattern("applied, file changed \\(unknown\\) +2026-01-01 12:00:00 +me +12 ms");
    assertThat(history(report).tables()).isEqualTo(HistoryReport.Tables.TEMPLATE);
    assertThat(
            database.value(
                "SELECT count(*) FROM information_schema.columns"
                    + " WHERE table_name = 'schema_migrations'"))
        .isEqualTo("9");
  }

  @Test
  void worksForARoleThatMayOnlyRead() {
    apply();
    String role = database.createRole("LOGIN PASSWORD 'reads-and-reads'");
    database.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role);
    Workspace reader = new Workspace(folder, database.as(role, "reads-and-reads"));
    assertThat(reader.status().report().passed()).as(reader.console()).isTrue();
    assertThat(reader.console()).contains("Migrations: 1 applied").contains("Last: apply");
    database.execute("REVOKE SELECT ON dbsage_log FROM " + role);
    Workspace restricted = new Workspace(folder, database.as(role, "reads-and-reads"));
    assertThat(restricted.status().report().passed()).as(restricted.console()).isTrue();
    assertThat(restricted.console()).contains("this role may not read dbsage_log");
  }

  @Test
  void worksWhereTheDatabaseIsReadOnly() {
    apply();
    database.execute(
        "ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
    assertThat(status().steps()).hasSize(1);
  }

  @Test
  void saysInASentenceThatNoServerAnswers() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Outcome outcome = project.statusAt("postgresql://me:hush-hush@127.0.0.1:" + port + "/shop");
    Problem problem = Objects.requireNonNull(outcome.report().error());
    assertThat(problem.what())
        .isEqualTo("No PostgreSQL server can be reached for shop on 127.0.0.1:" + port + ".");
  }

  @Test
  void cutsALongListAndShowsItAllWhenAsked() {
    apply();
    for (int i = 0; i < 70; i++) {
      project.file("202602011200%02d_later".formatted(i), "SELECT 1;");
    }
    Report report = status();
    assertThat(report.steps()).hasSize(71);
    assertThat(project.console())
        .contains("20260201120019  -")
        .doesNotContain("20260201120020  -")
        .contains(
            "Not listed: 50 migrations. All of them: -Ddbsage.since=20260101120000, or steps in"
                + " status.json.");
    Workspace all = new Workspace(folder, database).since("20260201120060");
    assertThat(all.status().report().passed()).isTrue();
    assertThat(all.console())
        .contains("20260201120060  -")
        .contains("20260201120069  -")
        .doesNotContain("20260201120059  -");
    Outcome wrong = new Workspace(folder, database).since("yesterday").status();
    assertThat(Objects.requireNonNull(wrong.report().error()).what())
        .isEqualTo("-Ddbsage.since=yesterday is not a version of 14 digits.");
  }

  @Test
  void writesQueriesForPsqlThatRunAsTheyStand() throws IOException {
    apply();
    Report report = status();
    assertThat(history(report).queries()).isEqualTo("target/dbsage/status.sql");
    assertThat(project.console())
        .contains("Queries about this history, for psql: target/dbsage/status.sql");
    String file = Files.readString(folder.resolve("target/dbsage/status.sql"));
    String[] queries = file.split(";\n", -1);
    assertThat(queries).hasSizeGreaterThan(10);
    assertThat(List.of(queries).subList(0, queries.length - 1))
        .allSatisfy(query -> database.query(query));
  }

  @Test
  void masksSecretsThatTheRecordHolds() {
    project.placeholder("app_password", "s3cr3t-word");
    apply();
    database.execute(
        "INSERT INTO schema_migrations (version, name, applied_by, checksum, notes)"
            + " VALUES ('20260102120000', 'two', 'me', repeat('a', 64), 'no s3cr3t-word here')",
        "INSERT INTO dbsage_log (action, reason) VALUES ('repair', 's3cr3t-word')");
    status();
    assertThat(project.console() + project.report())
        .doesNotContain("s3cr3t")
        .contains("no **** here");
  }

  @Test
  void refusesAVersionThatIsNone() {
    apply();
    database.execute(
        "ALTER TABLE schema_migrations DROP CONSTRAINT valid_version",
        "UPDATE schema_migrations SET version = 'one'");
    Outcome outcome = project.status();
    assertThat(Objects.requireNonNull(outcome.report().error()).what())
        .isEqualTo("schema_migrations holds the version \"one\", which is not 14 digits.");
  }
}
