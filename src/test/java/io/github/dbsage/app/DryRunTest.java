package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a database: a throw-away server is all there is. */
final class DryRunTest {

  private static final String ONE = "20260101120000_one";
  private static final String TWO = "20260102120000_two";
  private static final String THREE = "20260103120000_three";

  @TempDir Path folder;
  private Workspace project;

  @BeforeEach
  void prepare() {
    project = Workspace.of(folder);
  }

  private Outcome passed() {
    Outcome outcome = project.dryRunAlone();
    assertThat(outcome.defect()).as(project.console()).isNull();
    assertThat(outcome.report().error()).as(project.console()).isNull();
    assertThat(states(outcome)).as(project.console()).containsOnly(State.APPLIED);
    return outcome;
  }

  private Problem failed() {
    Outcome outcome = project.dryRunAlone();
    assertThat(outcome.defect()).as(project.console()).isNull();
    assertThat(outcome.report().passed()).isFalse();
    return Objects.requireNonNull(outcome.report().error(), project::console);
  }

  private static List<State> states(Outcome outcome) {
    return outcome.report().steps().stream().map(StepReport::state).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void triesEverythingAndTellsWhatTheSchemaBecomes(int major) {
    project
        .major(major)
        .file(ONE, "CREATE TABLE users (id bigint PRIMARY KEY);\nINSERT INTO users VALUES (1);\n")
        .file(TWO, "ALTER TABLE users ADD COLUMN email text;\n");
    Outcome outcome = passed();
    assertThat(outcome.report().passed()).isTrue();
    assertThat(outcome.report().steps().get(0).statements())
        .extracting(StepReport.StatementReport::rows)
        .containsExactly(0L, 1L);
    assertThat(Objects.requireNonNull(outcome.report().snapshot()).added())
        .contains("table public.users");
    assertThat(project.console()).contains("target/dbsage/dry-run.diff");
    assertThat(folder.resolve("target/dbsage/dry-run.diff"))
        .content()
        .contains("column email text");
  }

  @Test
  void countsWhatIsOlderThanSinceAsApplied() {
    project
        .file(ONE, "CREATE TABLE users (id bigint PRIMARY KEY);")
        .file(TWO, "CREATE INDEX users_id ON users (id);")
        .judging(Judging.of(Severities.USUAL, "20260102120000", null));
    Outcome outcome = passed();
    assertThat(outcome.report().steps()).hasSize(1);
    assertThat(outcome.report().findings())
        .filteredOn(finding -> finding.rule().equals("CREATE_INDEX_BLOCKING"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.certainty().label()).isEqualTo("confirmed"));
    assertThat(Objects.requireNonNull(outcome.report().snapshot()).added())
        .containsExactly("index public.users_id");
  }

  @Test
  void stopsAtWhatFailsAndTellsWhere() {
    project
        .file(ONE, "CREATE TABLE users (id bigint PRIMARY KEY);")
        .file(TWO, "INSERT INTO users VALUES (1);\nINSERT INTO users (nickname) VALUES ('x');")
        .file(THREE, "SELECT 1;");
    Outcome outcome = project.dryRunAlone();
    Problem problem = Objects.requireNonNull(outcome.report().error());
    assertThat(problem.sqlState()).isEqualTo("42703");
    assertThat(problem.where()).hasToString("src/main/db/migrations/" + TWO + ".sql:2:20");
    assertThat(states(outcome)).containsExactly(State.APPLIED, State.FAILED, State.PENDING);
    assertThat(outcome.report().passed()).isFalse();
    assertThat(project.report()).contains("\"verdict\": \"failed\"");
  }

  @Test
  void runsEverythingThatApplyRuns() {
    project
        .file(
            ONE,
            """
            BEGIN;
            CREATE TABLE a (id int, t text);
            COMMIT;
            BEGIN;
            CREATE TABLE b (id int);
            COMMIT;
            COPY a (id, t) FROM stdin;
            1\tone
            2\ttwo
            \\.
            """)
        .file(
            TWO,
            """
            CREATE INDEX CONCURRENTLY a_id ON a (id);
            VACUUM a;
            REINDEX TABLE CONCURRENTLY a;
            CREATE TYPE mood AS ENUM ('sad');
            """)
        .file(
            THREE,
            """
            ALTER TYPE mood ADD VALUE 'glad';
            CREATE TABLE c (m mood DEFAULT 'glad');
            INSERT INTO c VALUES ('glad');
            """)
        .file("20260104120000_four", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\nSELECT 1;");
    Outcome outcome = passed();
    assertThat(outcome.report().steps().get(0).statements()).hasSize(3);
    assertThat(outcome.report().steps().get(0).statements().get(2).rows()).isEqualTo(2);
    assertThat(outcome.report().steps().get(3).statements()).isNotEmpty();
  }

  @Test
  void startsEachFileWithAFreshSession() {
    project
        .file(
            ONE,
            """
            CREATE SCHEMA other;
            CREATE ROLE someone;
            GRANT ALL ON SCHEMA other TO someone;
            SET search_path = '';
            SET ROLE someone;
            SET statement_timeout = '5s';
            CREATE TEMPORARY TABLE t (id int);
            """)
        .file(
            TWO,
            """
            CREATE TABLE t (id int);
            DO $$ BEGIN
              ASSERT current_user = 'postgres';
              ASSERT current_setting('search_path') = '"$user", public';
              ASSERT to_regclass('pg_temp.t') IS NULL;
              ASSERT current_setting('statement_timeout') = '0';
            END $$;
            """);
    passed();
  }

  @Test
  void checksDeferredConstraintsAtTheEndOfEachFile() {
    project
        .file(
            ONE,
            """
            CREATE TABLE a (id int PRIMARY KEY);
            CREATE TABLE b (id int, a int REFERENCES a DEFERRABLE INITIALLY DEFERRED);
            """)
        .file(TWO, "INSERT INTO b VALUES (1, 2);")
        .file(THREE, "INSERT INTO a VALUES (2);");
    Problem problem = failed();
    assertThat(problem.sqlState()).isEqualTo("23503");
    assertThat(String.valueOf(problem.where())).contains(TWO);
  }

  @Test
  void makesRolesThatNoFileMakes() {
    project
        .file(
            ONE,
            """
            CREATE TABLE t (id int);
            GRANT SELECT ON t TO anon, "Strange one";
            CREATE POLICY p ON t TO authenticated USING (true);
            ALTER TABLE t ENABLE ROW LEVEL SECURITY;
            ALTER TABLE t OWNER TO service;
            """)
        .file(
            TWO,
            """
            CREATE TABLE u (id int);
            CREATE INDEX CONCURRENTLY u_id ON u (id);
            GRANT SELECT ON u TO late;
            """)
        .file(THREE, "CREATE ROLE made;\nGRANT SELECT ON u TO made;\nSET ROLE actor;\nSELECT 1;");
    passed();
    assertThat(project.console())
        .contains("role anon is made by no migration")
        .contains("role \"Strange one\" is made by no migration")
        .contains("role late is made by no migration")
        .contains("role actor is made by no migration")
        .doesNotContain("role made is made");
  }

  @Test
  void makesRolesThatTheHistoryCountsOn() {
    project
        .file(ONE, "CREATE TABLE t (id int);\nGRANT SELECT ON t TO anon;")
        .file(TWO, "GRANT INSERT ON t TO anon;")
        .judging(Judging.of(Severities.USUAL, "20260102120000", null));
    passed();
  }

  @Test
  void tellsThatTheHistoryDoesNotRun() {
    project
        .file(ONE, "ALTER TABLE nowhere ADD COLUMN x int;")
        .file(TWO, "SELECT 1;")
        .judging(Judging.of(Severities.USUAL, "20260102120000", null));
    Problem problem = failed();
    assertThat(problem.code()).isEqualTo("HISTORY_NOT_REPLAYED");
    assertThat(problem.sqlState()).isEqualTo("42P01");
    assertThat(problem.where()).hasToString("src/main/db/migrations/" + ONE + ".sql:1:1");
  }

  @Test
  void putsValuesInThePlaceOfPlaceholdersAndKeepsItsRecordWhereAsked() {
    project
        .placeholder("name", "users")
        .schema("admin")
        .file(ONE, "CREATE TABLE ${name} (id int);")
        .file(
            TWO,
            "DO $$ BEGIN ASSERT to_regclass('public.schema_migrations') IS NULL; END $$;\n"
                + "SELECT id FROM ${name};");
    passed();
  }

  @Test
  void leavesOutAnExtensionThatTheServerDoesNotHaveAndSaysSo() {
    project.file(ONE, "CREATE TABLE a (id int);\nCREATE EXTENSION postgis;\nTABLE a;");
    Outcome outcome = project.dryRunAlone();
    assertThat(outcome.report().error()).as(project.console()).isNull();
    assertThat(outcome.report().findings())
        .filteredOn(finding -> finding.rule().equals("NOT_SIMULATED"))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.where())
                    .hasToString("src/main/db/migrations/" + ONE + ".sql:2:1"));
  }

