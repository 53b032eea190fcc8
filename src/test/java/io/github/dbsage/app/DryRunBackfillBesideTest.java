package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.State;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backfills that are tried beside a database, or looked at on it; none of them runs there. */
@OnPostgres
final class DryRunBackfillBesideTest {

  private static final String ONE = "20260101120000_one";
  private static final String TWO = "20260102120000_two";
  private static final String FILL = "20260103120000_fill.backfill.yaml";

  private static final String SAME =
      "table: public.users\nset: { address: lower(email) }\nwhere: address IS NULL\n";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    fresh.asSuperuser().execute("GRANT CREATE ON SCHEMA public TO " + fresh.user());
    project =
        new Workspace(folder, fresh)
            .major(fresh.major())
            .file(
                ONE,
                """
                CREATE TABLE users (id bigint PRIMARY KEY, email text, address text, n int);
                CREATE TABLE small (id bigint PRIMARY KEY, email text, address text);
                """);
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    database.execute(
        "INSERT INTO users SELECT i, 'E' || i FROM generate_series(1, 150000) i",
        "INSERT INTO small SELECT i, 'E' || i FROM generate_series(1, 100) i",
        "ANALYZE");
  }

  private StepReport last(Outcome outcome) {
    assertThat(outcome.defect()).as(project.console()).isNull();
    assertThat(outcome.report().error()).as(project.console()).isNull();
    assertThat(database.value("SELECT count(address) FROM users")).isEqualTo("0");
    assertThat(database.value("SELECT to_regclass('dbsage_backfill') IS NULL")).isEqualTo("t");
    List<StepReport> steps = outcome.report().steps();
    return steps.get(steps.size() - 1);
  }

  private static List<String> choices(StepReport step) {
    return Objects.requireNonNull(step.backfill()).choices();
  }

  private static List<Finding> of(Outcome outcome, String rule) {
    return outcome.report().findings().stream().filter(f -> f.rule().equals(rule)).toList();
  }

  @Test
  void explainsABatchOnTheTargetAndEstimatesWhatItCosts() {
    project.file(FILL, SAME);
    Outcome outcome = project.dryRun();
    StepReport step = last(outcome);
    assertThat(step.state()).isEqualTo(State.APPLIED);
    assertThat(choices(step))
        .contains("each batch finds its rows by a range (EXPLAIN on the target)")
        .anyMatch(
            line ->
                line.matches(
                    "about 150,000 rows: .* at 2 workers, about \\d+ MB of WAL; the table grows by"
                        + " up to .*"));
    assertThat(project.console()).contains("about 150,000 rows");
    assertThat(of(outcome, "BACKFILL_SCAN")).isEmpty();
  }

  @Test
  void estimatesWhereTheColumnIsStillPending() {
    project
        .file(TWO, "ALTER TABLE users ADD COLUMN mail text;")
        .file(FILL, "table: public.users\nset: { mail: lower(email) }\n");
    StepReport step = last(project.dryRun());
    assertThat(choices(step))
        .contains("each batch finds its rows by a range (EXPLAIN in the throw-away server)")
        .anyMatch(line -> line.startsWith("about 150,000 rows: "));
  }

  @Test
  void saysThatATableIsNotThereYet() {
    project
        .file(TWO, "CREATE TABLE other (id bigint PRIMARY KEY, a text, b text);")
        .file(FILL, "table: public.other\nset: { b: a }\n");
    assertThat(choices(last(project.dryRun())))
        .contains("the target does not have the table yet: there is nothing to estimate");
  }

  @Test
  void doesNotWaitForATableThatSomebodyHolds() throws Exception {
    project.file(FILL, SAME);
    try (Connection other = database.connect()) {
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        statement.execute("LOCK TABLE users");
      }
      Outcome outcome = project.dryRun();
      other.rollback();
      assertThat(choices(last(outcome)))
          .anyMatch(line -> line.startsWith("the target's table could not be looked at"));
    }
  }

  @Test
  void findsAStatementThatReadsEverythingOnTheTarget() {
    project.file(
        FILL,
        """
        table: public.users
        statement: UPDATE public.users u SET address = lower(email) WHERE ({chunk}) IS TRUE
        """);
    Outcome outcome = project.dryRun();
    last(outcome);
    assertThat(of(outcome, "BACKFILL_SCAN"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.certainty().label()).isEqualTo("certain"));
  }

  @Test
  void doesNotMindHowFewRowsAreFound() {
    project.file(
        FILL,
        """
        table: public.small
        statement: UPDATE public.small s SET address = lower(email) WHERE ({chunk}) IS TRUE
        """);
    Outcome outcome = project.dryRun();
    last(outcome);
    assertThat(of(outcome, "BACKFILL_SCAN")).isEmpty();
  }

  @Test
  void failsWhereRowSecurityWouldHideRowsOnTheTarget() {
    project.file(FILL, SAME);
    database.execute("ALTER TABLE users ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY");
    Outcome outcome = project.dryRun();
    assertThat(Objects.requireNonNull(outcome.report().error(), project::console).code())
        .isEqualTo("BACKFILL_ROW_SECURITY");
    assertThat(outcome.report().steps().get(0).state()).isEqualTo(State.FAILED);
  }

  @Test
  void doesNotAskARoleThatOnlyLooksToWrite() {
    project.file(FILL, SAME);
    String reader = database.createRole("LOGIN PASSWORD 'look'");
    database.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + reader);
    StepReport step = last(project.dryRunAt(database.jdbcUrl(), reader, "look"));
    assertThat(choices(step))
        .contains("each batch finds its rows by a range (EXPLAIN in the throw-away server)")
        .anyMatch(line -> line.startsWith("about 150,000 rows: "));
  }

  @Test
  void leavesItOutWhereTheTargetIsPlayedOnButLooks() {
    project
        .file(TWO, "ALTER TABLE users ADD COLUMN mail text;")
        .file(FILL, "table: public.users\nset: { mail: lower(email) }\n");
    Outcome outcome = project.dryRunInTransaction();
    assertThat(last(outcome).state()).isEqualTo(State.PENDING);
    assertThat(of(outcome, "NOT_SIMULATED"))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.effect())
                    .contains("each batch finds its rows by a range (EXPLAIN on the target)")
                    .contains("about 150,000 rows: "));
  }

  @Test
  void looksOnTheTargetWhereNothingRanBefore() {
    project.file(FILL, SAME).file("20260104120000_four", "ALTER TABLE users DROP COLUMN n;");
    Outcome outcome = project.dryRunInTransaction();
    assertThat(last(outcome).state()).isEqualTo(State.APPLIED);
    assertThat(outcome.report().steps().get(0).state()).isEqualTo(State.PENDING);
    assertThat(of(outcome, "NOT_SIMULATED")).hasSize(1);
  }

  @Test
  void failsOnTheTargetWhereTheBackfillCannotBegin() {
    project.file(FILL, "table: public.users\nset: { adress: lower(email) }\n");
    Outcome outcome = project.dryRunInTransaction();
    assertThat(Objects.requireNonNull(outcome.report().error(), project::console).code())
        .isEqualTo("BACKFILL_COLUMN");
    assertThat(outcome.report().steps().get(0).state()).isEqualTo(State.FAILED);
  }
}
