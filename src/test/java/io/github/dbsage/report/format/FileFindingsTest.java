package io.github.dbsage.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FileFindingsTest {

  private static Finding finding(String rule, Severity severity, String file, int line) {
    return new Finding(
        rule, severity, Certainty.CERTAIN, new Place(file, line, 1), null, "m", null, null);
  }

  private static FileFindings one(List<Finding> findings) {
    List<FileFindings> files = FileFindings.of(findings);
    assertThat(files).hasSize(1);
    return files.get(0);
  }

  @Test
  void standByFileAsTheFilesComeAndByLineWithinEach() {
    Finding late = finding("A", Severity.ERROR, "db/b.sql", 7);
    Finding early = finding("B", Severity.INFO, "db/b.sql", 2);
    Finding first = finding("A", Severity.WARNING, "db/b.sql", 7);
    Finding other = finding("A", Severity.ERROR, "a.sql", 1);
    List<FileFindings> files = FileFindings.of(List.of(late, other, early, first));
    assertThat(files).extracting(FileFindings::name).containsExactly("b.sql", "a.sql");
    assertThat(files.get(0).shown()).containsExactly(early, late, first);
    assertThat(files.get(0).folded()).isEmpty();
  }

  @Test
  void showThreeOfARuleAndFoldTheRest() {
    List<Finding> findings = new ArrayList<>();
    for (int line = 1; line <= 5; line++) {
      findings.add(finding("A", Severity.ERROR, "a.sql", line));
      findings.add(finding("B", Severity.ERROR, "b.sql", line));
    }
    assertThat(FileFindings.of(findings))
        .allSatisfy(
            file -> {
              assertThat(file.shown()).isEqualTo(file.all().subList(0, 3));
              assertThat(file.folded())
                  .isEqualTo(Map.of(file.all().get(0).rule(), file.all().subList(3, 5)));
            });
  }

  @Test
  void foldNoneThatWouldBeAloneThere() {
    List<Finding> findings = new ArrayList<>();
    for (int line = 1; line <= 4; line++) {
      findings.add(finding("A", Severity.ERROR, "a.sql", line));
    }
    FileFindings file = one(findings);
    assertThat(file.shown()).isEqualTo(findings);
    assertThat(file.folded()).isEmpty();
  }

  @Test
  void showTwentyInfosOfAFileAndAnythingThatIsWorse() {
    List<Finding> findings = new ArrayList<>();
    for (int line = 1; line <= 22; line++) {
      findings.add(finding("INFO_" + line, Severity.INFO, "a.sql", line));
    }
    Finding warning = finding("W", Severity.WARNING, "a.sql", 99);
    findings.add(warning);
    FileFindings file = one(findings);
    assertThat(file.shown()).hasSize(21).contains(warning);
    assertThat(file.folded()).containsOnlyKeys("INFO_21", "INFO_22");
  }

  @Test
  void knowHowBadTheyAre() {
    Finding info = finding("A", Severity.INFO, "a.sql", 1);
    Finding warning = finding("A", Severity.WARNING, "a.sql", 2);
    assertThat(FileFindings.worst(List.of(info, warning, info))).isEqualTo(Severity.WARNING);
    assertThat(FileFindings.worst(List.of(info))).isEqualTo(Severity.INFO);
    assertThat(FileFindings.worst(List.of())).isEqualTo(Severity.INFO);
  }
}
