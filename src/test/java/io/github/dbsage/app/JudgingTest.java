package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code dbsage.since} and {@code dbsage.serverVersion}. */
final class JudgingTest {

  private static Judging of(@Nullable String since, @Nullable String serverVersion) {
    return Judging.of(Severities.USUAL, since, serverVersion);
  }

  @Test
  void isOfEverythingForAnyServerWhereNothingIsSaid() {
    Judging judging = of(null, null);
    assertThat(judging).isEqualTo(Judging.USUAL);
    assertThat(judging.sinceVersion()).isNull();
    assertThat(judging.sinceRevision()).isNull();
  }

  @Test
  void takesFourteenDigitsForAVersion() {
    Judging judging = of(" 20260101120000 ", null);
    assertThat(judging.sinceVersion()).isEqualTo(new Version("20260101120000"));
    assertThat(judging.sinceRevision()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"origin/main", "v1.2", "HEAD~3", "2026010112000", "202601011200001"})
  void takesAnythingElseForAGitRevision(String since) {
    Judging judging = of(since, null);
    assertThat(judging.sinceRevision()).isEqualTo(since);
    assertThat(judging.sinceVersion()).isNull();
  }

  @Test
  void refusesAnEmptySince() {
    assertThatThrownBy(() -> of(" ", null))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.problem().what()).isEqualTo("dbsage.since is empty.");
              assertThat(e.problem().fix())
                  .isEqualTo(
                      "Name a version of 14 digits or a git revision such as origin/main, or leave"
                          + " it out to judge all migrations.");
            });
  }

  @ParameterizedTest
  @CsvSource({"14,14", "16.3,16", "' 18 ',18", "15.19,15"})
  void knowsAServerByItsMajorVersion(String text, int major) {
    assertThat(of(null, text).serverVersion()).isEqualTo(major);
  }

  @ParameterizedTest
  @ValueSource(strings = {"13", "13.22", "19", "9.6.24", "", "16.", "16.3.1", "latest", "160003"})
  void refusesAServerThatItDoesNotKnow(String text) {
    assertThatThrownBy(() -> of(null, text))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.problem().what())
                  .isEqualTo(
                      "dbsage.serverVersion="
                          + text
                          + " is no version of PostgreSQL that DB Sage knows.");
              assertThat(e.problem().fix())
                  .isEqualTo("Write 14 to 18, or an exact one such as 16.3.");
            });
  }
}