  @Test
  void saysOfAFailureThatItMayBeForWantOfAnExtension() {
    project.file(ONE, "CREATE EXTENSION postgis;\nCREATE TABLE a (shape geometry);");
    Problem problem = failed();
    assertThat(problem.where()).hasToString("src/main/db/migrations/" + ONE + ".sql:2:23");
    assertThat(problem.why()).contains("for want of the extension postgis");
  }

  @Test
  void stopsAtTheTarget() {
    project.file(ONE, "SELECT 1;").file(TWO, "SELECT 1;").target("20260101120000");
    assertThat(passed().report().steps()).hasSize(1);
  }

  @Test
  void hasNothingToTryWithoutFiles() {
    project.file(ONE, "SELECT 1;").judging(Judging.of(Severities.USUAL, "20270101000000", null));
    Outcome outcome = project.dryRunAlone();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    assertThat(outcome.report().steps()).isEmpty();
  }

  @Test
  void needsADatabaseForATransactionOnIt() {
    project.file(ONE, "SELECT 1;").environment(Map.of());
    Outcome outcome = project.dryRunInTransactionAlone();
    assertThat(Objects.requireNonNull(outcome.report().error()).what())
        .contains("dbsage.mode=transaction");
  }

  @Test
  void tellsLocksRewritesScansAndBuilds() {
    project
        .file(ONE, "CREATE TABLE users (id int PRIMARY KEY, email text);")
        .file(
            TWO,
            """
            ALTER TABLE users ALTER COLUMN id TYPE bigint;
            ALTER TABLE users ALTER COLUMN email SET NOT NULL;
            CREATE INDEX users_email ON users (email);
            """)
        .judging(Judging.of(Severities.USUAL, "20260102120000", null));
    Outcome outcome = passed();
    StepReport step = outcome.report().steps().get(0);
    assertThat(step.statements().get(0).trace().rewrites()).containsExactly("public.users");
    assertThat(step.statements().get(1).trace().scans()).containsExactly("public.users");
    assertThat(step.statements().get(2).trace().builds()).containsExactly("public.users_email");
    assertThat(step.locks())
        .singleElement()
        .satisfies(
            lock -> {
              assertThat(lock.relation()).isEqualTo("public.users");
              assertThat(lock.mode()).isEqualTo("ACCESS EXCLUSIVE");
              assertThat(lock.line()).isEqualTo(1);
              assertThat(lock.blocks()).contains("SELECT", "INSERT");
            });
    assertThat(project.console())
        .contains("line 1: ACCESS EXCLUSIVE on public.users, blocks reads and writes");
  }

