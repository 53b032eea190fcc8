package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.RollbackState;
import io.github.dbsage.model.StepReport.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backfills in a throw-away server, without any database beside it. */
final class DryRunBackfillTest {

  private static final String ONE = "20260101120000_one";
  private static final String FILL = "20260102120000_fill.backfill.yaml";
  private static final String THREE = "20260103120000_three";

  private static final String USERS =
      """
      CREATE TABLE users (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        email text NOT NULL,
        address text);
      """;

  private static final String LOWER =
      "table: public.users\nset: { address: lower(email) }\nwhere: address IS NULL\n";

  private static final Set<String> SAID =
      Set.of("BACKFILL_SCAN", "NOT_SIMULATED", "ROLLBACK_DIFFERS", "ROLLBACK_FAILS");

  @TempDir Path folder;
  private Workspace project;

  @BeforeEach
  void prepare() {
    project = Workspace.of(folder);
  }

  private StepReport passed() {
    Outcome outcome = project.dryRunAlone();
    assertThat(outcome.defect()).as(project.console()).isNull();
    assertThat(outcome.report().error()).as(project.console()).isNull();
    assertThat(states(outcome)).as(project.console()).containsOnly(State.APPLIED);
    assertThat(findings(outcome)).as(project.console()).isEmpty();
    return outcome.report().steps().get(1);
  }

  private Problem failed() {
    Outcome outcome = project.dryRunAlone();
    assertThat(outcome.defect()).as(project.console()).isNull();
    assertThat(states(outcome))
        .as(project.console())
        .containsExactly(State.APPLIED, State.FAILED, State.PENDING);
    return Objects.requireNonNull(outcome.report().error(), project::console);
  }

  private static List<State> states(Outcome outcome) {
    return outcome.report().steps().stream().map(StepReport::state).toList();
  }

  private static List<Finding> findings(Outcome outcome) {
    return outcome.report().findings().stream().filter(f -> SAID.contains(f.rule())).toList();
  }

