package io.github.dbsage.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerChoiceTest {

  private static final String URL = "jdbc:postgresql://db.example/shop";
  private static final boolean DOCKER = true;
  private static final boolean NO_DOCKER = false;

  private final AtomicInteger looks = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(strings = {"", "auto"})
  void takesTheGivenServerFirstThenAContainerThenTheEmbeddedOne(String asked) {
    assertThat(choice(asked, URL, DOCKER).kind()).isEqualTo(ServerChoice.Kind.URL);
    assertThat(choice(asked, null, DOCKER).kind()).isEqualTo(ServerChoice.Kind.CONTAINER);
    assertThat(choice(asked, null, NO_DOCKER).kind()).isEqualTo(ServerChoice.Kind.EMBEDDED);
  }

  @Test
  void saysWhy() {
    assertThat(choice("", URL, DOCKER).because()).isEqualTo("-Ddbsage.test.url");
    assertThat(choice("", null, DOCKER).because()).isEqualTo("Docker is there");
    assertThat(choice("", null, NO_DOCKER).because()).isEqualTo("no Docker engine");
    assertThat(choice("embedded", URL, DOCKER).because()).isEqualTo("-Ddbsage.test.postgres");
  }

  @Test
  void takesWhatIsAskedForWhateverElseIsThere() {
    assertThat(choice("embedded", URL, DOCKER).kind()).isEqualTo(ServerChoice.Kind.EMBEDDED);
    assertThat(choice("container", URL, DOCKER).kind()).isEqualTo(ServerChoice.Kind.CONTAINER);
    assertThat(choice("url", URL, DOCKER).kind()).isEqualTo(ServerChoice.Kind.URL);
  }

  @Test
  void neverStepsInForAContainerThatWasAskedFor() {
    assertThatThrownBy(() -> choice("container", null, NO_DOCKER))
        .hasMessage(
            "dbsage.test.postgres=container, but no Docker engine can be reached. Start one or name"
                + " it in DOCKER_HOST; or run with -Ddbsage.test.postgres=embedded, which needs"
                + " none.");
  }

  @Test
  void refusesAUrlThatIsNotThereAndAKindThatItDoesNotKnow() {
    assertThatThrownBy(() -> choice("url", null, DOCKER))
        .hasMessage("dbsage.test.postgres=url needs -Ddbsage.test.url=jdbc:…");
    assertThatThrownBy(() -> choice("docker", null, DOCKER))
        .hasMessage("dbsage.test.postgres is one of url, embedded, container, auto, not docker");
  }

  @Test
  void looksForDockerOnlyWhereItMatters() {
    BooleanSupplier counted = () -> looks.incrementAndGet() > 0;
    ServerChoice.of("", URL, counted);
    ServerChoice.of("url", URL, counted);
    ServerChoice.of("embedded", null, counted);
    assertThat(ServerChoice.isUrl("", null)).isFalse();
    assertThat(ServerChoice.isUrl("container", URL)).isFalse();
    assertThat(ServerChoice.isUrl("", URL)).isTrue();
    assertThat(looks).hasValue(0);
    ServerChoice.of("", null, counted);
    assertThat(looks).hasValue(1);
  }

  private static ServerChoice choice(String asked, @Nullable String url, boolean docker) {
    return ServerChoice.of(asked, url, () -> docker);
  }
}
