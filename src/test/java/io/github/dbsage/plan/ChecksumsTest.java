package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Difference;
import io.github.dbsage.model.SqlStep;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChecksumsTest {

  private static final Checksum OTHER = new Checksum("ab".repeat(32));

  @TempDir Path base;

  private SqlStep step(String text) {
    return new Folder(base).migration("20260101000000_a.sql", text).step();
  }

  private static Checksum sha256(String text) {
    return Checksum.of(CanonicalText.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void knowsASumOverTheSameTextInOtherBytes() {
    for (String now :
        new String[] {
          "-- é\n\nSELECT 1;",
          "\ufeff-- é\r\n\r\nSELECT 1;",
          "-- é\r\rSELECT 1;",
          "\ufeff-- é\r\n\nSELECT 1;"
        }) {
      SqlStep step = step(now);
      for (String recorded :
          new String[] {
            now,
            "-- é\n\nSELECT 1;",
            "\ufeff-- é\n\nSELECT 1;",
            "-- é\r\n\r\nSELECT 1;",
            "\ufeff-- é\r\n\r\nSELECT 1;"
          }) {
        assertThat(Checksums.difference(step, sha256(recorded), null)).isEqualTo(Difference.BYTES);
      }
      assertThat(Checksums.difference(step, sha256("-- é\nSELECT 1;"), null))
          .isEqualTo(Difference.UNKNOWN);
    }
  }

  @Test
  void tellsCommentsFromCodeWhereTheCodeWasRecorded() {
    SqlStep step = step("SELECT 1;");
    assertThat(Checksums.difference(step, OTHER, step.code())).isEqualTo(Difference.COMMENTS);
    assertThat(Checksums.difference(step, OTHER, OTHER)).isEqualTo(Difference.CODE);
    assertThat(Checksums.difference(step, OTHER, null)).isEqualTo(Difference.UNKNOWN);
  }
}
