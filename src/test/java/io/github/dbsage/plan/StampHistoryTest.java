package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Difference;
import io.github.dbsage.model.SqlStep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs git on the PATH, as everyone who builds this project has it. */
final class StampHistoryTest {

  private static final String NAME = "20260101000000_a.sql";

  @TempDir Path base;

  private Folder folder;

  @BeforeEach
  void createRepository() throws Exception {
    folder = new Folder(base);
    git("init", "-q");
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "git",
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@example.com",
                "-c",
                "core.autocrlf=false"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(base.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private Checksum commit(String text) throws Exception {
    folder.migration(NAME, text);
    git("add", ".");
    git("commit", "-q", "-m", "x");
    return folder.step().checksum();
  }

  private Difference difference(String now, Checksum stamped) {
    SqlStep step = folder.migration(NAME, now).step();
    return new StampHistory(Duration.ofMinutes(1)).difference(step, stamped);
  }

  @Test
  void findsWhatWasChangedSinceTheStamp() throws Exception {
    Checksum stamped = commit("-- one\nSELECT 1;\n");
    commit("-- two\nSELECT 2;\n");
    assertThat(difference("-- three\nSELECT 1;\n", stamped)).isEqualTo(Difference.COMMENTS);
    assertThat(difference("-- one\nSELECT 3;\n", stamped)).isEqualTo(Difference.CODE);
  }

  @Test
  void tellsOfItInTheFinding() throws Exception {
    Checksum stamped = commit("-- one\nSELECT 1;\n");
    folder.migration(NAME, "-- Checksum: " + stamped + "\n-- 1\nSELECT 1;\n");
    assertThat(folder.findings())
        .singleElement()
        .asString()
        .startsWith(
            NAME
                + ":1:1 CHECKSUM_HEADER error: The file was changed after it was stamped; what"
                + " differs: comments or blanks only (stamped ");
  }

  @Test
  void doesNotKnowWhatNoCommitHolds() throws Exception {
    commit("SELECT 1;\n");
    assertThat(difference("SELECT 2;\n", new Checksum("ab".repeat(32))))
        .isEqualTo(Difference.UNKNOWN);
  }

  @Test
  void givesUpWhenItsTimeIsUp() throws Exception {
    Checksum stamped = commit("SELECT 1;\n");
    SqlStep step = folder.migration(NAME, "SELECT 2;\n").step();
    assertThat(new StampHistory(Duration.ZERO).difference(step, stamped))
        .isEqualTo(Difference.UNKNOWN);
  }

  @Test
  void doesNotKnowOutsideOfARepository(@TempDir Path elsewhere) {
    Folder other = new Folder(elsewhere).migration(NAME, "SELECT 1;\n");
    assertThat(
            new StampHistory(Duration.ofMinutes(1))
                .difference(other.step(), new Checksum("ab".repeat(32))))
        .isEqualTo(Difference.UNKNOWN);
  }
}
