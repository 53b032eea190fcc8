package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Step;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileNamesTest {

  @TempDir Path base;

  private Folder folder() {
    return new Folder(base);
  }

  @Test
  void readsMigrationsInVersionOrder() {
    Folder folder =
        folder()
            .migration("20260102000000_b.sql", "SELECT 2;")
            .migration("20260103000000_c-D_e.backfill.yaml", "table: users\nset: {a: b}\n")
            .migration("20260101000000_a.sql", "SELECT 1;")
            .migration("20260101000000_a.rollback.sql", "SELECT 0;");
    assertThat(folder.findings()).isEmpty();
    assertThat(folder.read().steps().stream().map(Step::title))
        .containsExactly("20260101000000_a", "20260102000000_b", "20260103000000_c-D_e");
    assertThat(folder.step().source().file())
        .isEqualTo("src/main/db/migrations/20260101000000_a.sql");
  }

  @Test
  void ignoresWhatEditorsAndToolsLeave() {
    Folder folder =
        folder()
            .migration("20260101000000_a.sql", "SELECT 1;")
            .migration(".gitkeep", "")
            .migration(".20260101000000_a.sql.swp", "")
            .migration("20260101000000_a.sql~", "")
            .migration("README.md", "")
            .migration(".idea/x.sql", "");
    assertThat(folder.findings()).isEmpty();
    assertThat(folder.read().steps()).hasSize(1);
  }

  @Test
  void printsTheRenameOfFlywayFilesInTheirOrder() {
    Folder folder =
        folder()
            .migration("V10__last.sql", "")
            .migration("V2__add user's mail.sql", "")
            .migration("V1__init.sql", "")
            .migration("U2__add user's mail.sql", "")
            .migration("R__views.sql", "");
    assertThat(folder.findings())
        .containsExactly(
            "R__views.sql:1:1 FILE_NAME error: \"R__views.sql\" is not named <14"
                + " digits>_<name>.sql (in a name: letters A to Z, a to z, digits, _ and -) | mv"
                + " \"R__views.sql\" 20251122000003_views.sql",
            "U2__add user's mail.sql:1:1 FILE_NAME error: \"U2__add user's mail.sql\" is not named"
                + " <14 digits>_<name>.rollback.sql (in a name: letters A to Z, a to z, digits, _"
                + " and -) | mv \"U2__add user's mail.sql\""
                + " 20251122000001_add_user_s_mail.rollback.sql",
            "V10__last.sql:1:1 FILE_NAME error: \"V10__last.sql\" is not named <14"
                + " digits>_<name>.sql (in a name: letters A to Z, a to z, digits, _ and -) | mv"
                + " \"V10__last.sql\" 20251122000002_last.sql",
            "V1__init.sql:1:1 FILE_NAME error: \"V1__init.sql\" is not named <14"
                + " digits>_<name>.sql (in a name: letters A to Z, a to z, digits, _ and -) | mv"
                + " \"V1__init.sql\" 20251122000000_init.sql",
            "V2__add user's mail.sql:1:1 FILE_NAME error: \"V2__add user's mail.sql\" is not named"
                + " <14 digits>_<name>.sql (in a name: letters A to Z, a to z, digits, _ and -) |"
                + " mv \"V2__add user's mail.sql\" 20251122000001_add_user_s_mail.sql");
  }

  @Test
  void padsDatesWithZeros() {
    assertThat(rename("20240101_x.sql")).isEqualTo("20240101000000_x.sql");
    assertThat(rename("202401011230_x.sql")).isEqualTo("20240101123000_x.sql");
    assertThat(rename("20240101123000123_x.sql")).isEqualTo("20240101123000_x.sql");
    assertThat(rename("2024_01_02_030405_create_a_table.sql"))
        .isEqualTo("20240102030405_create_a_table.sql");
    assertThat(rename("2024-01-02 x.sql")).isEqualTo("20240102000000_x.sql");
    assertThat(rename("V20240102030405__x.sql")).isEqualTo("20240102030405_x.sql");
    assertThat(rename("20240102030405-x.sql")).isEqualTo("20240102030405_x.sql");
    assertThat(rename("20240102030405.sql")).isEqualTo("20240102030405_migration.sql");
    assertThat(rename("20240102030405_Größe.sql")).isEqualTo("20240102030405_Gr_e.sql");
    assertThat(rename("20240102030405_x.SQL")).isEqualTo("20240102030405_x.sql");
    assertThat(rename("20240102030405_x.backfill.yml")).isEqualTo("20240102030405_x.backfill.yaml");
    assertThat(rename("0001_x.sql")).isEqualTo("20251122000000_x.sql");
    assertThat(rename("init.sql")).isEqualTo("20251122000000_init.sql");
    assertThat(rename("20241399_x.sql")).isEqualTo("20251122000000_x.sql");
  }

  private static String rename(String fileName) {
    return new Renaming(java.time.LocalDate.of(2025, 11, 22)).propose(fileName);
  }

  @Test
  void neverProposesAVersionThatIsTaken() {
    Folder folder =
        folder()
            .migration("20240101000000_a.sql", "SELECT 1;")
            .migration("20240101_b.sql", "")
            .migration("2024_01_01_c.sql", "");
    assertThat(folder.findings())
        .containsExactly(
            "20240101_b.sql:1:1 FILE_NAME error: \"20240101_b.sql\" is not named <14"
                + " digits>_<name>.sql (in a name: letters A to Z, a to z, digits, _ and -) | mv"
                + " \"20240101_b.sql\" 20240101000001_b.sql",
            "2024_01_01_c.sql:1:1 FILE_NAME error: \"2024_01_01_c.sql\" is not named <14"
                + " digits>_<name>.sql (in a name: letters A to Z, a to z, digits, _ and -) | mv"
                + " \"2024_01_01_c.sql\" 20240101000002_c.sql");
  }

  @Test
  void printsTheNextFreeVersionForADuplicate() {
    Folder folder =
        folder()
            .migration("20260101000000_a.sql", "SELECT 1;")
            .migration("20260101000000_b.sql", "SELECT 2;")
            .migration("20260101000000_c.backfill.yaml", "table: users\nset: {a: b}\n")
            .migration("20260101000001_d.sql", "SELECT 3;");
    assertThat(folder.findings())
        .containsExactly(
            "20260101000000_b.sql:1:1 VERSION_DUPLICATE error: Version 20260101000000 is taken by"
                + " 20260101000000_a.sql | mv \"20260101000000_b.sql\" 20260101000002_b.sql",
            "20260101000000_c.backfill.yaml:1:1 VERSION_DUPLICATE error: Version 20260101000000 is"
                + " taken by 20260101000000_a.sql | mv \"20260101000000_c.backfill.yaml\""
                + " 20260101000003_c.backfill.yaml");
    assertThat(folder.read().steps().stream().map(Step::title))
        .containsExactly("20260101000000_a", "20260101000001_d");
  }

  @Test
  void takesAnyFourteenDigits() {
    Folder folder = folder().migration("00000000000001_first.sql", "SELECT 1;");
    assertThat(folder.findings()).isEmpty();
  }

  @Test
  void wantsTheMigrationOfARollback() {
    Folder folder =
        folder()
            .migration("20260101000000_a.sql", "SELECT 1;")
            .migration("20260101000000_A.rollback.sql", "SELECT 0;")
            .migration("20260102000000_b.rollback.sql", "SELECT 0;")
            .migration("20260103000000_c.backfill.yaml", "table: users\nset: {a: b}\n")
            .migration("20260103000000_c.rollback.sql", "SELECT 0;");
    assertThat(folder.findings())
        .containsExactly(
            "20260101000000_A.rollback.sql:1:1 FILE_NAME error: There is no 20260101000000_A.sql"
                + " that this rollback would undo | mv \"20260101000000_A.rollback.sql\""
                + " 20260101000000_a.rollback.sql",
            "20260102000000_b.rollback.sql:1:1 FILE_NAME error: There is no 20260102000000_b.sql"
                + " that this rollback would undo | Add the migration, or remove this file",
            "20260103000000_c.rollback.sql:1:1 FILE_NAME error: 20260103000000_c.backfill.yaml is a"
                + " backfill: its rollback is a key of it, not a file | Write rollback: in"
                + " 20260103000000_c.backfill.yaml and remove this file");
  }

  @Test
  void saysThatFoldersAndOtherFilesAreNotRead() {
    Folder folder =
        folder()
            .migration("20260101000000_a.sql", "SELECT 1;")
            .migration("v2/20260102000000_b.sql", "SELECT 1;")
            .migration("notes.txt", "");
    assertThat(folder.findings())
        .containsExactly(
            "notes.txt:1:1 FILE_NAME warning: \"notes.txt\" is no migration and is not read | Move"
                + " it elsewhere, or name it <14 digits>_<name>.sql",
            "v2:1:1 FILE_NAME error: A folder inside of src/main/db/migrations is not read:"
                + " migrations stand directly in it | Move its files up: mv"
                + " src/main/db/migrations/v2/* src/main/db/migrations/");
  }

  @Test
  void followsLinksAndTellsOfBrokenOnes() throws java.io.IOException {
    Folder folder =
        folder().file("shared/a.sql", "SELECT 1;").migration("20260101000000_a.sql", "SELECT 1;");
    java.nio.file.Files.createSymbolicLink(
        folder.path(Folder.MIGRATIONS + "20260102000000_b.sql"), folder.path("shared/a.sql"));
    java.nio.file.Files.createSymbolicLink(
        folder.path(Folder.MIGRATIONS + "20260103000000_c.sql"), folder.path("shared/gone.sql"));
    assertThat(folder.read().steps()).hasSize(2);
    assertThat(folder.findings())
        .containsExactly(
            "20260103000000_c.sql:1:1 FILE_UNREADABLE error: The file cannot be read: it does not"
                + " exist, or the link leads nowhere | Check that it exists and its permissions: ls"
                + " -l src/main/db/migrations/20260103000000_c.sql");
  }
}
