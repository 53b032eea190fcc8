package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.TransactionMode;
import io.github.dbsage.model.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is run of a recorded rollback script. */
final class RollbackScriptTest {

  private static final Version VERSION = new Version("20260101120000");

  private static List<String> parts(String script, Placeholders placeholders) throws IOException {
    List<String> parts = new ArrayList<>();
    Source source = RollbackScript.source(VERSION, script);
    try (Migration migration = RollbackScript.open(source, VERSION, placeholders)) {
      for (Migration.Part part = migration.next(); part != null; part = migration.next()) {
        if (part instanceof Migration.Run run) {
          parts.add(run.ordinal() + " in " + run.block() + ": " + run.statement().text());
        } else if (part instanceof Migration.Data data) {
          parts.add("data " + data.piece().data().strip());
        } else if (part instanceof Migration.Fault fault) {
          Problem problem = fault.problem();
          parts.add(problem.where() + " " + problem.code());
        }
      }
    }
    return parts;
  }

  private static List<String> parts(String script) throws IOException {
    return parts(script, Placeholders.off());
  }

  private static Survey survey(String script) throws IOException {
    Source source = RollbackScript.source(VERSION, script);
    try (Migration migration = RollbackScript.open(source, VERSION, Placeholders.off())) {
      return Survey.of(migration, 10);
    }
  }

  @Test
  void leavesOutTheTransactionAndTheRecord() throws IOException {
    String script =
        """
        BEGIN;
        ALTER TABLE users DROP COLUMN email;
        DELETE FROM public.schema_migrations WHERE version = '20260101120000';
        COMMIT;
        """;
    assertThat(parts(script)).containsExactly("1 in 1: ALTER TABLE users DROP COLUMN email");
    assertThat(survey(script).mode()).isEqualTo(TransactionMode.TRUE);
    assertThat(survey(script).shape(0).segmented()).isFalse();
    assertThat(survey(script).leftOut())
        .extracting(Migration.LeftOut::what)
        .containsExactly("DELETE on schema_migrations");
  }

  @Test
  void takesNoOtherWriteToTheRecord() throws IOException {
    assertThat(
            parts(
                """
                DELETE FROM schema_migrations WHERE version = '20260101120001';
                DELETE FROM schema_migrations;
                UPDATE schema_migrations SET success = true WHERE version = '20260101120000';
                """))
        .containsExactly(
            "schema_migrations.rollback_script of 20260101120000:1:1 HISTORY_WRITE",
            "schema_migrations.rollback_script of 20260101120000:2:1 HISTORY_WRITE",
            "schema_migrations.rollback_script of 20260101120000:3:1 HISTORY_WRITE");
  }

  @Test
  void knowsNoRollbackSection() throws IOException {
    assertThat(parts("-- ROLLBACK SECTION\nDROP TABLE users;\n"))
        .containsExactly("1 in 0: DROP TABLE users");
  }

  @Test
  void mayHoldDataAndStatementsByThemselves() throws IOException {
    String script = "COPY kinds FROM STDIN;\na\n\\.\nDROP INDEX CONCURRENTLY users_email;\n";
    assertThat(parts(script))
        .containsExactly(
            "1 in 0: COPY kinds FROM STDIN",
            "data a",
            "2 in 0: DROP INDEX CONCURRENTLY users_email");
    assertThat(survey(script).shape(9))
        .extracting(shape -> shape.segmented() && shape.copy())
        .isEqualTo(true);
  }

  @Test
  void expandsPlaceholdersAsAFileDoes() throws IOException {
    assertThat(parts("DROP TABLE ${t};", Placeholders.expand(Map.of("t", "users"))))
        .containsExactly("1 in 0: DROP TABLE users");
    assertThat(parts("DROP TABLE ${u};", Placeholders.expand(Map.of("t", "users"))))
        .contains("schema_migrations.rollback_script of 20260101120000:1:12 PLACEHOLDER_UNKNOWN");
  }
}
