package io.github.dbsage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramTest {

  @TempDir private Path folder;

  @Test
  void isNotExecutableWhereItDoesNotExist() {
    assertThat(Program.run(List.of("no-such-program"), folder, "").exit()).isEqualTo(126);
  }

  @Test
  void readsItsInputAndPrints() {
    assertThat(Program.run(List.of("sort"), folder, "b\na\n"))
        .isEqualTo(new Program.Result(0, "a\nb\n"));
  }

  @Test
  void neverSeesWhatWouldLeadPostgresAstray() {
    assertThat(Program.builder(List.of("none"), folder).environment())
        .containsEntry("LC_ALL", "C")
        .allSatisfy((name, value) -> assertThat(name).doesNotStartWith("PG"));
  }
}
