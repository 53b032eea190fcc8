package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Supabase CLI's history kept in step with ours, by a role that is no superuser. */
@OnPostgres
final class SupabaseRecordTest {

  private static final String PASSWORD = "open sesame";
  private static final String ONE = "20260101120000";
  private static final String TWO = "20260102120000";
  private static final String WHY = "checked by hand";
  private static final String KEEP = "supabase-cli: {keep-history: true}\n";

  /** What the CLI sends before it looks (2.x), in our words. */
  private static final List<String> BY_THE_CLI =
      List.of(
          "CREATE SCHEMA IF NOT EXISTS supabase_migrations",
          "CREATE TABLE IF NOT EXISTS supabase_migrations.schema_migrations"
              + " (version text NOT NULL PRIMARY KEY)",
          "ALTER TABLE supabase_migrations.schema_migrations"
              + " ADD COLUMN IF NOT EXISTS statements text[]",
          "ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN IF NOT EXISTS name text");

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    String role = fresh.createRole("LOGIN PASSWORD '" + PASSWORD + "'");
    fresh.asSuperuser().execute("GRANT ALL ON SCHEMA public TO " + role);
    fresh
        .asSuperuser()
        .execute(
            "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO "
                + role
                + "', current_database()); END $$");
    database = fresh.as(role, PASSWORD);
    project = new Workspace(folder, database);
    project.plan(KEEP);
    project.file(
        ONE + "_users",
        "-- the users\nCREATE TABLE users (id int);\n"
            + "-- ROLLBACK SECTION\n/*\nDROP TABLE users;\n*/\n");
  }

  private void second() {
    project.file(
        TWO + "_index",
        "-- Rollback: none because a test\nCREATE INDEX CONCURRENTLY users_id ON users (id);\n");
  }

  private void byTheCli() {
    database.execute(BY_THE_CLI.toArray(String[]::new));
  }

  private @Nullable String supabase() {
    return database.value(
        "SELECT string_agg(version || ' ' || coalesce(name, '') || ' '"
            + " || coalesce(cardinality(statements)::text, 'null'), ', ' ORDER BY version)"
            + " FROM supabase_migrations.schema_migrations");
  }

  private @Nullable String ours() {
    return database.value(
        "SELECT string_agg(version, ', ' ORDER BY version) FROM schema_migrations WHERE success");
  }

  private void passes(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
  }

  private static List<Finding> told(Outcome outcome) {
    return outcome.report().findings().stream()
        .filter(finding -> finding.rule().equals("SUPABASE_RECORD"))
        .toList();
  }

  @Test
  void applyWritesARowInTheFormOfTheCli() {
    second();
    passes(project.apply());
    assertThat(supabase()).isEqualTo(ONE + " users 2, " + TWO + " index 1");
    assertThat(
            database.value(
                "SELECT statements[1] FROM supabase_migrations.schema_migrations WHERE version = '"
                    + ONE
                    + "'"))
        .isEqualTo("-- the users\nCREATE TABLE users (id int)");
    assertThat(
            database.query(
                "SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute"
                    + " WHERE attrelid = 'supabase_migrations.schema_migrations'::regclass"
                    + " AND attnum > 0 ORDER BY attnum"))
        .hasToString("[[version, text, t], [statements, text[], f], [name, text, f]]");
    passes(project.apply());
    assertThat(told(project.status())).isEmpty();
    assertThat(project.console()).contains("supabase");
  }

  @Test
  void theTableOfTheCliIsUsedAsItIs() {
    byTheCli();
    passes(project.apply());
    assertThat(supabase()).isEqualTo(ONE + " users 2");
  }

  @Test
  void withoutThePlansWordItIsLeftAlone() {
    project.plan("summary: {}\n");
    passes(project.apply());
    assertThat(database.value("SELECT to_regnamespace('supabase_migrations')")).isNull();
  }

  @Test
  void placeholdersAreKeptAsTheyAreWritten() {
    project.placeholder("word", "hunter2hunter2");
    project.file(ONE + "_users", "-- Rollback: none because a test\nSELECT '${word}';\n");
    passes(project.apply());
    assertThat(database.value("SELECT statements[1] FROM supabase_migrations.schema_migrations"))
        .contains("'${word}'")
        .doesNotContain("hunter2");
  }

  @Test
  void aFailedMigrationIsNotThere() {
    project.file(TWO + "_wrong", "-- Rollback: none because a test\nSELECT 1 / 0;\n");
    assertThat(project.apply().report().passed()).isFalse();
    assertThat(supabase()).isEqualTo(ONE + " users 2");
    project.file(
        TWO + "_wrong",
        "-- Rollback: none because a test\nCREATE INDEX CONCURRENTLY i ON users (id);\n"
            + "CREATE INDEX CONCURRENTLY j ON users (nothing);\n");
    assertThat(project.apply().report().passed()).isFalse();
    assertThat(supabase()).isEqualTo(ONE + " users 2");
  }

  @Test
  void rollbackTakesTheRowAway() {
    passes(project.apply());
    passes(project.rollback());
    assertThat(supabase()).isNull();
    assertThat(ours()).isNull();
    passes(project.apply());
    assertThat(supabase()).isEqualTo(ONE + " users 2");
  }

  @Test
  void aRollbackInPiecesTakesItAwayToo() {
    project.file(
        TWO + "_index",
        """
        CREATE INDEX CONCURRENTLY users_id ON users (id);
        -- ROLLBACK SECTION
        /*
        DROP INDEX CONCURRENTLY users_id;
        */
        """);
    passes(project.apply());
    passes(project.rollback());
    assertThat(supabase()).isEqualTo(ONE + " users 2");
  }

  @Test
  void aBackfillIsNoMigrationOfTheCli() {
    project.file(
        TWO + "_fill.backfill.yaml", "table: public.users\nset: {id: \"1\"}\nwhere: id IS NULL\n");
    passes(project.apply());
    assertThat(ours()).isEqualTo(ONE + ", " + TWO);
    assertThat(supabase()).isEqualTo(ONE + " users 2");
    assertThat(told(project.status())).isEmpty();
  }

  @Test
  void whatTheCliHasRunIsNotRunOnceMore() {
    passes(project.apply());
    second();
    database.execute(
        "INSERT INTO supabase_migrations.schema_migrations (version, name) VALUES ('"
            + TWO
            + "', 'index')");
    Outcome outcome = project.apply();
    assertThat(outcome.report().passed()).isFalse();
    assertThat(told(outcome))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.message())
                  .isEqualTo(
                      TWO
                          + "_index is applied by the record of the Supabase CLI, and not by ours.");
              assertThat(finding.fix())
                  .isEqualTo(
                      "If it has run: mvn dbsage:repair -Ddbsage.version="
                          + TWO
                          + " -Ddbsage.to=applied -Ddbsage.reason=\"why\"\nIf it has not: mvn"
                          + " dbsage:repair -Ddbsage.version="
                          + TWO
                          + " -Ddbsage.from=supabase -Ddbsage.to=reverted"
                          + " -Ddbsage.reason=\"why\"");
            });
    assertThat(told(project.status())).hasSize(1);
    assertThat(told(project.repair())).hasSize(1);
    passes(project.repair(TWO, "applied", null, WHY));
    assertThat(ours()).isEqualTo(ONE + ", " + TWO);
    assertThat(supabase()).isEqualTo(ONE + " users 2, " + TWO + " index 1");
    assertThat(told(project.status())).isEmpty();
  }

  @Test
  void whatOnlyTheCliKnowsCanBeForgotten() {
    passes(project.apply());
    database.execute(
        "INSERT INTO supabase_migrations.schema_migrations VALUES ('" + TWO + "'), ('007')");
    List<Finding> told = told(project.status());
    assertThat(told)
        .extracting(Finding::message)
        .containsExactlyInAnyOrder(
            "007 is applied by the record of the Supabase CLI, and has no file here.",
            TWO + " is applied by the record of the Supabase CLI, and has no file here.");
    assertThat(project.console()).contains("only in Supabase's record");
    passes(project.repair(TWO, "reverted", "supabase", WHY));
    assertThat(supabase()).isEqualTo("007  null, " + ONE + " users 2");
    assertThat(
            database.value(
                "SELECT action || ' ' || version || ' ' || reason FROM dbsage_log"
                    + " WHERE action LIKE 'repair%'"))
        .isEqualTo("repair supabase reverted " + TWO + " " + WHY);
  }

  @Test
  void whatTheCliLacksIsWrittenThere() {
    passes(project.apply());
    database.execute("DELETE FROM supabase_migrations.schema_migrations");
    assertThat(told(project.status()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.message())
                  .isEqualTo(
                      ONE
                          + "_users is applied by our record, and not by that of the Supabase CLI.");
              assertThat(finding.fix())
                  .isEqualTo(
                      "To record it there as well: mvn dbsage:repair -Ddbsage.version="
                          + ONE
                          + " -Ddbsage.from=supabase -Ddbsage.to=applied -Ddbsage.reason=\"why\"");
            });
    passes(project.repair(ONE, "applied", "supabase", WHY));
    assertThat(supabase()).isEqualTo(ONE + " users 2");
    database.execute("DELETE FROM supabase_migrations.schema_migrations");
    passes(project.repair(ONE, "applied", null, WHY));
    assertThat(supabase()).isEqualTo(ONE + " users 2");
    passes(project.repair(ONE, "reverted", null, WHY));
    assertThat(supabase()).isNull();
    assertThat(ours()).isNull();
  }

  @Test
  void aRepairOfSupabasesRecordKnowsTwoWords() {
    passes(project.apply());
    Problem problem =
        Objects.requireNonNull(project.repair(ONE, "cleared", "supabase", WHY).report().error());
    assertThat(problem.what())
        .isEqualTo("The record of the Supabase CLI knows only what is applied.");
    problem =
        Objects.requireNonNull(project.repair(TWO, "reverted", "supabase", WHY).report().error());
    assertThat(problem.what()).isEqualTo(TWO + " is not in the record of the Supabase CLI.");
  }

  @Test
  void aHistoryOfTheCliStillHasToBeAdopted() {
    byTheCli();
    database.execute("INSERT INTO supabase_migrations.schema_migrations VALUES ('" + ONE + "')");
    Problem problem = Objects.requireNonNull(project.apply().report().error());
    assertThat(problem.code()).isEqualTo("DATABASE_OCCUPIED");
    project.plan("summary: {}\n");
    database.execute("DELETE FROM supabase_migrations.schema_migrations");
    problem = Objects.requireNonNull(project.apply().report().error());
    assertThat(problem.code()).isEqualTo("DATABASE_OCCUPIED");
  }

  @Test
  void namesTheRightsThatTheRoleLacks() {
    passes(project.apply());
    String owner = Objects.requireNonNull(database.asSuperuser().value("SELECT session_user"));
    database
        .asSuperuser()
        .execute(
            "ALTER TABLE supabase_migrations.schema_migrations OWNER TO " + owner,
            "GRANT SELECT ON supabase_migrations.schema_migrations TO PUBLIC");
    second();
    Problem problem = Objects.requireNonNull(project.apply().report().error());
    assertThat(problem.code()).isEqualTo("PERMISSION");
    assertThat(problem.what())
        .endsWith(
            " lacks INSERT, UPDATE, DELETE on supabase_migrations.schema_migrations, which"
                + " supabase-cli.keep-history asks to keep.");
    assertThat(problem.fix())
        .contains(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON supabase_migrations.schema_migrations TO");
    assertThat(ours()).isEqualTo(ONE);
  }
}
