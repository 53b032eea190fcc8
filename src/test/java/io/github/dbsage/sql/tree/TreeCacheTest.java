package io.github.dbsage.sql.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache that is damaged, foreign or not there is as good as empty. */
final class TreeCacheTest {

  private static final List<String> TEXTS = List.of("SELECT 1", "DROP TABLE t");
  private static final List<String> ANSWERS = List.of("{one}", "!3 zwölf");

  @TempDir Path folder;

  @Test
  void givesBackWhatWasKept() {
    new TreeCache(folder).put(TEXTS, ANSWERS);
    assertThat(new TreeCache(folder).get(TEXTS)).isEqualTo(ANSWERS);
  }

  @Test
  void knowsTextsByTheirContentAndTheirBorders() {
    TreeCache cache = new TreeCache(folder);
    cache.put(TEXTS, ANSWERS);
    assertThat(cache.get(List.of("SELECT 1DROP TABLE t"))).isNull();
    assertThat(cache.get(List.of("SELECT 1", "DROP TABLE T"))).isNull();
  }

  @Test
  void ignoresAnEntryOfWhichOneBitIsWrong() throws IOException {
    new TreeCache(folder).put(TEXTS, ANSWERS);
    Path entry = entries().get(0);
    byte[] bytes = Files.readAllBytes(entry);
    bytes[bytes.length - 3] ^= 1;
    Files.write(entry, bytes);
    assertThat(new TreeCache(folder).get(TEXTS)).isNull();
  }

  @Test
  void ignoresAnEntryThatWasCutShort() throws IOException {
    new TreeCache(folder).put(TEXTS, ANSWERS);
    Path entry = entries().get(0);
    byte[] bytes = Files.readAllBytes(entry);
    for (int length : new int[] {0, 10, 32, bytes.length - 1}) {
      Files.write(entry, java.util.Arrays.copyOf(bytes, length));
      assertThat(new TreeCache(folder).get(TEXTS)).as("%d bytes", length).isNull();
    }
  }

  @Test
  void doesWithoutAFolderThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    TreeCache cache = new TreeCache(file);
    cache.put(TEXTS, ANSWERS);
    assertThat(cache.get(TEXTS)).isNull();
    cache.close();
  }

  @Test
  void keepsOnlySoManyEntries() throws IOException {
    TreeCache cache = new TreeCache(folder, 8);
    for (int i = 0; i < 20; i++) {
      cache.put(List.of("SELECT " + i), List.of("{" + i + "}"));
    }
    cache.close();
    assertThat(entries()).hasSizeLessThanOrEqualTo(8).isNotEmpty();
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
