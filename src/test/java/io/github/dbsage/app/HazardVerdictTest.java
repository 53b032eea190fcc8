package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.dbsage.db.Database;
import io.github.dbsage.lint.Server;
import io.github.dbsage.lint.rule.HazardExample;
import io.github.dbsage.lint.rule.Trial;
import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.plan.Project;
import io.github.dbsage.run.Rehearsal;
import io.github.dbsage.shadow.Sizes;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import io.github.dbsage.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hazards' examples in a dry run, where tables have no rows: what the run can show of a hazard
 * it confirms, and it adds nothing to the safe way. {@code -Ddbsage.hazards=A,B} runs those only.
 */
@OnPostgres
final class HazardVerdictTest {

  private static final String SETUP = "20260101000000_setup";
  private static final String MIGRATION = "20260102000000_migration";

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> theRunConfirmsTheBadExampleAndNothingOfTheGoodOne(TestDatabase database) {
    int major = database.major();
    List<String> asked = Arrays.asList(System.getProperty("dbsage.hazards", "").split(","));
    return HazardExample.all().stream()
        .filter(pair -> asked.contains("") || asked.contains(pair.id()))
        .filter(pair -> isVisible(pair.id()))
        .flatMap(pair -> Stream.of(pair.bad(), pair.good()))
        .filter(example -> example.needs() <= major)
        .map(
            example ->
                dynamicTest(
                    example + " on PostgreSQL " + major, () -> check(example, database, major)));
  }

  /** Whether a run shows it by work or by a lock. */
  private static boolean isVisible(String id) {
    return Shows.ran(id, Trace.NOTHING) != Shows.Answer.UNKNOWN
        && Stream.of("25001", "0A000", "55000", "55P04")
            .allMatch(state -> Shows.failed(id, state) == Shows.Answer.UNKNOWN);
  }

  private void check(HazardExample example, TestDatabase database, int major) throws IOException {
    Trial.withoutRows(example, database);
    Report report = rehearsed(example, database, major);
    List<Finding> confirmed =
        report.findings().stream().filter(f -> f.certainty() == Certainty.CONFIRMED).toList();
    if (example.isBad() && example.versions().contains(major)) {
      assertThat(confirmed)
          .as("%s: confirmed of %s", example, described(report))
          .extracting(Finding::rule)
          .contains(example.id());
    } else {
      assertThat(confirmed).extracting(Finding::rule).doesNotContain(example.id());
    }
    if (!example.isBad()) {
      assertThat(report.findings())
          .as("%s: %s", example, described(report))
          .noneMatch(HazardVerdictTest::isAdded);
    }
  }

  private static boolean isAdded(Finding finding) {
    return finding.message().startsWith("seen in the dry run: ");
  }

  private static String described(Report report) {
    StringBuilder text = new StringBuilder();
    report.findings().forEach(finding -> text.append(finding).append('\n'));
    report.withdrawn().forEach(one -> text.append("withdrawn ").append(one).append('\n'));
    report.steps().forEach(step -> text.append(step.statements()).append('\n'));
    return text.append(report.error()).toString();
  }

  /** Tries the migration on the database itself: a server for each would take most of the time. */
  private Report rehearsed(HazardExample example, TestDatabase database, int major)
      throws IOException {
    Workspace project = Workspace.of(Files.createTempDirectory(folder, "example"));
    if (!example.setup().isBlank()) {
      project.file(SETUP, example.setup());
    }
    project.file(MIGRATION, example.migration());
    TestDatabase seen = example.superuser() ? database.asSuperuser() : database;
    Outcome outcome = project.run("dry-run", run -> rehearse(run, seen, major));
    Trial.dropExtra(database.asSuperuser());
    assertThat(outcome.defect()).isNull();
    return outcome.report();
  }

  private static void rehearse(GoalRun run, TestDatabase seen, int major) {
    Project project = run.project();
    List<SqlStep> pending =
        project.steps().stream()
            .filter(HazardVerdictTest::isPending)
            .map(SqlStep.class::cast)
            .toList();
    Database database = run.stopping(Database.at(seen.target(), "test"));
    try (Grammar grammar = run.grammar();
        Rehearsal rehearsal =
            new Rehearsal(
                database,
                Replay.SETTINGS,
                run.redaction(),
                run.listener(),
                Rehearsal.Stage.SHADOW)) {
      Linting.Result result =
          Linting.of(
              project,
              HazardVerdictTest::isPending,
              true,
              Server.of(major),
              Severities.USUAL,
              grammar);
      Verdict verdict =
          new Verdict(
              project, result, Severities.USUAL, new Scale(Sizes.UNKNOWN), "PostgreSQL " + major);
      for (SqlStep step : pending) {
        Rehearsal.Outcome outcome = rehearsal.run(step);
        verdict.saw(outcome);
        run.add(outcome.report());
        if (outcome.error() != null) {
          run.fail(outcome.error());
        }
      }
      verdict.give(run, pending);
    }
  }

  private static boolean isPending(Step step) {
    return step.version().digits().equals(MIGRATION.substring(0, 14));
  }
}
