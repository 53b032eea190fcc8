package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Finding;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnPostgres
final class VerifyChecksumsTest {

  private static final String FILE = "20260101120000_one";
  private static final String SQL =
      """
      -- Migration: 20260101120000_one
      CREATE TABLE one (id int); -- numbers
      -- ROLLBACK SECTION
      /*
      DROP TABLE one;
      */
      """;

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    project.file(FILE, SQL);
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
  }

  private Finding finding(Outcome outcome) {
    assertThat(outcome.report().passed()).isFalse();
    List<Finding> findings = outcome.report().findings();
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  private void isUnchanged() {
    Outcome outcome = project.verify();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
  }

  @Test
  void tellsThatTheStatementsDiffer() {
    project.file(FILE, SQL.replace("id int", "id bigint"));
    for (Outcome outcome : List.of(project.verify(), project.apply())) {
      Finding finding = finding(outcome);
      assertThat(finding.rule()).isEqualTo("CHECKSUM_CHANGED");
      assertThat(finding.where().file()).isEqualTo("src/main/db/migrations/20260101120000_one.sql");
      assertThat(finding.message())
          .contains("20260101120000_one was changed after it was applied (code)");
      assertThat(finding.effect()).isEqualTo("The statements differ.");
    }
  }

  @Test
  void tellsThatOnlyAnIdentifiersOneCharacterDiffers() {
    project.file(FILE, SQL.replace("TABLE one (", "TABLE onf ("));
    assertThat(finding(project.verify()).message()).contains("(code)");
  }

  @Test
  void tellsThatOnlyACommentDiffers() {
    project.file(FILE, SQL.replace("-- numbers", "-- number"));
    assertThat(finding(project.verify()).message()).contains("(comments or blanks only)");
    project.file(FILE, SQL.replace("one (id", "one  (id"));
    assertThat(finding(project.apply()).message()).contains("(comments or blanks only)");
  }

  @Test
  void tellsThatTheRecordWasTakenOverRawBytes() throws Exception {
    byte[] raw = Files.readAllBytes(project.path(FILE));
    byte[] sha = MessageDigest.getInstance("SHA-256").digest(raw);
    String hex = HexFormat.of().formatHex(sha);
    database.execute("UPDATE schema_migrations SET checksum = '" + hex + "'");
    assertThat(finding(project.verify()).message()).contains("(bytes only)");
  }

  @Test
  void ignoresLineEndsByteOrderMarkAndTrailingBlanks() {
    project.bytes(
        FILE,
        ("\uFEFF" + SQL.replace("\n", "\r\n") + "\r\n \r\n").getBytes(StandardCharsets.UTF_8));
    isUnchanged();
  }

  @Test
  void ignoresAStampedHeader() throws IOException {
    assertThat(project.stamp().report().passed()).as(project.console()).isTrue();
    assertThat(Files.readString(project.path(FILE))).contains("-- Checksum: ");
    isUnchanged();
  }

  @Test
  void ignoresABetterRollback() {
    project.file(FILE, SQL.replace("DROP TABLE one;", "DROP TABLE IF EXISTS one;"));
    isUnchanged();
  }

  @Test
  void reportsAnAppliedVersionWithoutAFile() {
    project.file("20260102120000_two", "CREATE TABLE two ();");
    project.apply();
    project.delete("20260102120000_two");
    Finding finding = finding(project.verify());
    assertThat(finding.rule()).isEqualTo("VERSION_MISSING");
    assertThat(finding.where().file()).isEqualTo("src/main/db/migrations/20260102120000_two.sql");
    assertThat(project.apply().report().passed()).as("a warning for apply").isTrue();
  }

  @Test
  void doesNotCompareAFailedMigration() {
    project.file("20260102120000_two", "SELECT 1/0;");
    project.apply();
    project.file("20260102120000_two", "SELECT 1/1;");
    assertThat(project.verify().report().passed()).as(project.console()).isTrue();
  }

  @Test
  void comparesWithHeadersWhereNoDatabaseIsNamed() {
    project.stamp();
    assertThat(project.verifyFiles().report().passed()).as(project.console()).isTrue();
    assertThat(project.console()).contains("no database was named");
    project.file(FILE, "-- Checksum: " + "0123456789abcdef".repeat(4) + "\n" + SQL);
    Finding finding = finding(project.verifyFiles());
    assertThat(finding.rule()).isEqualTo("CHECKSUM_HEADER");
    assertThat(finding.where().line()).isEqualTo(1);
  }
}
