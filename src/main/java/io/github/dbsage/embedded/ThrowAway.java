package io.github.dbsage.embedded;

import io.github.dbsage.embedded.EmbeddedServer.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data of a server that are thrown away with it, unless they are kept as a seed.
 *
 * @param seed the key of the one that they began as, null for the template
 */
record ThrowAway(Data data, @Nullable String seed) {

  /** A pause of the server to keep the data in; empty where they cannot be kept anyway. */
  Optional<Pause> pause(Running running, Tie tie) {
    boolean keepable = !data.prepared().platform().windows() && Server.ready(running) && keepable();
    return keepable
        ? tie.watchdog().map(watchdog -> new Pause(data, running, watchdog))
        : Optional.empty();
  }

  /** Keeps the data, while the server is paused. */
  boolean keep(String key) {
    return data.prepared().seeds().keep(key, data.directory());
  }

  /** What ALTER SYSTEM set may keep a server from starting, so its data are left alone. */
  private boolean keepable() {
    Path settings = data.directory().resolve("postgresql.auto.conf");
    try {
      List<String> lines =
          Files.exists(settings)
              ? Files.readAllLines(settings, StandardCharsets.ISO_8859_1)
              : List.of();
      return lines.stream().allMatch(line -> line.isBlank() || line.startsWith("#"))
          && Weight.of(data.directory(), false).fits(data.prepared().seeds().folder());
    } catch (IOException e) {
      return false;
    }
  }
}
