package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record of a migration, whatever the migration left its session in. */
@OnPostgres
final class BookkeepingTest {

  private static final String FILE = "20260101120000_first";
  private static final String NEXT = "20260102120000_next";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
  }

  private void apply() {
    Outcome outcome = project.apply();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
  }

  private Problem failure() {
    return Objects.requireNonNull(project.apply().report().error(), project::console);
  }

  private List<?> history() {
    return database
        .asSuperuser()
        .query("SELECT version, success FROM schema_migrations ORDER BY version");
  }

  /** A role that the runner may take, and that may create tables. */
  private String role() {
    String role = database.createRole("NOLOGIN");
    database
        .asSuperuser()
        .execute(
            "GRANT " + role + " TO " + database.user(),
            "GRANT ALL ON SCHEMA public TO " + role + ", " + database.user(),
            "ALTER ROLE " + database.user() + " NOINHERIT");
    return role;
  }

  @Test
  void actsInTheRoleThatTheDatabaseGivesItsSessions() {
    String role = role();
    if (database.major() >= 16) {
      // Since then the grant itself says whether it is inherited.
      database
          .asSuperuser()
          .execute("GRANT " + role + " TO " + database.user() + " WITH INHERIT FALSE");
    }
    database
        .asSuperuser()
        .execute("ALTER DATABASE " + database.name() + " SET role = '" + role + "'");
    project.file(FILE, "CREATE TABLE first ();");
    project.file(NEXT, "CREATE TABLE next ();\nVACUUM next;");
    apply();
    assertThat(
            database
                .asSuperuser()
                .query(
                    "SELECT tableowner, count(*) FROM pg_tables WHERE schemaname = 'public'"
                        + " GROUP BY 1"))
        .containsExactly(List.of(role, "6"));
  }

  @Test
  void returnsFromTheRoleThatTheFileLeft() {
    String role = role();
    project.file(FILE, "SET ROLE " + role + ";\nCREATE TABLE first ();");
    project.file(NEXT, "SET ROLE " + role + ";\nCREATE TABLE next ();\nVACUUM next;\nSELECT 1;");
    apply();
    assertThat(history())
        .isEqualTo(List.of(List.of("20260101120000", "t"), List.of("20260102120000", "t")));
    assertThat(database.value("SELECT tableowner FROM pg_tables WHERE tablename = 'next'"))
        .isEqualTo(role);
  }

  @Test
  void runsDeferredTriggersAsTheFileLeftTheSession() {
    String role = role();
    project.file(
        FILE,
        """
        CREATE SCHEMA app AUTHORIZATION %1$s;
        SET ROLE %1$s;
        SET search_path = app;
        CREATE TABLE seen (id int);
        CREATE TABLE things (id int);
        CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO seen VALUES (new.id); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER look AFTER INSERT ON things
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION look();
        INSERT INTO things VALUES (1), (2);
        """
            .formatted(role));
    apply();
    assertThat(database.asSuperuser().value("SELECT count(*) FROM app.seen")).isEqualTo("2");
  }

  @Test
  void isNotMisledByOperatorsOfTheSearchPath() {
    project.file(
        FILE,
        """
        CREATE FUNCTION public.never(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE
          AS 'SELECT false';
        CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = text, FUNCTION = public.never);
        SET search_path = public, pg_catalog;
        """);
    project.file(
        NEXT, "SET search_path = public, pg_catalog;\nSELECT 1;\nVACUUM pg_class;\nSELECT 1;");
    apply();
    assertThat(history())
        .isEqualTo(List.of(List.of("20260101120000", "t"), List.of("20260102120000", "t")));
  }

  @Test
  void isNotBoundByTheTimeoutThatTheFileLeft() {
    project.file(FILE, "SET statement_timeout = '1ms';");
    project.file(NEXT, "VACUUM pg_class;\nSET statement_timeout = '1ms';");
    apply();
    assertThat(history()).hasSize(2);
  }

  @Test
  void goesOnInANewSessionWhenTheServerEndsItBehindTheCommit() {
    project.file(FILE, "CREATE TABLE first ();\nSET idle_session_timeout = '1ms';");
    project.file(NEXT, "CREATE TABLE next ();");
    apply();
    assertThat(history())
        .isEqualTo(List.of(List.of("20260101120000", "t"), List.of("20260102120000", "t")));
  }

  @Test
  void keepsSecretsOutOfTheJournal() {
    project.placeholder("api_token", "hunter2hunter2");
    project.file(FILE, "-- dbsage: transaction=false\nSELECT 1;\nSELECT '${api_token}'::integer;");
    failure();
    assertThat(database.value("SELECT error FROM dbsage_journal WHERE ordinal = 2"))
        .startsWith("22P02")
        .doesNotContain("hunter2");
    assertThat(database.value("SELECT notes FROM schema_migrations")).doesNotContain("hunter2");
    assertThat(
            database.value(
                "SELECT string_agg(reason, ' ') FROM dbsage_log WHERE reason IS NOT NULL"))
        .doesNotContain("hunter2");
    assertThat(project.report() + project.console()).doesNotContain("hunter2");
  }

  @Test
  void saysWhenItsOwnRecordIsWhatFailed() {
    project.file(FILE, "CREATE TABLE first ();");
    apply();
    project.file(NEXT, "DROP TABLE public.schema_migrations;");
    Problem problem = failure();
    assertThat(problem.sqlState()).isEqualTo("42P01");
    assertThat(problem.why()).contains("record of DB Sage").doesNotContain("COMMIT");
    assertThat(history()).hasSize(2);
  }

  @Test
  void saysWhenTheCommitIsWhatFailed() {
    project.file(
        FILE,
        """
        CREATE TABLE a (id int PRIMARY KEY);
        CREATE TABLE b (a int REFERENCES a DEFERRABLE INITIALLY DEFERRED);
        INSERT INTO b VALUES (1);
        """);
    Problem problem = failure();
    assertThat(problem.sqlState()).isEqualTo("23503");
    assertThat(problem.why()).contains("deferred");
  }

  @Test
  void refusesATriggerThatSwallowsTheRecord() {
    project.file(FILE, "CREATE TABLE first ();");
    apply();
    database.execute(
        "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER swallow BEFORE INSERT ON schema_migrations"
            + " FOR EACH ROW EXECUTE FUNCTION swallow()");
    project.file(NEXT, "CREATE TABLE next ();");
    assertThat(failure().code()).isNotEmpty();
    assertThat(database.value("SELECT to_regclass('next') IS NULL")).isEqualTo("t");
  }

  @Test
  void keepsTheReportOfEarlierSegmentsWhenALaterOneIsRolledBack() {
    project.file(FILE, "CREATE TABLE first ();\nVACUUM first;\nSELECT 1;\nSELECT 1/0;");
    Outcome outcome = project.apply();
    assertThat(outcome.report().steps())
        .singleElement()
        .satisfies(step -> assertThat(step.statements()).hasSize(2));
  }

  @Test
  void refusesToCopyToAClientThatDoesNotListen() {
    project.file(FILE, "CREATE TABLE first ();\nCOPY first TO STDOUT;");
    Outcome outcome = project.apply();
    assertThat(outcome.report().passed()).isFalse();
    assertThat(outcome.report().findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.where().line()).isEqualTo(2));
    assertThat(database.value("SELECT to_regclass('first') IS NULL")).isEqualTo("t");
  }

  @Test
  void refusesSettingsThatTheDriverCannotFollow() {
    project.file(
        FILE,
        """
        SET client_encoding = 'UTF8';
        SET datestyle = 'ISO, DMY';
        SET NAMES 'LATIN1';
        SET SESSION client_encoding TO latin1;
        SET DateStyle = 'German';
        SELECT set_config('datestyle', 'German', false);
        """);
    Outcome outcome = project.apply();
    assertThat(outcome.report().passed()).isFalse();
    assertThat(outcome.report().findings())
        .extracting(finding -> finding.where().line())
        .containsExactly(3, 4, 5);
  }

  @Test
  void understandsLinesThatPgDumpWrites() {
    project.file(
        FILE,
        """
        SET statement_timeout = 0;
        SET lock_timeout = 0;
        SET client_encoding = 'UTF8';
        SET standard_conforming_strings = on;
        SELECT pg_catalog.set_config('search_path', '', false);
        SET check_function_bodies = false;
        SET xmloption = content;
        SET client_min_messages = warning;
        SET row_security = off;
        CREATE TABLE public.first ();
        """);
    apply();
    assertThat(history()).hasSize(1);
  }

  @Test
  void runsWhereTheDatabaseSetsOddDefaults() {
    String alter = "ALTER DATABASE " + database.name() + " SET ";
    database
        .asSuperuser()
        .execute(
            alter + "default_transaction_isolation = 'serializable'",
            alter + "search_path = 'nowhere'",
            alter + "statement_timeout = '900ms'",
            alter + "lock_timeout = '1ms'",
            alter + "datestyle = 'German'",
            alter + "bytea_output = 'escape'",
            alter + "standard_conforming_strings = off",
            alter + "extra_float_digits = -15",
            alter + "client_min_messages = error");
    project.file(FILE, "CREATE TABLE public.first (t text DEFAULT 'a\\\\b');\nSELECT pg_sleep(1);");
    project.file(NEXT, "CREATE INDEX CONCURRENTLY ON public.first (t);\nSELECT pg_sleep(1);");
    apply();
    assertThat(project.verify().report().passed()).as(project.console()).isTrue();
  }

  @Test
  void worksInASchemaWhoseNameNeedsQuotes() {
    project.schema("Odd \"schema\" it's");
    project.file(FILE, "CREATE TABLE first ();");
    project.file(NEXT, "VACUUM first;\nSELECT 1;");
    apply();
    apply();
    assertThat(
            database.value(
                "SELECT count(*) FROM \"Odd \"\"schema\"\" it's\".schema_migrations WHERE success"))
        .isEqualTo("2");
  }
}
