package io.github.dbsage.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Severity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FingerprintsTest {

  private static final String SQL = "ALTER TABLE orders DROP COLUMN vat";

  @Test
  void stayWhenLinesShiftAndBlanksChange() {
    String before = of(finding("DROP_COLUMN", new Place("a.sql", 3, 1), SQL, "m"));
    String after =
        of(
            finding(
                "DROP_COLUMN",
                new Place("a.sql", 14, 5),
                " ALTER TABLE orders\n\tDROP  COLUMN vat\n",
                "another sentence"));
    assertThat(after).isEqualTo(before).matches("[0-9a-f]{64}:1");
  }

  @Test
  void differByRuleFileAndStatement() {
    Place where = new Place("a.sql", 3, 1);
    assertThat(
            new String[] {
              of(finding("DROP_COLUMN", where, SQL, "m")),
              of(finding("DROP_TABLE", where, SQL, "m")),
              of(finding("DROP_COLUMN", new Place("b.sql", 3, 1), SQL, "m")),
              of(finding("DROP_COLUMN", where, SQL + " CASCADE", "m")),
              of(finding("DROP_COLUMN", where, null, "m")),
              of(finding("DROP_COLUMN", where, null, "n")),
            })
        .doesNotHaveDuplicates();
  }

  @Test
  void withoutAStatementFollowTheMessageButNotItsPlaces() {
    Place where = new Place("a.sql", 3, 1);
    String before = of(finding("X", where, null, "Seen at a.sql:3:14, and in lines 7 to 9."));
    String after = of(finding("X", where, null, "Seen at a.sql:9:2, and in lines 13 to 9."));
    assertThat(after).isEqualTo(before);
  }

  @Test
  void numberEqualOnes() {
    Fingerprints fingerprints = new Fingerprints();
    Finding finding = finding("SERIAL_TYPE", new Place("a.sql", 3, 1), SQL, "m");
    assertThat(fingerprints.of(finding)).endsWith(":1");
    assertThat(fingerprints.of(finding)).endsWith(":2");
    assertThat(fingerprints.of(finding("OTHER", finding.where(), SQL, "m"))).endsWith(":1");
  }

  private static String of(Finding finding) {
    return new Fingerprints().of(finding);
  }

  private static Finding finding(
      String rule, Place where, @Nullable String statement, String message) {
    return new Finding(
        rule, Severity.ERROR, Certainty.CERTAIN, where, statement, message, null, null);
  }
}
