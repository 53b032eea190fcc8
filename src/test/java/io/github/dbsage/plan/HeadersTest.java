package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Rollback;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeadersTest {

  private static final String NAME = "20260101000000_a.sql";

  @TempDir Path base;

  private Folder with(String text) {
    return new Folder(base).migration(NAME, text);
  }

  @Test
  void needsNone() {
    assertThat(with("SELECT 1;").findings()).isEmpty();
    assertThat(with("").findings()).isEmpty();
  }

  @Test
  void comparesTheName() {
    assertThat(with("-- Migration: 20260101000000_b\nSELECT 1;").findings())
        .containsExactly(
            NAME
                + ":1:1 FILE_NAME warning: The header says \"20260101000000_b\", the file is named"
                + " 20260101000000_a | Write Migration: 20260101000000_a");
    assertThat(with("-- migration: 20260101000000_a.sql\nSELECT 1;").findings()).isEmpty();
  }

  @Test
  void warnsOfATemplateThatWasNotStamped() {
    assertThat(
            with("-- Migration: 20260101000000_a\n-- Checksum: "
                    + Checksum.OF_NOTHING
                    + "\nSELECT 1;")
                .findings())
        .containsExactly(
            NAME
                + ":2:1 CHECKSUM_HEADER warning: The file is not stamped: its Checksum header is the"
                + " SHA-256 of nothing | Run mvn dbsage:stamp");
  }

  @Test
  void refusesAStampThatDoesNotFit() {
    String stamp = "ab".repeat(32);
    assertThat(with("-- Checksum: " + stamp + "\nSELECT 1;\n").findings())
        .containsExactly(
            NAME
                + ":1:1 CHECKSUM_HEADER error: The file was changed after it was stamped; what"
                + " differs: unknown (stamped "
                + stamp
                + ", now b4e0497804e46e0a0b0b8c31975b062152d551bac49c3c2e80932567b4085dcd) | Undo the"
                + " change, or where it is wanted and no database has run the file: mvn"
                + " dbsage:stamp");
  }

  @Test
  void acceptsTheRightStampInCapitalsToo() {
    String stamp = "B4E0497804E46E0A0B0B8C31975B062152D551BAC49C3C2E80932567B4085DCD";
    assertThat(with("-- Checksum: " + stamp + "\r\n-- Applied by: me\r\nSELECT 1;\r\n").findings())
        .isEmpty();
  }

  @Test
  void refusesAMalformedAndASecondChecksum() {
    assertThat(with("-- Checksum: 12ab\n-- Checksum:\nSELECT 1;").findings())
        .containsExactly(
            NAME
                + ":1:1 CHECKSUM_HEADER error: \"12ab\" is no checksum: 64 hexadecimal digits | Run"
                + " mvn dbsage:stamp, or remove the line",
            NAME
                + ":2:1 CHECKSUM_HEADER error: A second Checksum header; the first stands in line 1"
                + " | Remove one of them, then run mvn dbsage:stamp");
    assertThat(with("-- Checksum:\nSELECT 1;").findings())
        .containsExactly(
            NAME
                + ":1:1 CHECKSUM_HEADER error: The Checksum header is empty | Run mvn dbsage:stamp,"
                + " or remove the line");
  }

  @Test
  void saysThatAHeaderFurtherDownIsNotRead() {
    assertThat(
            with("-- a\n\n-- Checksum: 12ab\n-- Rollback: none because x\nSELECT 1;\n-- Rollback: x\n")
                .findings())
        .containsExactly(
            NAME
                + ":3:1 CHECKSUM_HEADER warning: This Checksum line is not read: it stands outside of"
                + " the leading comment block | Move it to the comments at the file's first line,"
                + " before the first blank line",
            NAME
                + ":4:1 ROLLBACK_MISSING warning: This Rollback line is not read: it stands outside"
                + " of the leading comment block | Move it to the comments at the file's first"
                + " line, before the first blank line");
  }

  @Test
  void readsAForwardOnlyDeclaration() {
    Folder folder = with("-- Rollback: none because data are gone\nDROP TABLE a;");
    assertThat(folder.findings()).isEmpty();
    assertThat(folder.step().rollback()).isEqualTo(new Rollback(null, "data are gone"));
  }

  @Test
  void wantsAReasonForNone() {
    assertThat(with("-- Rollback: none\nSELECT 1;").findings())
        .containsExactly(
            NAME
                + ":1:1 ROLLBACK_MISSING error: Rollback: none gives no reason | Write -- Rollback:"
                + " none because <reason>");
    assertThat(with("-- Rollback: None, it is fine\nSELECT 1;").findings())
        .containsExactly(
            NAME
                + ":1:1 ROLLBACK_MISSING error: Rollback: none gives no reason | Write -- Rollback:"
                + " none because <reason>");
    assertThat(with("-- Rollback: See section at end of file\nSELECT 1;").findings()).isEmpty();
  }

  @Test
  void refusesNoneBesideAScript() {
    String declared = "-- Rollback: none because x\nSELECT 1;\n";
    assertThat(with(declared + "-- ROLLBACK SECTION\n/* SELECT 0; */\n").findings())
        .containsExactly(
            NAME
                + ":1:1 ROLLBACK_MISSING error: The header declares that there is no rollback, and"
                + " the rollback section holds one | Remove the header, or the rollback script");
    assertThat(with(declared).migration("20260101000000_a.rollback.sql", "SELECT 0;").findings())
        .containsExactly(
            NAME
                + ":1:1 ROLLBACK_MISSING error: The header declares that there is no rollback, and"
                + " 20260101000000_a.rollback.sql holds one | Remove the header, or the rollback"
                + " script");
  }

  @Test
  void readsBackfillHeaders() {
    Folder folder =
        new Folder(base)
            .migration(
                "20260101000000_a.backfill.yaml",
                "# Migration: 20260101000000_b\n# Checksum: 12ab\ntable: users # Checksum: x\nset: {a: b}\n");
    assertThat(folder.findings())
        .containsExactly(
            "20260101000000_a.backfill.yaml:1:1 FILE_NAME warning: The header says"
                + " \"20260101000000_b\", the file is named 20260101000000_a | Write Migration:"
                + " 20260101000000_a",
            "20260101000000_a.backfill.yaml:2:1 CHECKSUM_HEADER error: \"12ab\" is no checksum: 64"
                + " hexadecimal digits | Run mvn dbsage:stamp, or remove the line");
  }
}
