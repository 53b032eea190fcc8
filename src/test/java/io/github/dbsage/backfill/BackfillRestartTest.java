package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.testing.OwnServer;
import io.github.dbsage.testing.StoppableServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are stopped below a backfill, with commits that nobody waits for. */
@SuppressWarnings("try") // What is held is held by being open.
final class BackfillRestartTest {

  @ParameterizedTest
  @ValueSource(strings = {"fast", "immediate"})
  void goesOnByItselfWhenTheServerIsBack(String mode) throws Exception {
    try (OwnServer first = OwnServer.start(18);
        StoppableServer server = StoppableServer.beside(first)) {
      Counted counted = Counted.rows(server.database(), 20_000);
      CompletableFuture<BackfillEngine.Result> running;
      try (Held held = counted.hold(19_990)) {
        running =
            Counted.backfill()
                .batch(20)
                .patience(Duration.ofMinutes(2), Duration.ofMinutes(2))
                .start(server.database());
        counted.awaitRows(2_000);
        server.stop(mode);
      }
      assertThat(running).isNotDone();
      server.start();

      assertThat(running.get(1, TimeUnit.MINUTES).error()).isNull();
      counted.isDoneOnce();
    }
  }
}
