package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checksum's test vectors: {@code expected.txt} names for each canonical text, written by hand,
 * the files that have it; its hashes were made with {@code sha256sum}.
 */
final class ChecksumVectorsTest {

  /** A line of expected.txt under the canonical text that it belongs to. */
  record Vector(String canonical, String hash, String file) {
    @Override
    public String toString() {
      return file;
    }
  }

  static List<Vector> vectors() {
    List<Vector> vectors = new ArrayList<>();
    String canonical = "";
    for (String line : new String(bytes("expected.txt"), StandardCharsets.UTF_8).split("\n", -1)) {
      if (line.endsWith(".canonical")) {
        canonical = line.substring(2);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        vectors.add(new Vector(canonical, line.substring(0, 64), line.substring(66)));
      }
    }
    return vectors;
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void fileHasTheChecksumOfItsCanonicalText(Vector vector) throws IOException {
    assertThat(checksum(vector.file())).isEqualTo(new Checksum(vector.hash()));
    byte[] canonical = CanonicalText.sha256().digest(bytes(vector.canonical()));
    assertThat(Checksum.of(canonical)).isEqualTo(new Checksum(vector.hash()));
  }

  private static Checksum checksum(String file) throws IOException {
    Resource source = new Resource(file);
    if (file.endsWith(".sql")) {
      return CanonicalSql.of(source).checksum();
    }
    FindingLog log = new FindingLog();
    return BackfillFile.checksum(Objects.requireNonNull(WholeFile.read(source, log)));
  }

  private static byte[] bytes(String file) {
    try (InputStream in = new Resource(file).open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Resource(String file) implements io.github.dbsage.model.Source {
    @Override
    public InputStream open() {
      return Objects.requireNonNull(
          ChecksumVectorsTest.class.getResourceAsStream("/checksum/" + file), file);
    }
  }
}
