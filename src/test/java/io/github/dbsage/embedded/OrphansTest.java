package io.github.dbsage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OrphansTest {

  @TempDir Path folder;

  private Path home(String name) throws IOException {
    return Files.createDirectories(folder.resolve("data").resolve(name));
  }

  private Path claimed(String name, boolean told) throws IOException {
    Path home = home(name);
    Path file = folder.resolve(name + ".properties");
    if (told) {
      new ServerFile(home, null).write(file);
    }
    Orphans.claim(home, file);
    return home;
  }

  @Test
  void removesOnlyWhatNoProjectTellsOfAndNoServerServes() throws IOException {
    Path kept = claimed("kept", true);
    Path cleaned = claimed("cleaned", false);
    Path beginning = home("beginning");
    Path movedOn = claimed("moved-on", true);
    new ServerFile(kept, null).write(folder.resolve("moved-on.properties"));
    Path served = claimed("served", false);
    try (EmbeddedServer server = EmbeddedServer.start(Requests.throwAway(18))) {
      Path data = Files.createDirectories(served.resolve("18/data"));
      Files.copy(server.dataDirectory().resolve("postmaster.pid"), data.resolve("postmaster.pid"));
      Orphans.sweep(folder.resolve("data"));
      assertThat(served).exists();
    }
    assertThat(kept).exists();
    assertThat(beginning).exists();
    assertThat(cleaned).doesNotExist();
    assertThat(movedOn).doesNotExist();
    Orphans.sweep(folder.resolve("data"));
    assertThat(served).doesNotExist();
  }

  @Test
  void doesNotMindThatThereIsNothingToSweep() {
    Orphans.sweep(folder.resolve("nothing"));
    assertThat(folder.resolve("nothing")).doesNotExist();
  }
}
