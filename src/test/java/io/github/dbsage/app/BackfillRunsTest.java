package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.app.Backfill.Action;
import io.github.dbsage.backfill.BegunJob;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.State;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backfills among migrations, by the goals that run them. */
@OnPostgres
final class BackfillRunsTest {

  private static final String USERS = "20260101120000_users";
  private static final String FILL = "20260102120000_fill.backfill.yaml";
  private static final String BEHIND = "20260103120000_behind";
  private static final String SQL =
      """
      CREATE TABLE users (id bigint PRIMARY KEY, a text, b text, n int NOT NULL DEFAULT 0);
      INSERT INTO users SELECT i, 'a' || i FROM generate_series(1, 1000) i;
      """;
  private static final String YAML =
      """
      backfill: fill
      table: public.users
      set: { b: a }
      where: b IS NULL
      rollback: UPDATE public.users SET b = NULL
      """;

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    project.file(USERS, SQL);
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    project.file(FILL, YAML).file(BEHIND, "ALTER TABLE users ALTER b SET NOT NULL;");
  }

  private Report passing(Outcome outcome) {
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    return outcome.report();
  }

  private Report failing(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isFalse();
    return outcome.report();
  }

  private void allIsFilled() {
    assertThat(database.value("SELECT count(*) FROM users WHERE b IS DISTINCT FROM a"))
        .isEqualTo("0");
  }

  @Test
  void oneRunsInItsPlaceAmongTheMigrations() {
    Report report = passing(project.apply());
    assertThat(report.steps())
        .extracting(StepReport::kind)
        .containsExactly(StepReport.Kind.BACKFILL, StepReport.Kind.SQL);
    assertThat(report.steps()).extracting(StepReport::state).containsOnly(State.APPLIED);
    assertThat(Objects.requireNonNull(report.steps().get(0).backfill()).rows()).isEqualTo(1_000);
    allIsFilled();
    assertThat(
            database.value(
                "SELECT kind || ' ' || success || ' ' || rollback_script FROM schema_migrations"
                    + " WHERE version = '20260102120000'"))
        .isEqualTo("backfill true UPDATE public.users SET b = NULL");
    assertThat(database.value("SELECT status FROM migration_progress")).isEqualTo("done");
    assertThat(passing(project.verify()).findings()).isEmpty();
  }

  @Test
  void nothingStartsBehindOneThatIsNotVerified() {
    project.file(FILL, YAML + "verify: { mismatches: { sql: \"SELECT 3\", max: 0 } }\n");
    Report report = failing(project.apply());
    assertThat(report.steps())
        .extracting(StepReport::state)
        .containsExactly(State.FAILED, State.PENDING);
    assertThat(
            database.value(
                "SELECT success::text FROM schema_migrations WHERE version = '20260102120000'"))
        .isEqualTo("false");
    project.file(FILL, YAML);
    assertThat(passing(project.apply()).steps())
        .extracting(StepReport::state)
        .containsExactly(State.RESUMED, State.APPLIED);
    allIsFilled();
  }

  @Test
  void aJobOfOtherWorkIsNotGoneOnWith() {
    BegunJob.write(database, "public", "fill", "20260102120000");
    Report report = failing(project.apply());
    assertThat(report.steps())
        .extracting(StepReport::state)
        .containsExactly(State.FAILED, State.PENDING);
    assertThat(database.value("SELECT count(b) FROM users")).isEqualTo("0");
  }

  @Test
  void theGoalRunsTheOneThatIsDueAndRecordsIt() {
    Report report = passing(project.backfill(Action.RUN, null, "before the release"));
    assertThat(report.steps())
        .singleElement()
        .satisfies(step -> assertThat(step.state()).isEqualTo(State.APPLIED));
    allIsFilled();
    assertThat(
            database.value(
                "SELECT action || ': ' || reason FROM dbsage_log ORDER BY id DESC LIMIT 1"))
        .isEqualTo("backfill: before the release");
    assertThat(passing(project.apply()).steps())
        .singleElement()
        .satisfies(step -> assertThat(step.name()).isEqualTo("behind"));
  }

  @Test
  void aFailureOfTheGoalIsLoggedAndTheHistoryIsLeftAlone() {
    project.file(FILL, YAML + "verify: { mismatches: { sql: \"SELECT 3\", max: 0 } }\n");
    failing(project.backfill(Action.RUN, "fill", null));
    assertThat(database.value("SELECT action FROM dbsage_log ORDER BY id DESC LIMIT 1"))
        .isEqualTo("backfill failed");
    assertThat(database.value("SELECT count(*) FROM schema_migrations")).isEqualTo("1");
  }

  @Test
  void twoRunnersShareOneAndNoRowIsDoneTwice(@TempDir Path elsewhere) {
    String yaml =
        """
        backfill: fill
        table: public.users
        set: { n: n + 1, b: a }
        batch: { size: 10 }
        """;
    project.file(FILL, yaml);
    Workspace other = new Workspace(elsewhere, database).file(USERS, SQL).file(FILL, yaml);
    CompletableFuture<Outcome> joined =
        CompletableFuture.supplyAsync(() -> other.backfill(Action.RUN, "fill", null));
    passing(project.apply());
    assertThat(joined.join().report().passed()).as(other.console()).isTrue();
    assertThat(database.value("SELECT count(*) FROM users WHERE n <> 1")).isEqualTo("0");
    assertThat(database.value("SELECT count(*) FROM schema_migrations WHERE kind = 'backfill'"))
        .isEqualTo("1");
  }

  @Test
  void aPauseFromElsewhereStopsApplyAndWhatComesBehind(@TempDir Path elsewhere)
      throws SQLException {
    Workspace operator = new Workspace(elsewhere, database);
    CompletableFuture<Outcome> applied;
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("UPDATE users SET n = n WHERE id = 500");
      applied = CompletableFuture.supplyAsync(project::apply);
      assertThat(Eventually.holds(this::isAtWork)).as(project.console()).isTrue();
      Outcome paused = operator.backfill(Action.PAUSE, "fill", "the shop is busy");
      assertThat(paused.report().passed()).as(operator.console()).isTrue();
      assertThat(failing(applied.join()).steps())
          .extracting(StepReport::state)
          .containsExactly(State.FAILED, State.PENDING);
      holder.rollback();
    }
    assertThat(operator.backfill(Action.RESUME, "fill", null).report().passed()).isTrue();
    assertThat(passing(project.apply()).steps())
        .extracting(StepReport::state)
        .containsExactly(State.RESUMED, State.APPLIED);
    allIsFilled();
  }

  private boolean isAtWork() {
    return "t".equals(database.value("SELECT to_regclass('dbsage_backfill') IS NOT NULL"))
        && "1".equals(database.value("SELECT count(*) FROM dbsage_backfill"));
  }

  @Test
  void oneThatWasRolledBackIsDoneAnew() {
    project.target("20260102120000");
    passing(project.apply());
    passing(project.rollback());
    assertThat(database.value("SELECT count(b) FROM users")).isEqualTo("0");
    passing(project.apply());
    allIsFilled();
  }

  @Test
  void onlyAChangedCommentIsToldFromChangedWork() {
    passing(project.apply());
    project.file(FILL, "# for the new address\n" + YAML.replace("where:", "# which\nwhere:"));
    assertThat(failing(project.verify()).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("(comments)"));
    project.file(FILL, YAML.replace("{ b: a }", "{ b: lower(a) }"));
    assertThat(failing(project.verify()).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("(code)"));
  }
}