  private static List<String> choices(StepReport step) {
    return Objects.requireNonNull(step.backfill()).choices();
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void runsABackfillOnMadeUpRowsAndTakesThemOutAgain(int major) {
    project
        .major(major)
        .file(ONE, USERS)
        .file(FILL, LOWER)
        .file(
            THREE,
            """
            DO $$ BEGIN
              ASSERT (SELECT count(*) FROM users) = 0;
              ASSERT (SELECT status FROM migration_progress WHERE migration_name = 'fill') = 'done';
            END $$;
            INSERT INTO users (email) VALUES ('x');
            DO $$ BEGIN ASSERT (SELECT id FROM users) = 1; END $$;
            """);
    StepReport step = passed();
    assertThat(step.rollback()).isEqualTo(RollbackState.MISSING);
    BackfillReport report = Objects.requireNonNull(step.backfill());
    assertThat(report.key()).isEqualTo("id");
    assertThat(report.rows()).isPositive();
    assertThat(choices(step))
        .anyMatch(line -> line.matches("tried on 24 made-up rows; it changed \\d+ in \\d+ batches"))
        .contains("each batch finds its rows by a range (EXPLAIN in the throw-away server)")
        .anyMatch(line -> line.startsWith("nothing is known of the target's rows"));
    assertThat(project.console())
        .contains("made-up rows")
        .contains("in objects: 2 added, 0 removed, 0 changed");
  }

  @Test
  void provesThatItsRollbackBringsBackWhatWas() {
    project
        .file(ONE, USERS)
        .file(FILL, LOWER + "rollback: UPDATE public.users SET address = NULL WHERE {chunk}\n")
        .file(THREE, "SELECT 1;");
    assertThat(passed().rollback()).isEqualTo(RollbackState.PROVEN);
  }

  @Test
  void tellsThatItsRollbackDoesNotBringBackWhatWas() {
    project
        .file(ONE, USERS)
        .file(FILL, LOWER + "rollback: UPDATE public.users SET address = 'x' WHERE {chunk}\n")
        .file(THREE, "SELECT 1;");
    Outcome outcome = project.dryRunAlone();
    StepReport step = outcome.report().steps().get(1);
    assertThat(step.rollback()).as(project.console()).isEqualTo(RollbackState.DIFFERS);
    assertThat(step.rollbackDiff())
        .isEqualTo("the rows of \"public\".\"users\" are not what they were");
    assertThat(findings(outcome)).extracting(Finding::rule).containsExactly("ROLLBACK_DIFFERS");
  }

  @Test
  void tellsThatItsRollbackCannotBeRun() {
    project
        .file(ONE, USERS)
        .file(FILL, LOWER + "rollback: UPDATE public.users SET adress = NULL WHERE {chunk}\n")
        .file(THREE, "SELECT 1;");
    Outcome outcome = project.dryRunAlone();
    assertThat(findings(outcome))
        .as(project.console())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("ROLLBACK_FAILS");
              assertThat(finding.message()).contains("SQLSTATE 42703");
              assertThat(finding.where().line()).isEqualTo(4);
            });
  }

  @Test
  void runsOnTheRowsThatMigrationsPutInAndKeepsWhatItDid() {
    project
        .file(
            ONE, USERS + "INSERT INTO users (email) SELECT 'E' || i FROM generate_series(1, 99) i;")
        .file(FILL, LOWER)
        .file(THREE, "ALTER TABLE users ALTER COLUMN address SET NOT NULL;");
    StepReport step = passed();
    assertThat(Objects.requireNonNull(step.backfill()).rows()).isEqualTo(99);
    assertThat(choices(step).get(0)).startsWith("tried on what the migrations put into the table");
  }

  @Test
  void doesWithoutMadeUpRowsWhereTheyDoNotSuit() {
    project
        .file(
            ONE,
            "CREATE TABLE users (id bigint PRIMARY KEY, email text, age int CHECK (age > 18));")
        .file(FILL, "table: public.users\nset: { age: length(email) }\n")
        .file(THREE, "DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM users); END $$;");
    Outcome outcome = project.dryRunAlone();
    assertThat(states(outcome)).as(project.console()).containsOnly(State.APPLIED);
    assertThat(choices(outcome.report().steps().get(1)).get(0))
        .isEqualTo("tried on no row: made-up ones do not suit it; it changed none");
    assertThat(findings(outcome))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("NOT_SIMULATED");
              assertThat(finding.message()).contains("SQLSTATE 23514");
              assertThat(finding.where().line()).isEqualTo(2);
            });
  }

  @Test
  void saysThatAConstraintLetsNoMadeUpRowIn() {
    project
        .file(
            ONE,
            "CREATE TABLE users (id bigint PRIMARY KEY CHECK (id < 0), email text, address text);")
        .file(FILL, LOWER)
        .file(THREE, "SELECT 1;");
    assertThat(choices(passed()).get(0))
        .isEqualTo(
            "tried on no row: the table's constraints let no made-up one in; it changed none");
  }

  @Test
  void takesOutWhatTriggersMadeOfMadeUpRows() {
    project
        .file(
            ONE,
            USERS
                + """
                CREATE TABLE audit (id bigint GENERATED ALWAYS AS IDENTITY, what text);
                CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO public.audit (what) VALUES (TG_OP); RETURN NEW; END $$;
                CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON users
                  FOR EACH ROW EXECUTE FUNCTION note();
                """)
        .file(FILL, LOWER)
        .file(
            THREE,
            """
            INSERT INTO users (email) VALUES ('x');
            DO $$ BEGIN ASSERT (SELECT max(id) FROM audit) = 1; END $$;
            """);
    passed();
  }

  @Test
  void failsWhereATriggerForbidsIt() {
    project
        .file(
            ONE,
            USERS
                + """
                CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'never' USING ERRCODE = 'P0001'; END $$;
                CREATE TRIGGER no BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION no();
                INSERT INTO users (email) VALUES ('x');
                """)
        .file(FILL, LOWER)
        .file(THREE, "SELECT 1;");
    Problem problem = failed();
    assertThat(problem.code()).isEqualTo("BACKFILL_POISON");
    assertThat(problem.toString()).contains("P0001");
  }

  @Test
  void failsWhereAnExpressionNamesWhatIsNotThere() {
    project
        .file(ONE, USERS)
        .file(FILL, "table: public.users\nset: { address: lower(nickname) }\n")
        .file(THREE, "SELECT 1;");
    Problem problem = failed();
    assertThat(problem.code()).isEqualTo("BACKFILL_EXPRESSION");
    assertThat(problem.sqlState()).isEqualTo("42703");
    assertThat(String.valueOf(problem.where())).contains(FILL + ":2:");
  }

  @Test
  void failsWhereAColumnIsNotThere() {
    project
        .file(ONE, USERS)
        .file(FILL, "table: public.users\nset: { adress: lower(email) }\n")
        .file(THREE, "SELECT 1;");
    assertThat(failed().code()).isEqualTo("BACKFILL_COLUMN");
  }

  @Test
  void failsWhereThereIsNoTable() {
    project
        .file(ONE, USERS)
        .file(FILL, "table: public.people\nset: { address: lower(email) }\n")
        .file(THREE, "SELECT 1;");
    assertThat(failed().code()).isEqualTo("BACKFILL_TABLE");
  }

  @Test
  void failsWithoutAKeyWhereNothingMayBeDoneTwice() {
    project
        .file(ONE, "CREATE TABLE users (n int);")
        .file(FILL, "table: public.users\nset: { n: n + 1 }\n")
        .file(THREE, "SELECT 1;");
    assertThat(failed().code()).isEqualTo("BACKFILL_KEY");
  }

  @Test
  void findsAStatementThatReadsEverythingForEachBatch() {
    project
        .file(ONE, USERS)
        .file(
            FILL,
            """
            table: public.users
            statement: |
              UPDATE public.users AS u SET address = lower(email) WHERE ({chunk}) IS TRUE
            """)
        .file(THREE, "SELECT 1;");
    Outcome outcome = project.dryRunAlone();
    assertThat(outcome.report().error()).as(project.console()).isNull();
    assertThat(findings(outcome))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("BACKFILL_SCAN");
              assertThat(finding.certainty().label()).isEqualTo("possible");
              assertThat(finding.message())
                  .isEqualTo("each batch reads more than its own rows: Seq Scan on public.users");
              assertThat(finding.where().line()).isEqualTo(2);
            });
  }

  @Test
  void triesStatementsThatFillAnotherTable() {
    project
        .file(ONE, USERS + "CREATE TABLE mails (id bigint PRIMARY KEY, email text);")
        .file(
            FILL,
            """
            table: public.users
            statement: |
              INSERT INTO public.mails SELECT u.id, u.email FROM public.users u WHERE {chunk}
              ON CONFLICT DO NOTHING
            """)
        .file(THREE, "DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM mails); END $$;");
    StepReport step = passed();
    assertThat(Objects.requireNonNull(step.backfill()).rows()).isEqualTo(24);
  }

  @Test
  void goesInPassesWhereTheTargetWill() {
    project
        .file(ONE, USERS + "CREATE INDEX users_email ON users (email);")
        .file(FILL, LOWER + "rollback: UPDATE public.users SET address = NULL WHERE {chunk}\n")
        .file(THREE, "SELECT 1;");
    StepReport step = passed();
    assertThat(step.rollback()).isEqualTo(RollbackState.PROVEN);
    assertThat(Objects.requireNonNull(step.backfill()).rows()).isEqualTo(24);
    assertThat(choices(step))
        .contains("each batch finds its rows by a range (EXPLAIN in the throw-away server)");
  }

  @Test
  void keepsItsTablesWhereAsked() {
    project
        .schema("admin")
        .file(ONE, USERS)
        .file(FILL, LOWER)
        .file(
            THREE, "DO $$ BEGIN ASSERT to_regclass('public.migration_progress') IS NULL; END $$;");
    passed();
  }

  @Test
  void goesThroughATableWithoutAKeyAndThroughPartitions() {
    project
        .file(
            ONE,
            """
            CREATE TABLE users (email text, address text);
            CREATE TABLE parts (id int, a text, b text, PRIMARY KEY (id)) PARTITION BY RANGE (id);
            CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
            CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (10) TO (99);
            """)
        .file(FILL, LOWER)
        .file("20260102130000_parts.backfill.yaml", "table: public.parts\nset: { b: a }\n")
        .file(THREE, "DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM parts); END $$;");
    assertThat(Objects.requireNonNull(passed().backfill()).key()).isEqualTo("ctid");
    assertThat(project.report()).contains("20260102130000");
  }
}
