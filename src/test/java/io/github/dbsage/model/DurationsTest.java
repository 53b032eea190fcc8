package io.github.dbsage.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DurationsTest {

  @Test
  void readsEveryUnit() {
    assertThat(Durations.parse("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(Durations.parse("5s")).isEqualTo(Duration.ofSeconds(5));
    assertThat(Durations.parse("2m")).isEqualTo(Duration.ofMinutes(2));
    assertThat(Durations.parse("1h")).isEqualTo(Duration.ofHours(1));
    assertThat(Durations.parse("0")).isEqualTo(Duration.ZERO);
    assertThat(Durations.parse("2147483647ms")).isEqualTo(Duration.ofMillis(Integer.MAX_VALUE));
  }

  @Test
  void refusesTheRest() {
    for (String text :
        new String[] {
          "", "5", "5 s", "-1s", "1.5s", "5S", "5sec", "s", "2147483648ms", "600h", "٥s"
        }) {
      assertThat(Durations.parse(text)).as(text).isNull();
    }
  }
}
