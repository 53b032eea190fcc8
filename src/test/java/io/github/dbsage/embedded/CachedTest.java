package io.github.dbsage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dbsage.model.UserError;
import io.github.dbsage.testing.TestBinaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CachedTest {

  @TempDir private Path cache;
  private final AtomicInteger made = new AtomicInteger();

  @Test
  void isMadeOnce() throws IOException {
    Path first = obtain();
    Path second = obtain();
    assertThat(first).isEqualTo(second);
    assertThat(made).hasValue(1);
    assertThat(first.resolve("file")).content().isEqualTo("whole");
  }

  @Test
  void isMadeAgainWhereAPartIsMissing() throws IOException {
    Files.delete(obtain().resolve("file"));
    assertThat(obtain().resolve("file")).content().isEqualTo("whole");
    assertThat(made).hasValue(2);
  }

  @Test
  void isMadeAgainWhereAPartIsCut() throws IOException {
    Files.writeString(obtain().resolve("file"), "who");
    assertThat(obtain().resolve("file")).content().isEqualTo("whole");
  }

  @Test
  void isMadeAgainWhereTheMarkerIsMissing() throws IOException {
    Files.delete(obtain().resolveSibling("complete"));
    assertThat(obtain().resolve("file")).content().isEqualTo("whole");
    assertThat(names()).containsExactly("thing");
  }

  @Test
  void leavesNothingWhereMakingFails() throws IOException {
    UserError error =
        catchThrowableOfType(
            UserError.class,
            () ->
                Cached.obtain(
                    cache.resolve("thing"),
                    null,
                    content -> {
                      throw new IOException("broken");
                    }));
    assertThat(error.problem().code()).isEqualTo("EMBEDDED_FILE");
    assertThat(names()).isEmpty();
  }

  @Test
  void mayBeMadeByManyAtOnce() throws Exception {
    int many = 4;
    CountDownLatch together = new CountDownLatch(many);
    ExecutorService executor = Executors.newFixedThreadPool(many);
    try {
      List<Future<Path>> results = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        results.add(
            executor.submit(
                () ->
                    Cached.obtain(
                        cache.resolve("thing"),
                        null,
                        content -> {
                          together.countDown();
                          awaitOrFail(together);
                          write(content);
                        })));
      }
      for (Future<Path> result : results) {
        assertThat(result.get().resolve("file")).content().isEqualTo("whole");
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(names()).containsExactly("thing");
  }

  @Test
  void refusesAJarThatIsNone() throws IOException {
    Path jar = Files.writeString(cache.resolve("broken.jar"), "no jar");
    Platform platform = Platform.current();
    UserError error =
        catchThrowableOfType(
            UserError.class,
            () ->
                Installation.of(
                    cache,
                    jar,
                    PostgresVersion.of("18"),
                    platform,
                    Account.choose(platform, cache)));
    assertThat(error.problem().code()).isEqualTo("EMBEDDED_JAR");
    assertThat(error.problem().why()).isEqualTo("it holds no .txz");
  }

  @Test
  void unpacksAChangedJarBesideTheOldOne() throws IOException {
    Platform platform = Platform.current();
    Account account = Account.choose(platform, cache);
    PostgresVersion version = PostgresVersion.of("18");
    Path jar = new TestBinaries().resolve(platform.artifact(), version.exact());
    Installation old = Installation.of(cache, jar, version, platform, account);
    Path changed = cache.resolve("changed.jar");
    Files.copy(jar, changed);
    Files.writeString(changed, "\0", StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
    Installation now = Installation.of(cache, changed, version, platform, account);
    assertThat(now.folder()).isNotEqualTo(old.folder());
    assertThat(now.program("postgres")).isExecutable();
    assertThat(old.program("postgres")).isExecutable();
  }

  @Test
  void saysWhenProgramsCannotBeExecuted() throws IOException {
    Platform platform = Platform.current();
    assumeTrue(!platform.windows());
    Path programs = cache.resolve("programs");
    Path postgres = programs.resolve("bin/postgres");
    Files.createDirectories(programs.resolve("bin"));
    Files.createFile(postgres);
    Files.setPosixFilePermissions(postgres, PosixFilePermissions.fromString("rw-r--r--"));
    UserError error =
        catchThrowableOfType(
            UserError.class,
            () ->
                Template.of(
                    cache,
                    new Installation(programs, "none", platform),
                    PostgresVersion.of("18"),
                    Account.choose(platform, cache)));
    assertThat(error.problem().code()).isEqualTo("EMBEDDED_NOT_EXECUTABLE");
  }

  private Path obtain() {
    return Cached.obtain(cache.resolve("thing"), null, this::write);
  }

  private void write(Path content) throws IOException {
    made.incrementAndGet();
    Files.writeString(content.resolve("file"), "whole");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  private static void awaitOrFail(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