  private static List<String> confirmed(Outcome outcome) {
    return outcome.report().findings().stream()
        .filter(finding -> finding.certainty().label().equals("confirmed"))
        .map(Finding::rule)
        .toList();
  }

  @Test
  void addsWhatOnlyARunCanSee() {
    project
        .judgement(Judgement.FailOn.NEVER, false)
        .file(
            ONE,
            """
            CREATE TABLE users (id int PRIMARY KEY, email text);
            CREATE TABLE orders (id int PRIMARY KEY, email text);
            CREATE TABLE columns_to_widen (t text, c text);
            INSERT INTO columns_to_widen VALUES ('users', 'id');
            CREATE FUNCTION build() RETURNS void LANGUAGE plpgsql AS $$
            DECLARE r record; BEGIN
              FOR r IN SELECT t, c FROM columns_to_widen LOOP
                EXECUTE format('CREATE INDEX ON %I (%I)', r.t, r.c);
              END LOOP;
            END $$;
            CREATE FUNCTION later() RETURNS timestamptz LANGUAGE plpgsql AS 'BEGIN RETURN clock_timestamp(); END';
            """)
        .file(
            TWO,
            """
            DO $$ DECLARE r record; BEGIN
              FOR r IN SELECT t, c FROM columns_to_widen LOOP
                EXECUTE format('ALTER TABLE %I ALTER COLUMN %I TYPE bigint', r.t, r.c);
              END LOOP;
            END $$;
            """)
        .file(THREE, "SELECT build();")
        .file(
            "20260104120000_four", "ALTER TABLE orders ADD COLUMN at timestamptz DEFAULT later();")
        .file(
            "20260105120000_five",
            """
            DO $$ DECLARE r record; BEGIN
              FOR r IN SELECT relname FROM pg_class WHERE relname IN ('users', 'orders') LOOP
                EXECUTE format('ALTER TABLE %I ADD COLUMN extra int', r.relname);
              END LOOP;
            END $$;
            """)
        .judging(Judging.of(Severities.USUAL, "20260102120000", null));
    Outcome outcome = passed();
    assertThat(confirmed(outcome))
        .containsExactly(
            "ALTER_TYPE_REWRITE",
            "CREATE_INDEX_BLOCKING",
            "ADD_COLUMN_VOLATILE_DEFAULT",
            "MULTI_AEL_TXN");
  }

