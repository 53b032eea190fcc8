package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the goal makes of what its rules and the reader of the files find. */
final class ValidatePlanTest {

  private static final String NONE = "-- Rollback: none because this is a test\n\n";

  @TempDir private Path folder;
  private Workspace project;

  @BeforeEach
  void openProject() {
    project = Workspace.of(folder);
  }

  private List<String> found() {
    return project.validate().report().findings().stream()
        .map(one -> one.rule() + " " + one.message())
        .toList();
  }

  @Test
  void aDeclarationWithoutItsReasonIsSaidOnce() {
    project.file("20260101120000_users", "-- Rollback: none\n\nCREATE TABLE users ();");
    assertThat(found()).containsExactly("ROLLBACK_MISSING Rollback: none gives no reason");
  }

  @Test
  void aFileWithoutAnyWayBackIsSaidOnce() {
    project.file("20260101120000_users", "CREATE TABLE users ();");
    assertThat(found()).containsExactly("ROLLBACK_MISSING nothing undoes this migration");
  }

  @Test
  void whatTheReaderSaysOfOneFileDoesNotHideWhatTheRulesSayOfAnother() {
    project
        .file("20260101120000_users", "-- Rollback: none\n\nCREATE TABLE users ();")
        .file("20260102120000_orders", "CREATE TABLE orders ();");
    assertThat(found())
        .containsExactlyInAnyOrder(
            "ROLLBACK_MISSING Rollback: none gives no reason",
            "ROLLBACK_MISSING nothing undoes this migration");
  }

  @Test
  void sinceAVersionEarlierFilesAreStateOnly() {
    project
        .file("20260101120000_users", NONE + "CREATE TABLE users (id int);")
        .file("20260102120000_index", NONE + "CREATE INDEX i ON users (id);")
        .file("20260103120000_more", NONE + "CREATE INDEX j ON users (id);")
        .judging(Judging.of(Severities.USUAL, "20260103120000", null));
    assertThat(project.validate().report().findings())
        .extracting(one -> one.where().toString())
        .containsExactly("src/main/db/migrations/20260103120000_more.sql:3:1");
  }

  @Test
  void aRuleThatIsOffByDefaultSpeaksWhereItIsAskedFor() {
    project.file("20260101120000_users", NONE + "CREATE TABLE users (id int);");
    assertThat(found()).isEmpty();
    project.judging(Judging.of(Severities.parse("NOT_IDEMPOTENT=warning"), null, null));
    assertThat(found()).hasSize(1).first().asString().startsWith("NOT_IDEMPOTENT ");
  }

  @Test
  void partitionsInACircleAreLeftToTheServer() {
    project.file(
        "20260101120000_circle",
        NONE
            + """
            ALTER TABLE a ATTACH PARTITION a DEFAULT;
            ALTER TABLE a ATTACH PARTITION b DEFAULT;
            ALTER TABLE b ATTACH PARTITION a DEFAULT;
            ALTER TABLE a ADD COLUMN c integer;
            CREATE INDEX i ON b (c);
            """);
    Outcome outcome = project.validate();
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().findings())
        .extracting(one -> one.rule())
        .contains("ATTACH_PARTITION_SCAN", "CREATE_INDEX_BLOCKING");
  }
}
