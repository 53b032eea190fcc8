package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.app.Backfill.Action;
import io.github.dbsage.backfill.BegunJob;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of backfills, how they are steered, and when one is not run. */
@OnPostgres
final class BackfillTest {

  private static final String USERS = "20260101120000_users";
  private static final String FILL = "20260102120000_fill";
  private static final String VERSION = "20260102120000";
  private static final String YAML =
      """
      backfill: fill
      table: public.users
      set: { b: a }
      where: b IS NULL
      """;

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    project.file(USERS, "CREATE TABLE users (id bigint PRIMARY KEY, a text, b text);");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    project.file(FILL + ".backfill.yaml", YAML);
  }

  private Problem refusal(Action action, String name) {
    return error(project.backfill(action, name, null));
  }

  private Problem error(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isFalse();
    return Objects.requireNonNull(outcome.report().error());
  }

  private void passes(Outcome outcome) {
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
  }

  private void begin() {
    BegunJob.write(database, "public", "fill", VERSION);
  }

  private void markApplied() {
    passes(project.repair(VERSION, "applied", null, "done by hand"));
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    Problem problem = refusal(Action.RUN, "fil");
    assertThat(problem.what()).isEqualTo("There is no backfill fil here (did you mean fill?).");
    assertThat(problem.fix()).isEqualTo("Name one of: fill; its version or file does too.");
  }

  @Test
  void severalWantAName() {
    project.file("20260103120000_refill.backfill.yaml", YAML.replace(": fill", ": refill"));
    assertThat(error(project.backfill(Action.RUN, null, null)).what())
        .isEqualTo("There are several backfills: fill, refill.");
  }

  @Test
  void whatIsAppliedIsLeftAlone() {
    markApplied();
    passes(project.backfill(Action.RUN, VERSION, null));
    assertThat(project.console())
        .contains("20260102120000_fill is applied already: there is nothing to do.");
    passes(project.backfill(Action.RUN, null, null));
    assertThat(project.console()).contains("No backfill is pending: there is nothing to do.");
  }

  @Test
  void whatComesBeforeItMustBeApplied() {
    project.file("20260101130000_between", "CREATE TABLE between_them ();");
    Problem problem = refusal(Action.RUN, FILL + ".backfill.yaml");
    assertThat(problem.what())
        .isEqualTo(
            "20260102120000_fill cannot run yet: 20260101130000_between before it is not applied.");
    assertThat(problem.fix())
        .isEqualTo("Run mvn dbsage:apply: it runs them, and then the backfill.");
  }

  @Test
  void aDatabaseWithoutAHistoryIsLeftToApply() {
    project.schema("elsewhere");
    assertThat(refusal(Action.RUN, "fill").what())
        .isEqualTo("Schema elsewhere has no history of DB Sage yet, so no backfill is due.");
  }

  @Test
  void aBackfillIsPausedWithAReasonAndALine() {
    begin();
    passes(project.backfill(Action.PAUSE, null, "the shop is busy"));
    assertThat(database.value("SELECT status || ': ' || reason FROM migration_progress"))
        .isEqualTo("paused: the shop is busy");
    assertThat(
            database.value(
                "SELECT action || ' ' || version || ': ' || reason FROM dbsage_log"
                    + " ORDER BY id DESC LIMIT 1"))
        .isEqualTo("backfill pause 20260102120000: the shop is busy");
    assertThat(project.console())
        .contains("The backfill fill is paused; no session was at work. To let it go on: mvn");
  }

  @Test
  void aBackfillIsCancelledAndResumed() {
    begin();
    passes(project.backfill(Action.CANCEL, "fill", null));
    assertThat(database.value("SELECT status FROM migration_progress")).isEqualTo("cancelled");
    passes(project.backfill(Action.RESUME, VERSION, null));
    assertThat(database.value("SELECT status FROM migration_progress")).isEqualTo("running");
  }

  @Test
  void whatIsRefusedIsNotLogged() {
    begin();
    passes(project.backfill(Action.CANCEL, "fill", null));
    assertThat(refusal(Action.PAUSE, "fill").what())
        .isEqualTo("The backfill fill is cancelled, so there is nothing to pause.");
    assertThat(database.value("SELECT count(*) FROM dbsage_log WHERE action = 'backfill pause'"))
        .isEqualTo("0");
  }

  @Test
  void steeringNeedsNoFiles() {
    begin();
    project.deleteAll();
    passes(project.backfill(Action.PAUSE, FILL, null));
    assertThat(database.value("SELECT status FROM migration_progress")).isEqualTo("paused");
  }

  @Test
  void aNameThatWasNeverBegunCannotBeSteered() {
    assertThat(refusal(Action.PAUSE, "fill").what()).isEqualTo("No backfill fill was begun here.");
    assertThat(error(project.backfill(Action.CANCEL, null, null)).what())
        .isEqualTo("There is no backfill to cancel in this database.");
  }

  @Test
  void whoMayOnlyReadSeesHowFarItIs() {
    begin();
    String role = database.createRole("LOGIN PASSWORD 'only reads'");
    database.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role);
    TestDatabase reader = database.as(role, "only reads");
    passes(project.backfillAt(reader, Action.STATUS, null));
    assertThat(project.console()).contains("250 of about 1,000").contains("25 %");
    assertThat(error(project.backfillAt(reader, Action.PAUSE, null)).what())
        .startsWith("The role may not steer backfills: ");
  }

  @Test
  void statusTellsThatThereIsNone() {
    passes(project.backfill(Action.STATUS, null, null));
    assertThat(project.console()).contains("No backfill was begun in schema public.");
  }

  @Test
  void theStatusOfAllShowsHowFarAPendingOneIs() {
    begin();
    database.execute(
        "UPDATE migration_progress SET status = 'paused', reason = 'the shop is busy'");
    passes(project.status());
    assertThat(project.console())
        .contains(
            "Backfill fill (20260102120000): paused, 250 of about 1,000 rows (25 %),"
                + " 1 held by others, 1 refused, nobody is at work; the shop is busy")
        .contains("pending, backfill paused, 25 %");
  }

  @Test
  void theStatusOfAllIsSilentAboutWhatIsApplied() {
    begin();
    markApplied();
    passes(project.status());
    assertThat(project.console()).doesNotContain("Backfill fill");
  }

  @Test
  void whatIsMarkedAsAppliedIsABackfillInTheRecord() {
    markApplied();
    assertThat(
            database.value(
                "SELECT m.kind FROM schema_migrations m JOIN dbsage_journal j USING (version)"
                    + " WHERE j.ordinal = 0 AND m.version = '20260102120000'"))
        .isEqualTo("backfill");
  }

  @Test
  void whatIsMarkedAsRevertedBeginsAnew() {
    begin();
    markApplied();
    passes(project.repair(VERSION, "reverted", null, "undone by hand"));
    assertThat(database.value("SELECT count(*) FROM dbsage_backfill")).isEqualTo("0");
    assertThat(database.value("SELECT count(*) FROM dbsage_extent")).isEqualTo("0");
    assertThat(database.value("SELECT count(*) FROM migration_progress")).isEqualTo("0");
  }

  @Test
  void whatIsRolledBackBeginsAnew() {
    begin();
    markApplied();
    database.execute(
        "UPDATE schema_migrations SET rollback_script = 'UPDATE users SET b = NULL'"
            + " WHERE version = '20260102120000'");
    Outcome outcome = project.rollback();
    passes(outcome);
    assertThat(outcome.report().steps())
        .singleElement()
        .satisfies(step -> assertThat(step.state()).isEqualTo(StepReport.State.ROLLED_BACK));
    assertThat(database.value("SELECT count(*) FROM dbsage_backfill")).isEqualTo("0");
  }

  @Test
  void aFailedOneIsNotSaidToHaveLeftNothing() {
    database.execute(
        "INSERT INTO schema_migrations (version, name, applied_by, success, checksum, kind, notes)"
            + " VALUES ('20260102120000', 'fill', 'app', false, repeat('0', 64), 'backfill', 'x')");
    passes(project.repair());
    assertThat(project.console())
        .contains("failed; what it did is kept, and the next run goes on from there.");
    passes(project.status());
    assertThat(project.console()).contains("What it did stays.");
  }

  @Test
  void ourTablesAreNobodyElses() {
    begin();
    passes(project.snapshot(null, null));
    assertThat(project.console()).doesNotContain("dbsage_extent");
  }
}
