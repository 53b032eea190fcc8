package io.github.dbsage.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {

  @ParameterizedTest
  @CsvSource({
    "-5, 0 ms",
    "0, 0 ms",
    "999, 999 ms",
    "1000, 1.0 s",
    "1049, 1.0 s",
    "1050, 1.1 s",
    "59949, 59.9 s",
    "59950, 1:00 min",
    "125000, 2:05 min",
    "3599499, 59:59 min",
    "3599500, 1:00:00 h",
    "3725000, 1:02:05 h",
    "360000000, 100:00:00 h"
  })
  void writesDurationsAsPeopleReadThem(long ms, String written) {
    assertThat(Words.time(Duration.ofMillis(ms))).isEqualTo(written);
  }

  @Test
  void writesNumbersWithTheirNoun() {
    assertThat(Words.count(0, "error")).isEqualTo("0 errors");
    assertThat(Words.count(1, "error")).isEqualTo("1 error");
    assertThat(Words.count(1234567, "error")).isEqualTo("1,234,567 errors");
  }
}
