package io.github.dbsage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbsage.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlatformTest {

  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-amd64",
    "Linux, aarch64, linux-arm64v8",
    "Mac OS X, x86_64, darwin-amd64",
    "Mac OS X, aarch64, darwin-arm64v8",
    "Windows 11, amd64, windows-amd64"
  })
  void isSpeltAsTheJarsAre(String osName, String osArch, String artifact) throws IOException {
    Files.createDirectories(root.resolve("lib64"));
    Files.createDirectories(root.resolve("lib"));
    Files.createFile(root.resolve("lib64/ld-linux-x86-64.so.2"));
    Files.createFile(root.resolve("lib/ld-linux-aarch64.so.1"));
    assertThat(Platform.of(osName, osArch, root).artifact()).isEqualTo(artifact);
  }

  @Test
  void isAlpineWithoutTheGnuLibrary() {
    assertThat(Platform.of("Linux", "amd64", root).artifact()).isEqualTo("linux-amd64-alpine");
  }

  @Test
  void isRefusedWhereNothingIsPublished() {
    UserError error =
        catchThrowableOfType(UserError.class, () -> Platform.of("AIX", "ppc64", root));
    assertThat(error).hasMessage("There is no embedded PostgreSQL for AIX on ppc64.");
    assertThat(error.problem().code()).isEqualTo("EMBEDDED_PLATFORM");
    assertThat(error.problem().why()).contains("linux-amd64", "darwin-arm64v8");
    assertThat(error.problem().fix()).contains("-Ddbsage.url=");
  }

  @Test
  void putsTheSuffixThatWindowsWants() {
    assertThat(Platform.of("Windows 11", "amd64", root).program("postgres"))
        .isEqualTo("postgres.exe");
  }
}
