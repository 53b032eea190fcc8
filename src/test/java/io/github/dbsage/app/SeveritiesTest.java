package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbsage.app.Severities.Level;
import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.UserError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code dbsage.severities}. */
final class SeveritiesTest {

  @Test
  void areReadFromACommandLine() {
    assertThat(Severities.parse(" MASS_DML = Error,SERIAL_TYPE=off,\n INT_PK=info ,A=warning, "))
        .isEqualTo(
            new Severities(
                Map.of(
                    "MASS_DML", Level.ERROR,
                    "SERIAL_TYPE", Level.OFF,
                    "INT_PK", Level.INFO,
                    "A", Level.WARNING)));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", ","})
  void areTheUsualOnesWhereNothingIsSaid(@Nullable String text) {
    assertThat(Severities.parse(text)).isEqualTo(Severities.USUAL);
    assertThat(Severities.of(null)).isEqualTo(Severities.USUAL);
  }

  @Test
  void areReadFromAPom() {
    assertThat(Severities.of(Map.of(" MASS_DML", "error ", "INT_PK", "OFF")))
        .isEqualTo(new Severities(Map.of("MASS_DML", Level.ERROR, "INT_PK", Level.OFF)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MASS_DML=eror|dbsage.severities sets MASS_DML to eror, which is unknown (did you mean"
            + " error?).|Write error, warning, info or off.",
        "A=off,MASS_DML=fatality|dbsage.severities sets MASS_DML to fatality, which is"
            + " unknown.|Write error, warning, info or off.",
        "MASS_DML=|dbsage.severities sets MASS_DML to nothing.|Write error, warning, info or off.",
        "MASS_DML|dbsage.severities does not say what MASS_DML is.|Write MASS_DML=error, =warning,"
            + " =info or =off.",
        "A=off,B=info,A=off|dbsage.severities sets A twice.|Keep one of the two.",
      })
  void areRefusedWithWhatToWrite(String text, String what, String fix) {
    assertRefused(() -> Severities.parse(text), what, fix);
  }

  @Test
  void ofAPomAreRefusedWhereAnElementIsEmpty() {
    Map<String, @Nullable String> configured = new HashMap<>();
    configured.put("MASS_DML", null);
    assertRefused(
        () -> Severities.of(configured),
        "dbsage.severities sets MASS_DML to nothing.",
        "Write error, warning, info or off.");
  }

  @Test
  void areOnlyOfHazardsThatThereAre() {
    Set<String> ids = Set.of("MASS_DML", "INT_PK");
    Severities.parse("MASS_DML=off,INT_PK=off").requireKnown(ids);
    String fix = "Write a hazard's id as the reports show it, such as ADD_FK_VALIDATING.";
    assertRefused(
        () -> Severities.parse("INT_PK=off,MAS_DML=off").requireKnown(ids),
        "dbsage.severities sets MAS_DML, which is no hazard (did you mean MASS_DML?).",
        fix);
    assertRefused(
        () -> Severities.parse("int-pk=off").requireKnown(ids),
        "dbsage.severities sets int-pk, which is no hazard (did you mean INT_PK?).",
        fix);
    assertRefused(
        () -> Severities.parse("=off").requireKnown(ids),
        "dbsage.severities sets a hazard without a name.",
        fix);
  }

  @Test
  void letThoseThatComeFirstWin() {
    Severities first = Severities.parse("A=off,B=error");
    assertThat(first.or(Severities.parse("B=info,C=warning")))
        .isEqualTo(Severities.parse("A=off,B=error,C=warning"));
    assertThat(first.or(Severities.USUAL)).isEqualTo(first);
    assertThat(Severities.USUAL.or(first)).isEqualTo(first);
  }

  @Test
  void changeHowSeriousAFindingIsOrTakeItOut() {
    Finding dml = finding("MASS_DML");
    Finding serial = finding("SERIAL_TYPE");
    Finding syntax = finding("SYNTAX");
    assertThat(
            Severities.parse("MASS_DML=error,SERIAL_TYPE=off")
                .apply(List.of(syntax, dml, serial, dml)))
        .containsExactly(
            syntax, dml.withSeverity(Severity.ERROR), dml.withSeverity(Severity.ERROR));
    assertThat(Severities.parse("MASS_DML=info").apply(List.of(dml)))
        .containsExactly(dml.withSeverity(Severity.INFO));
    assertThat(Severities.USUAL.apply(List.of(dml, serial))).containsExactly(dml, serial);
  }

  private static Finding finding(String rule) {
    return new Finding(
        rule,
        Severity.WARNING,
        Certainty.POSSIBLE,
        new Place("a.sql", 2, 3),
        "UPDATE t SET a = 1",
        "message",
        "effect",
        "fix");
  }

  private static void assertRefused(ThrowingCallable what, String sentence, String fix) {
    assertThatThrownBy(what)
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("PARAMETER");
              assertThat(e.problem().what()).isEqualTo(sentence);
              assertThat(e.problem().fix()).isEqualTo(fix);
            });
  }
}
