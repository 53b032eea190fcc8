package io.github.dbsage.backfill.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.backfill.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The registry. */
final class SignalsTest {

  private static final Path ROOM = Path.of("src/main/java/io/github/dbsage/backfill/signal");

  @Test
  void listsEverySignalOfTheRoom() throws IOException {
    Set<String> listed =
        Signals.ALL.stream()
            .map(Supplier::get)
            .map(signal -> signal.getClass().getSimpleName())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> written = new TreeSet<>();
    try (Stream<Path> files = Files.list(ROOM)) {
      for (Path file : files.toList()) {
        if (Files.readString(file).contains("implements Signal {")) {
          written.add(file.getFileName().toString().replace(".java", ""));
        }
      }
    }
    assertThat(listed).isEqualTo(written).hasSize(Signals.ALL.size());
  }

  @Test
  void namesEachSignalOnceAndMakesItAnew() {
    assertThat(Signals.ALL.stream().map(Supplier::get).map(Signal::name)).doesNotHaveDuplicates();
    assertThat(Signals.ALL)
        .allSatisfy(supplier -> assertThat(supplier.get()).isNotSameAs(supplier.get()));
  }

  @Test
  void looksOftenAtWhatIsUrgent() {
    assertThat(
            Signals.ALL.stream()
                .map(Supplier::get)
                .filter(signal -> signal.every() == 1)
                .map(Signal::name))
        .containsExactly("blocked sessions", "active backends", "custom SQL", "canary query");
    assertThat(Signals.ALL.stream().map(Supplier::get).filter(Signal::isBasic).map(Signal::name))
        .containsExactly("blocked sessions", "active backends", "custom SQL", "replication lag");
  }
}
