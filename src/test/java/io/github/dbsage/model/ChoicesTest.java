package io.github.dbsage.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ChoicesTest {

  private static final List<String> KEYS = List.of("change-set", "dependencies", "INDEX");

  @Test
  void findsWhatWasMeant() {
    assertThat(Choices.nearest("changeset", KEYS)).isEqualTo("change-set");
    assertThat(Choices.nearest("change_set", KEYS)).isEqualTo("change-set");
    assertThat(Choices.nearest("dependancies", KEYS)).isEqualTo("dependencies");
    assertThat(Choices.didYouMean("indx", KEYS)).isEqualTo(" (did you mean INDEX?)");
  }

  @Test
  void findsWhatWasNotWrittenOut() {
    assertThat(Choices.nearest("dep", KEYS)).isEqualTo("dependencies");
    assertThat(Choices.nearest("warn", List.of("error", "warning", "info"))).isEqualTo("warning");
    assertThat(Choices.near("main", List.of("maintenance", "mail")))
        .containsExactly("mail", "maintenance");
    assertThat(Choices.nearest("de", KEYS)).isNull();
  }

  @Test
  void saysNothingWhereNothingIsNear() {
    assertThat(Choices.nearest("phases", KEYS)).isNull();
    assertThat(Choices.didYouMean("x", KEYS)).isEmpty();
  }
}
