package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Hazard;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.Suppressed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GoalRunTest {

  private static final Place WHERE = new Place("src/main/db/migrations/a.sql", 3, 1);
  private static final Suppressed SUPPRESSED =
      new Suppressed(
          Finding.error("DROP_TABLE", WHERE, "It goes.", null),
          "nobody reads it",
          new Place(WHERE.file(), 2, 1));

  @TempDir Path folder;

  private static Hazard hazard(String id) {
    return new Hazard(id, Severity.ERROR, id + " is bad.", "hazards/" + id + ".md");
  }

  @Test
  void writesItsReportInEveryFormat() throws IOException {
    Workspace.of(folder)
        .run("validate-plan", run -> run.add(Finding.error("MASS_DML", WHERE, "m", null)));
    Path reports = folder.resolve("target/dbsage");
    try (var files = Files.list(reports)) {
      assertThat(files)
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder(
              "validate-plan.json",
              "report.json",
              "validate-plan.sarif",
              "report.sarif",
              "validate-plan.junit.xml",
              "report.junit.xml");
    }
    assertThat(Files.readString(reports.resolve("report.sarif")))
        .isEqualTo(Files.readString(reports.resolve("validate-plan.sarif")))
        .contains("\"ruleId\": \"MASS_DML\"")
        .contains("\"version\": \"test\"");
  }

  @Test
  void reportsWhatIsSuppressedAndPassesAllTheSame() {
    Workspace project = Workspace.of(folder);
    Report report = project.run("validate-plan", run -> run.add(SUPPRESSED)).report();
    assertThat(report.passed()).isTrue();
    assertThat(report.suppressed()).containsExactly(SUPPRESSED);
    assertThat(project.report()).contains("\"reason\": \"nobody reads it\"");
    assertThat(project.console())
        .contains("suppressed DROP_TABLE at " + WHERE + ", because nobody reads it");
  }

  @Test
  void reportsThoseHazardsThatItsFindingsSpeakOf() {
    List<Hazard> catalogue = List.of(hazard("A"), hazard("DROP_TABLE"), hazard("MASS_DML"));
    Report report =
        Workspace.of(folder)
            .run(
                "validate-plan",
                run -> {
                  run.know(catalogue);
                  run.add(Finding.error("MASS_DML", WHERE, "m", null));
                  run.add(SUPPRESSED);
                })
            .report();
    assertThat(report.hazards()).containsExactly(hazard("DROP_TABLE"), hazard("MASS_DML"));
  }
}