  @Test
  void withdrawsWhatTheRunRefutes() {
    project
        .file(
            ONE,
            """
            CREATE TABLE users (id int PRIMARY KEY, email varchar(10));
            CREATE TABLE list (sql text);
            INSERT INTO list VALUES
              ($x$CREATE FUNCTION later() RETURNS timestamptz STABLE LANGUAGE sql AS 'SELECT now()'$x$);
            DO $$ BEGIN EXECUTE (SELECT sql FROM list); END $$;
            """)
        .file(TWO, "ALTER TABLE users ADD COLUMN at timestamptz DEFAULT later();")
        .judging(Judging.of(Severities.USUAL, "20260102120000", null));
    Outcome outcome = passed();
    assertThat(outcome.report().withdrawn())
        .as(project.console())
        .anySatisfy(
            one -> {
              assertThat(one.finding().rule()).isEqualTo("ADD_COLUMN_VOLATILE_DEFAULT");
              assertThat(one.reason()).isEqualTo("PostgreSQL 18 did not rewrite the table");
            });
    assertThat(outcome.report().findings())
        .extracting(Finding::rule)
        .doesNotContain("ADD_COLUMN_VOLATILE_DEFAULT");
  }

  @Test
  void obeysSuppressionsAndSeveritiesOfWhatOnlyARunSees() {
    String hidden =
        """
        CREATE TABLE users (id int PRIMARY KEY, email text);
        CREATE TABLE list (t text);
        INSERT INTO list VALUES ('users');
        CREATE FUNCTION widen() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
          EXECUTE (SELECT format('ALTER TABLE %I ALTER COLUMN id TYPE bigint', t) FROM list);
        END $$;
        CREATE FUNCTION build() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
          EXECUTE (SELECT format('CREATE INDEX ON %I (email)', t) FROM list);
        END $$;
        """;
    project
        .judgement(Judgement.FailOn.ERROR, false)
        .file(ONE, hidden)
        .file(TWO, "-- dbsage:ignore ALTER_TYPE_REWRITE because it is small\nSELECT widen();")
        .file(THREE, "SELECT build();")
        .judging(
            Judging.of(Severities.parse("CREATE_INDEX_BLOCKING=warning"), "20260102120000", null));
    Outcome outcome = passed();
    assertThat(outcome.report().suppressed())
        .singleElement()
        .satisfies(one -> assertThat(one.finding().rule()).isEqualTo("ALTER_TYPE_REWRITE"));
    assertThat(outcome.report().findings())
        .extracting(Finding::rule)
        .doesNotContain("SUPPRESSION_UNUSED", "ALTER_TYPE_REWRITE");
    assertThat(outcome.report().findings())
        .filteredOn(finding -> finding.rule().equals("CREATE_INDEX_BLOCKING"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.severity().label()).isEqualTo("warning"));
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
  }

  @Test
  void failsForAnErrorThatOnlyTheRunSees() {
    project
        .judgement(Judgement.FailOn.ERROR, false)
        .file(
            ONE,
            """
            CREATE TABLE users (id int PRIMARY KEY, email text);
            CREATE TABLE list (t text);
            INSERT INTO list VALUES ('users');
            CREATE FUNCTION widen() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
              EXECUTE (SELECT format('ALTER TABLE %I ALTER COLUMN id TYPE bigint', t) FROM list);
            END $$;
            """)
        .file(TWO, "SELECT widen();")
        .judging(Judging.of(Severities.USUAL, "20260102120000", null));
    assertThat(project.dryRunAlone().report().passed()).isFalse();
  }

  @Test
  void triesThePlanInItsOrderWithoutItsGates() {
    project
        .plan(
            """
            zero-downtime:
              phases:
                - {expand: ["20260101120000"]}
                - {deploy: app-v2}
                - {contract: ["20260102120000"]}
            """)
        .file(ONE, "CREATE TABLE t (a int, b int);")
        .file(TWO, "ALTER TABLE t DROP COLUMN a;");
    passed();
  }
}
