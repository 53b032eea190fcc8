package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbsage.app.Judgement.FailOn;
import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.UserError;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dbsage.failOn} and {@code dbsage.failOnPending}. */
@OnPostgres
final class FailOnTest {

  private static final String ONE = "20260101120000_one";
  private static final String NOT_STAMPED =
      "-- Checksum: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"
          + "-- Rollback: none because it is a test\n";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    project.file(ONE, "CREATE TABLE one (id int);");
  }

  private static void passes(Outcome outcome) {
    assertThat(outcome.report().passed()).as(outcome.sentence()).isTrue();
  }

  private static String fails(Outcome outcome) {
    assertThat(outcome.report().passed()).isFalse();
    assertThat(outcome.defect()).isNull();
    return outcome.sentence();
  }

  @Test
  void aWarningFailsWhatIsAskedTo() {
    project.file(ONE, NOT_STAMPED + "CREATE TABLE one (id int);");
    passes(project.validate());
    project.judgement(FailOn.WARNING, false);
    assertThat(fails(project.validate()))
        .endsWith("(src/main/db/migrations/20260101120000_one.sql:1:1) (dbsage.failOn=warning)");
    assertThat(fails(project.verify())).endsWith("(dbsage.failOn=warning)");
    assertThat(fails(project.apply())).endsWith("(dbsage.failOn=warning)");
    assertThat(database.value("SELECT to_regclass('one') IS NULL")).isEqualTo("t");
    assertThat(fails(project.status())).endsWith("(dbsage.failOn=warning)");
  }

  @Test
  void severalWarningsAreCounted() {
    project
        .file(ONE, NOT_STAMPED + "CREATE TABLE one (id int);")
        .file("20260102120000_two", NOT_STAMPED + "CREATE TABLE two (id int);")
        .judgement(FailOn.WARNING, false);
    assertThat(fails(project.validate()))
        .isEqualTo("2 warnings were found; each is listed above (dbsage.failOn=warning).");
  }

  @Test
  void neverLetsAChangedFilePassWhereNothingIsWritten() {
    passes(project.apply());
    project.file(ONE, "CREATE TABLE one (id bigint);");
    fails(project.verify());
    project.judgement(FailOn.NEVER, false);
    passes(project.verify());
    assertThat(project.console()).contains("error CHECKSUM_CHANGED");
    project.judgement(FailOn.ERROR, false);
    fails(project.verify());
  }

  @Test
  void neverDoesNotLetApplyRunOverAChangedFile() {
    passes(project.apply());
    project
        .file(ONE, "CREATE TABLE one (id bigint);")
        .file("20260102120000_two", "CREATE TABLE two ();")
        .judgement(FailOn.NEVER, false);
    assertThat(fails(project.apply())).contains("was changed after it was applied");
    assertThat(database.value("SELECT to_regclass('two') IS NULL")).isEqualTo("t");
  }

  @Test
  void statusPassesUnlessItIsAskedNotTo() {
    passes(project.apply());
    project.file(ONE, "CREATE TABLE one (id bigint);");
    passes(project.status());
    project.judgement(FailOn.WARNING, false);
    assertThat(fails(project.status())).contains("was changed after it was applied");
  }

  @Test
  void failOnPendingNamesHowManyArePending() {
    project.file("20260102120000_two", "SELECT 1;").judgement(FailOn.NEVER, true);
    Outcome outcome = project.status();
    assertThat(fails(outcome))
        .isEqualTo(
            "2 migrations are pending on %s (%s:%d), and dbsage.failOnPending is set."
                .formatted(database.name(), database.host(), database.port()));
    Problem problem = Objects.requireNonNull(outcome.report().error());
    assertThat(problem.why()).isEqualTo("The first one is 20260101120000_one.");
    assertThat(problem.fix()).isEqualTo("Run mvn dbsage:apply, or leave dbsage.failOnPending out.");
    passes(project.apply());
    passes(project.status());
  }

  @Test
  void failOnPendingCountsAFailedOneThatHasAFile() {
    project
        .file("20260102120000_two", "SELECT 1/0;")
        .file("20260103120000_three", "SELECT 1;")
        .judgement(FailOn.NEVER, true);
    assertThat(fails(project.apply())).contains("division by zero");
    assertThat(fails(project.status()))
        .startsWith("2 migrations are not applied (1 pending, 1 failed) on ");
    project.delete("20260103120000_three");
    assertThat(fails(project.status())).startsWith("1 migration failed and is not applied on ");
    project.delete("20260102120000_two");
    passes(project.status());
  }

  @Test
  void whatIsOnlyPossibleNeverBlocksApply() {
    Finding possible =
        new Finding(
            "X", Severity.ERROR, Certainty.POSSIBLE, Place.startOf("a"), null, "m", null, null);
    assertThat(Judgement.USUAL.fails(possible, true)).isTrue();
    assertThat(Judgement.USUAL.forApply().fails(possible, true)).isFalse();
  }

  @Test
  void refusesAnUnknownChoice() {
    assertThatThrownBy(() -> Judgement.of("warnings", FailOn.ERROR, false))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.problem().what())
                  .isEqualTo("dbsage.failOn=warnings is unknown (did you mean warning?).");
              assertThat(e.problem().fix()).isEqualTo("Write error, warning or never.");
            });
    assertThat(Judgement.of(" Never ", FailOn.ERROR, false).failOn()).isEqualTo(FailOn.NEVER);
  }
}
