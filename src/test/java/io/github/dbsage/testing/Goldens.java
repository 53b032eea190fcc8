package io.github.dbsage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Expected output in files under {@code src/test/resources}. {@code -Ddbsage.goldens=write} writes
 * what the tests got instead of comparing; the diff is then reviewed and explained in the commit.
 */
public final class Goldens {

  private static final Path ROOT = Path.of("src", "test", "resources");

  private Goldens() {}

  /** Compares, or writes. Escape characters are shown as {@code ␛}, line ends are LF. */
  public static void check(String file, String actual) {
    Path path = ROOT.resolve(file);
    String shown = actual.replace('\u001b', '␛');
    try {
      if ("write".equals(System.getProperty("dbsage.goldens"))) {
        Files.createDirectories(path.getParent());
        Files.writeString(path, shown, StandardCharsets.UTF_8);
      }
      assertThat(path).as("run with -Ddbsage.goldens=write once").isRegularFile();
      String expected = Files.readString(path, StandardCharsets.UTF_8).replace("\r\n", "\n");
      assertThat(shown).as("%s; -Ddbsage.goldens=write rewrites it", path).isEqualTo(expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
