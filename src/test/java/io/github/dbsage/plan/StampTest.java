package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StampTest {

  private static final String NAME = "20260101000000_a.sql";
  private static final String YAML = "20260101000000_a.backfill.yaml";

  @TempDir Path base;

  private Folder folder() {
    return new Folder(base);
  }

  /** Stamps the text; the header's checksum is replaced by {@code <sum>} in the answer. */
  private String stamped(String name, String text) {
    Folder folder = folder().migration(name, text);
    Step step = folder.read().steps().get(0);
    Stamp.Stamped stamped = Stamp.write(step);
    assertThat(stamped).isNotNull();
    Project again = folder.read();
    assertThat(again.findings()).isEmpty();
    assertThat(again.steps().get(0).checksum()).isEqualTo(step.checksum());
    return folder.text(Folder.MIGRATIONS + name).replace(step.checksum().hex(), "<sum>");
  }

  @Test
  void insertsTheHeaderBehindMigrationOrFirst() {
    assertThat(stamped(NAME, "SELECT 1;")).isEqualTo("-- Checksum: <sum>\nSELECT 1;");
    assertThat(stamped(NAME, "")).isEqualTo("-- Checksum: <sum>\n");
    assertThat(stamped(NAME, "-- why\n-- Migration: 20260101000000_a\n\nSELECT 1;"))
        .isEqualTo("-- why\n-- Migration: 20260101000000_a\n-- Checksum: <sum>\n\nSELECT 1;");
    assertThat(stamped(NAME, "-- Migration: 20260101000000_a"))
        .isEqualTo("-- Migration: 20260101000000_a\n-- Checksum: <sum>\n");
  }

  @Test
  void keepsLineEndsBomAndEverythingElse() {
    assertThat(stamped(NAME, "\ufeff-- é\r\n-- Migration: 20260101000000_a\r\nSELECT 1;\n\r\n"))
        .isEqualTo(
            "\ufeff-- é\r\n-- Migration: 20260101000000_a\r\n-- Checksum: <sum>\r\nSELECT 1;\n\r\n");
    assertThat(stamped(NAME, "-- é\r-- Migration: 20260101000000_a\rSELECT 1;\r"))
        .isEqualTo("-- é\r-- Migration: 20260101000000_a\r-- Checksum: <sum>\rSELECT 1;\r");
    assertThat(stamped(NAME, "\ufeffSELECT 1;\r\n"))
        .isEqualTo("\ufeff-- Checksum: <sum>\r\nSELECT 1;\r\n");
  }

  @Test
  void replacesTheValueThatIsThere() {
    assertThat(stamped(NAME, "-- a\r\n  --checksum:x y \t\r\n-- b\r\nSELECT 1;"))
        .isEqualTo("-- a\r\n  --checksum: <sum>\r\n-- b\r\nSELECT 1;");
    assertThat(stamped(NAME, "-- Checksum:   " + "0".repeat(64))).isEqualTo("-- Checksum:   <sum>");
    assertThat(stamped(NAME, "-- Checksum: " + Checksum.OF_NOTHING + "\nSELECT 1;"))
        .isEqualTo("-- Checksum: <sum>\nSELECT 1;");
  }

  @Test
  void doesNotPartDirectivesFromTheLeadingComments() {
    assertThat(stamped(NAME, "\n\n-- dbsage: transaction=false\nVACUUM a;"))
        .isEqualTo("\n\n-- Checksum: <sum>\n-- dbsage: transaction=false\nVACUUM a;");
  }

  @Test
  void stampsBackfills() {
    assertThat(stamped(YAML, "{table: a, set: {b: c}}\n"))
        .isEqualTo("# Checksum: <sum>\n{table: a, set: {b: c}}\n");
    assertThat(stamped(YAML, "# x\r\n# Checksum: \r\n{table: a, set: {b: c}}\r\n"))
        .isEqualTo("# x\r\n# Checksum: <sum>\r\n{table: a, set: {b: c}}\r\n");
    assertThat(stamped(YAML, "\n# Migration: 20260101000000_a\n{table: a, set: {b: c}}\n"))
        .isEqualTo("\n# Migration: 20260101000000_a\n# Checksum: <sum>\n{table: a, set: {b: c}}\n");
  }

  @Test
  void saysWhatItWrote() {
    Folder folder = folder().migration(NAME, "-- Checksum: 12\nSELECT 1;\n");
    Step step = folder.step();
    assertThat(Stamp.write(step))
        .isEqualTo(new Stamp.Stamped(Folder.MIGRATIONS + NAME, "12", step.checksum()));
    folder.migration(NAME, "SELECT 1;\n");
    assertThat(Stamp.write(folder.step()))
        .isEqualTo(new Stamp.Stamped(Folder.MIGRATIONS + NAME, null, step.checksum()));
  }

  @Test
  void leavesARightFileUntouched() throws IOException {
    Folder folder = folder().migration(NAME, "SELECT 1;\n");
    assertThat(Stamp.write(folder.step())).isNotNull();
    Path path = folder.path(Folder.MIGRATIONS + NAME);
    FileTime old = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(path, old);
    assertThat(Stamp.write(folder.step())).isNull();
    assertThat(Files.getLastModifiedTime(path)).isEqualTo(old);
  }

  @Test
  void keepsPermissionsAndLinks() throws IOException {
    Folder folder = folder().file("shared/a.sql", "SELECT 1;\n").migration(".gitkeep", "");
    Path real = folder.path("shared/a.sql");
    Path link = folder.path(Folder.MIGRATIONS + NAME);
    Files.createSymbolicLink(link, real);
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r--r-x"));
    assertThat(Stamp.write(folder.step())).isNotNull();
    assertThat(link).isSymbolicLink();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-r--r-x");
    assertThat(folder.text("shared/a.sql")).startsWith("-- Checksum: ");
    assertThat(Objects.requireNonNull(folder.path("shared").toFile().list()))
        .containsExactly("a.sql");
  }

  @Test
  void leavesAFileThatWasChangedMeanwhile() {
    Folder folder = folder().migration(NAME, "SELECT 1;\n");
    Step step = folder.step();
    folder.migration(NAME, "SELECT 2;\n");
    UserError error = catchThrowableOfType(UserError.class, () -> Stamp.write(step));
    assertThat(problem(error))
        .extracting(Problem::code, Problem::what, Problem::fix)
        .containsExactly(
            "CHECKSUM_HEADER",
            "src/main/db/migrations/20260101000000_a.sql was changed while it was being stamped; it"
                + " was left as it is",
            "Run the goal again");
    assertThat(folder.text(Folder.MIGRATIONS + NAME)).isEqualTo("SELECT 2;\n");
    assertThat(folder.path(Folder.MIGRATIONS).toFile().list()).containsExactly(NAME);
  }

  private static @Nullable Problem problem(@Nullable UserError error) {
    return error == null ? null : error.problem();
  }
}
