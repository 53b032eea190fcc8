package io.github.dbsage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

  @Test
  void removesOnlyWhatNobodyFillsAnyMoreAndNoServerServes() throws IOException {
    Path abandoned = aged("dbsage-2833900010640315471");
    Path filled = Files.createDirectories(folder.resolve("dbsage-2833900010640315472/new-1"));
    Path cache = aged("dbsage-1000");
    Path other = aged("dbsage-2833900010640315473.out");
    Path served = aged("dbsage-2833900010640315474");
    try (EmbeddedServer server = EmbeddedServer.start(Requests.throwAway(18))) {
      Path data = Files.createDirectories(served.resolve("data"));
      Files.copy(server.dataDirectory().resolve("postmaster.pid"), data.resolve("postmaster.pid"));
      age(served);
      Orphans.sweepHalfMade(folder);
    }
    assertThat(abandoned).doesNotExist();
    assertThat(List.of(filled, cache, other, served)).allMatch(Files::exists);
  }

  private Path aged(String name) throws IOException {
    Path made = Files.createDirectories(folder.resolve(name));
    Files.createDirectories(made.resolve("new-1"));
    age(made);
    return made;
  }

  private static void age(Path made) throws IOException {
    Files.setLastModifiedTime(made, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
  }
}
