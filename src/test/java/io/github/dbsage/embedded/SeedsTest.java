package io.github.dbsage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dbsage.embedded.EmbeddedServer.Lifetime;
import io.github.dbsage.embedded.EmbeddedServer.Request;
import io.github.dbsage.testing.TestBinaries;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SeedsTest {

  @TempDir private Path directory;
  private Path data = Path.of("");
  private Seeds seeds = new Seeds(data, "");

  @BeforeEach
  void makeData() throws IOException {
    data = Files.createDirectory(directory.resolve("data"));
    Files.writeString(data.resolve("file"), "whole");
    seeds = new Seeds(directory.resolve("seeds"), "18.6.0-linux");
  }

  @Test
  void findsWhatIsThereBestFirst() {
    assertThat(seeds.present(List.of(key(1)))).isEmpty();
    assertThat(seeds.keep(key(1), data)).isTrue();
    assertThat(seeds.keep(key(4_000), data)).isTrue();
    List<String> history = IntStream.range(0, 5_000).mapToObj(SeedsTest::key).sorted().toList();
    assertThat(seeds.present(history))
        .extracting(Seeds.Seed::key)
        .containsExactly(key(1), key(4_000));
  }

  @Test
  void findsNoneOfOtherPrograms() {
    seeds.keep(key(1), data);
    assertThat(new Seeds(seeds.folder(), "18.7.0-linux").present(List.of(key(1)))).isEmpty();
  }

  @Test
  void copiesWhatWasKept() throws IOException {
    seeds.keep(key(1), data);
    assertThat(found(1).copy(directory.resolve("copy"))).isTrue();
    assertThat(directory.resolve("copy/file")).content().isEqualTo("whole");
    assertThat(data.resolve("file")).exists();
  }

  @Test
  void tellsOfACopyThatIsNotWhole() throws IOException {
    seeds.keep(key(1), data);
    Seeds.Seed seed = found(1);
    Files.writeString(seed.folder().resolve("content/file"), "who");
    assertThat(seed.copy(directory.resolve("cut"))).isFalse();
    Files.delete(seed.folder().resolve("content/file"));
    assertThat(seed.copy(directory.resolve("missing"))).isFalse();
    Files.delete(seed.folder().resolve("complete"));
    assertThat(seed.copy(directory.resolve("unmarked"))).isFalse();
    seed.discard();
    assertThat(seed.copy(directory.resolve("vanished"))).isFalse();
    assertThat(names()).isEmpty();
  }

  @Test
  void keepsAWholeOneInThePlaceOfABrokenOne() throws IOException {
    seeds.keep(key(1), data);
    Files.delete(found(1).folder().resolve("content/file"));
    assertThat(seeds.keep(key(1), data)).isTrue();
    assertThat(found(1).copy(directory.resolve("copy"))).isTrue();
  }

  @Test
  void losesWhatWasUnusedTheLongest() throws IOException {
    for (int i = 1; i <= Seeds.MOST; i++) {
      seeds.keep(key(i), data);
      Files.setLastModifiedTime(
          found(i).folder().resolve("complete"), FileTime.fromMillis(i * 1_000L));
    }
    found(1).copy(directory.resolve("copy"));
    seeds.keep(key(9), data);
    assertThat(seeds.present(IntStream.range(0, 10).mapToObj(SeedsTest::key).toList()))
        .extracting(Seeds.Seed::key)
        .containsExactly(key(1), key(3), key(4), key(5), key(9));
    assertThat(names()).hasSize(Seeds.MOST);
  }

  @Test
  void keepsNoneThatIsTooLarge() throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(data.resolve("large").toFile(), "rw")) {
      sparse.setLength(Seeds.LARGEST);
    }
    assertThat(seeds.keep(key(1), data)).isFalse();
    assertThat(seeds.folder()).doesNotExist();
  }

  @Test
  void keepsNoLinks() throws IOException {
    assumeTrue(Folders.posix(data));
    Files.createSymbolicLink(data.resolve("link"), directory);
    assertThat(seeds.keep(key(1), data)).isFalse();
  }

  @Test
  void keepsNothingWhereItCannotWrite() throws IOException {
    Files.createFile(seeds.folder());
    assertThat(seeds.keep(key(1), data)).isFalse();
    assertThat(seeds.present(List.of(key(1)))).isEmpty();
  }

  @Test
  void removesWhatWasLeftHalfMadeLongAgo() throws IOException {
    seeds.keep(key(1), data);
    Path old = Files.createDirectory(seeds.folder().resolve("." + key(2) + "-18.6.0-linux-uuid"));
    Files.setLastModifiedTime(old, FileTime.fromMillis(0));
    seeds.keep(key(3), data);
    assertThat(names()).hasSize(2).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void refusesWhatIsNoKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Seeds.checkKey("../" + key(1).substring(3)))
        .withMessageStartingWith("not 64 hexadecimal digits: ");
  }

  @Test
  void areOnlyForDataThatAreThrownAway() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Request(
                    "18",
                    new TestBinaries(),
                    null,
                    directory,
                    Lifetime.TIED_TO_JVM,
                    0,
                    List.of(key(1)),
                    event -> {}));
  }

  static String key(int number) {
    return HexFormat.of().toHexDigits(number).repeat(8);
  }

  private Seeds.Seed found(int number) {
    return seeds.present(List.of(key(number))).get(0);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(seeds.folder())) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}
