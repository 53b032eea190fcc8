package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files exactly as the migration plan template prints them. */
@OnPostgres
final class TemplateTest {

  private static final String SETUP = "20251027110000_setup.sql";
  private static final String USERS = "20251027120000_add_users_table.sql";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) throws IOException {
    database = fresh;
    project =
        new Workspace(folder, fresh)
            .bytes(SETUP, printed("/template/setup.sql"))
            .bytes(USERS, printed("/checksum/template.sql"));
  }

  private static byte[] printed(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(TemplateTest.class.getResourceAsStream(resource))) {
      return in.readAllBytes();
    }
  }

  private Outcome passed(Outcome outcome) {
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    return outcome;
  }

  @Test
  void goThroughEveryGoal() {
    List<Finding> findings = passed(project.validate()).report().findings();
    assertThat(findings).extracting(Finding::severity).doesNotContain(Severity.ERROR);
    assertThat(findings).extracting(Finding::rule).contains("CHECKSUM_HEADER");
    assertThat(project.console())
        .contains(
            USERS
                + ": the plugin keeps this record itself, so these are not run: INSERT on"
                + " schema_migrations (line 9), UPDATE on schema_migrations (line 35)");

    passed(project.stamp());
    assertThat(passed(project.validate()).report().findings())
        .extracting(Finding::rule)
        .doesNotContain("CHECKSUM_HEADER");
    assertThat(passed(project.apply()).report().steps())
        .extracting(StepReport::statementCount)
        .containsExactly(0, 1);
    passed(project.verify());
    assertThat(database.query("SELECT version, name, success FROM schema_migrations ORDER BY 1"))
        .isEqualTo(
            List.of(
                List.of("20251027110000", "setup", "t"),
                List.of("20251027120000", "add_users_table", "t")));
    assertThat(
            database.value(
                "SELECT rollback_script FROM schema_migrations WHERE version = '20251027120000'"))
        .isEqualTo(
            """
            BEGIN;
            DROP TABLE IF EXISTS users CASCADE;
            DELETE FROM public.schema_migrations WHERE version = '20251027120000';
            COMMIT;""");
    assertThat(
            database.value(
                "SELECT count(*) FROM schema_migrations WHERE checksum LIKE 'e3b0c442%'"))
        .isEqualTo("0");
    assertThat(database.value("SELECT count(*) FROM users")).isEqualTo("0");

    assertThat(passed(project.apply()).report().steps()).isEmpty();
    assertThat(project.console()).contains("up to date");
  }

  @Test
  void rollBackAsTheTemplateSays() {
    passed(project.apply());
    String script =
        database.value(
            "SELECT rollback_script FROM schema_migrations WHERE version = '20251027120000'");
    database.execute(Objects.requireNonNull(script));
    assertThat(database.value("SELECT to_regclass('users') IS NULL")).isEqualTo("t");
    assertThat(passed(project.apply()).report().steps()).hasSize(1);
  }

  @Test
  void takeTheRollbackOfTheRecordWhereNoSectionHoldsOne() throws IOException {
    String text =
        new String(printed("/checksum/template.sql"), java.nio.charset.StandardCharsets.UTF_8);
    project.file(USERS, text.substring(0, text.indexOf("-- ROLLBACK SECTION")));
    passed(project.apply());
    assertThat(
            database.value(
                "SELECT rollback_script FROM schema_migrations WHERE version = '20251027120000'"))
        .isEqualTo(
            """
            -- Rollback script
            DROP TABLE IF EXISTS users CASCADE;
            DELETE FROM public.schema_migrations WHERE version = '20251027120000';""");
  }

  @Test
  void recordAFailureWhereTheTemplatesOwnRecordWouldBeLost() throws IOException {
    String text =
        new String(printed("/checksum/template.sql"), java.nio.charset.StandardCharsets.UTF_8);
    project.file(USERS, text.replace("CREATE TABLE users (", "SELECT 1/0;\nCREATE TABLE users ("));
    assertThat(project.apply().report().passed()).isFalse();
    assertThat(
            database.value(
                "SELECT success::text || ' ' || (notes LIKE '%22012%') FROM schema_migrations"
                    + " WHERE version = '20251027120000'"))
        .isEqualTo("false true");
  }

  @Test
  void findTheTableOfProgressThatTheyCountOn() throws IOException {
    project.file(
        "20251027130000_email_address", "ALTER TABLE users ADD COLUMN email_address TEXT;");
    project.bytes("20251027140000_backfill", printed("/template/progress.sql"));
    String all =
        new String(printed("/template/progress.sql"), java.nio.charset.StandardCharsets.UTF_8);
    // The template's block compares a uuid with a number, and PL/pgSQL minds only when it gets
    // there.
    assertThat(all).contains("id > last_id");
    project.file("20251027140000_backfill", all.replace("WHERE id > last_id\nAND", "WHERE"));
    passed(project.apply());
    assertThat(database.value("SELECT count(*) FROM migration_progress")).isEqualTo("1");
    project.file(
        "20251027150000_again",
        "CREATE TABLE migration_progress (migration_name TEXT PRIMARY KEY, last_processed_id BIGINT,"
            + " total_processed BIGINT DEFAULT 0, started_at TIMESTAMPTZ DEFAULT NOW(), updated_at"
            + " TIMESTAMPTZ DEFAULT NOW());");
    passed(project.apply());
    assertThat(database.value("SELECT count(*) FROM migration_progress")).isEqualTo("1");
  }

  @Test
  void leaveAnotherToolsTableOfProgressAlone() throws IOException {
    passed(project.apply());
    database.execute("CREATE TABLE migration_progress (id int)");
    project.bytes("20251027140000_backfill", printed("/template/progress.sql"));
    Outcome outcome = project.apply();
    assertThat(outcome.report().passed()).isFalse();
    assertThat(Objects.requireNonNull(outcome.report().error()).code()).isEqualTo("FOREIGN_TABLE");
    assertThat(database.value("SELECT count(*) FROM schema_migrations")).isEqualTo("2");
  }
}
