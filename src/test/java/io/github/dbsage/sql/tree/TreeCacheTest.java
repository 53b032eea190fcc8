package io.github.dbsage.sql.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
    TreeCache cache = new TreeCache(folder, 8, Long.MAX_VALUE);
    for (int i = 0; i < 20; i++) {
      cache.put(List.of("SELECT " + i), List.of("{" + i + "}"));
    }
    cache.close();
    assertThat(entries()).hasSizeLessThanOrEqualTo(8).isNotEmpty();
  }

  @Test
  void keepsOnlySoManyBytesAndTheNewest() throws IOException {
    TreeCache cache = new TreeCache(folder, 1000, 1000);
    for (int i = 0; i < 40; i++) {
      cache.put(List.of("SELECT " + i), List.of("{" + i + "}"));
      List<Path> kept = entries();
      for (Path entry : kept) {
        // As old as it is: clocks are too coarse to tell.
        FileTime time = Files.getLastModifiedTime(entry);
        Files.setLastModifiedTime(entry, FileTime.fromMillis(time.toMillis() - 5000));
      }
    }
    cache.close();
    long bytes = 0;
    for (Path entry : entries()) {
      bytes += Files.size(entry);
    }
    assertThat(bytes).isPositive().isLessThanOrEqualTo(750);
    assertThat(cache.get(List.of("SELECT 39"))).containsExactly("{39}");
    assertThat(cache.get(List.of("SELECT 0"))).isNull();
  }

  @Test
  void ignoresAnEntryThatWasCopiedFromAnother() throws IOException {
    TreeCache cache = new TreeCache(folder);
    cache.put(List.of("SELECT 1"), List.of("{1}"));
    byte[] bytes = Files.readAllBytes(entries().get(0));
    Files.delete(entries().get(0));
    cache.put(List.of("DROP TABLE t"), List.of("{2}"));
    Files.write(entries().get(0), bytes);
    assertThat(cache.get(List.of("DROP TABLE t"))).isNull();
  }

  @Test
  void leavesNoHalfEntryBehind() throws IOException {
    TreeCache cache = new TreeCache(folder);
    cache.put(TEXTS, ANSWERS);
    Path entry = entries().get(0);
    Files.delete(entry);
    Files.createDirectory(entry);
    Files.writeString(entry.resolve("in the way"), "");
    cache.put(TEXTS, ANSWERS);
    assertThat(entries())
        .extracting(path -> path.getFileName().toString())
        .containsExactly("in the way");
    assertThat(cache.get(TEXTS)).isNull();
  }

  @Test
  void writesAgainWhatIsDamaged() throws IOException {
    TreeCache cache = new TreeCache(folder);
    cache.put(TEXTS, ANSWERS);
    Files.writeString(entries().get(0), "garbage that is longer than thirty-two bytes, to be sure");
    assertThat(cache.get(TEXTS)).isNull();
    cache.put(TEXTS, ANSWERS);
    assertThat(cache.get(TEXTS)).isEqualTo(ANSWERS);
  }

  @Test
  void isSharedByProcesses() throws IOException, InterruptedException {
    List<Process> others = List.of(other(), other());
    TreeCache cache = new TreeCache(folder);
    int seen = 0;
    while (others.stream().anyMatch(Process::isAlive)) {
      for (int i = 0; i < Other.ENTRIES; i++) {
        List<String> answers = cache.get(Other.texts(i));
        if (answers != null) {
          seen++;
          assertThat(answers).isEqualTo(Other.answers(i));
        }
      }
    }
    for (Process other : others) {
      assertThat(other.waitFor()).isZero();
    }
    assertThat(seen).isPositive();
    assertThat(entries()).hasSize(Other.ENTRIES);
  }

  private Process other() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    return new ProcessBuilder(java, "-cp", classes, Other.class.getName(), folder.toString())
        .inheritIO()
        .start();
  }

  /** Another process: writes the same entries over and over. */
  static final class Other {

    static final int ENTRIES = 50;

    static List<String> texts(int i) {
      return List.of("SELECT " + i);
    }

    static List<String> answers(int i) {
      return List.of("{" + "x".repeat(1000 * i) + "}");
    }

    public static void main(String[] arguments) {
      TreeCache cache = new TreeCache(Path.of(arguments[0]));
      for (int round = 0; round < 10; round++) {
        for (int i = 0; i < ENTRIES; i++) {
          cache.put(texts(i), answers(i));
          List<String> answers = cache.get(texts(i));
          if (!answers(i).equals(answers)) {
            throw new AssertionError("entry " + i);
          }
        }
      }
      cache.close();
    }
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
