package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taking over databases that others filled. */
@OnPostgres
final class AdoptTest {

  private static final String BASELINE = "20260102120000";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    project.file("20260101120000_orders", "CREATE TABLE orders (id int);");
    project.file("20260102120000_kinds", "CREATE TYPE kind AS ENUM ('a');");
    project.file("20260103120000_next", "ALTER TABLE orders ADD COLUMN next text;");
    fresh.asSuperuser().execute("GRANT CREATE ON SCHEMA public TO " + fresh.user());
  }

  private void fill() {
    database.execute(
        "CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state text)",
        "INSERT INTO orders (state) SELECT 'x' FROM generate_series(1, 100)",
        "ANALYZE orders",
        "CREATE TABLE never_analyzed (a int)",
        "CREATE TYPE kind AS ENUM ('a', 'b')",
        "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
        "CREATE TYPE pair AS (a int, b int)",
        "CREATE TYPE span AS RANGE (SUBTYPE = int4)",
        "CREATE VIEW open_orders AS SELECT * FROM orders",
        "CREATE MATERIALIZED VIEW totals AS SELECT count(*) FROM orders",
        "CREATE FUNCTION twice(a int, b text DEFAULT 'hush-hush') RETURNS int LANGUAGE sql"
            + " AS 'SELECT 2 * a'",
        "CREATE PROCEDURE nothing() LANGUAGE sql AS ''",
        "CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER look AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION look()",
        "CREATE POLICY mine ON orders USING (true)",
        "CREATE SCHEMA \"Shop Floor\"",
        "CREATE TABLE \"Shop Floor\".\"Odd one\" (a int) PARTITION BY LIST (a)",
        "CREATE TABLE \"Shop Floor\".part PARTITION OF \"Shop Floor\".\"Odd one\" FOR VALUES IN (1)",
        "CREATE INDEX odd ON \"Shop Floor\".\"Odd one\" (a)");
  }

  private Problem refused(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isFalse();
    return Objects.requireNonNull(outcome.report().error());
  }

  private void passes(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
  }

  private void adopt() {
    passes(project.adopt("none", BASELINE, "we come from a dump"));
  }

  private String snapshot() throws IOException {
    return Files.readString(folder.resolve("target/dbsage/baseline-" + BASELINE + ".txt"));
  }

  private void nothingWasWritten() {
    assertThat(database.value("SELECT to_regclass('dbsage_meta') IS NULL")).isEqualTo("t");
  }

  @Test
  void countsFilesUpToTheBaselineAsAppliedAndRunsTheOthers() {
    fill();
    Outcome outcome = project.adopt("none", BASELINE, "we come from a dump");
    passes(outcome);
    assertThat(outcome.report().steps())
        .extracting(StepReport::state)
        .containsExactly(
            StepReport.State.SKIPPED, StepReport.State.SKIPPED, StepReport.State.PENDING);
    Outcome applied = project.apply();
    passes(applied);
    assertThat(applied.report().steps())
        .singleElement()
        .satisfies(step -> assertThat(step.name()).isEqualTo("next"));
    passes(project.verify());
    passes(project.status());
    assertThat(project.console())
        .contains(
            "Files up to the baseline, which count as applied and will not be run: 2; later ones,"
                + " which are pending: 1")
        .contains("; below the baseline, so not compared: 2");
    assertThat(
            database.query(
                "SELECT version, name, success, kind, applied_by = current_user"
                    + " FROM schema_migrations ORDER BY version"))
        .containsExactly(
            List.of(BASELINE, "baseline", "t", "baseline", "t"),
            List.of("20260103120000", "next", "t", "sql", "t"));
  }

  @Test
  void writesDownWhatWasThere() throws Exception {
    fill();
    adopt();
    String names = snapshot();
    assertThat(names.lines().filter(line -> line.startsWith("  ") || line.startsWith("schema")))
        .contains(
            "schema public: 2 tables, 1 view, 1 materialized view, 1 index, 1 sequence, 2"
                + " functions, 1 procedure, 4 types, 1 trigger, 1 policy",
            "  table never_analyzed  ? rows",
            "  table orders  about 100 rows",
            "  index orders_pkey on orders",
            "  function twice(a integer, b text)",
            "  trigger look on orders",
            "  policy mine on orders",
            "schema Shop Floor: 1 table, 1 partitioned table, 2 indexes",
            "  partitioned table Odd one")
        .noneMatch(line -> line.contains("dbsage_") || line.contains("schema_migrations"));
    assertThat(names).doesNotContain("hush-hush").contains("extensions\n  plpgsql ");
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(names.getBytes(StandardCharsets.UTF_8));
    assertThat(database.value("SELECT checksum FROM schema_migrations"))
        .isEqualTo(HexFormat.of().formatHex(digest));
    assertThat(database.value("SELECT notes FROM schema_migrations"))
        .startsWith(
            "what was there: Shop Floor: 1 table, 1 partitioned table, 2 indexes; public: 2")
        .endsWith(
            "names are in baseline-20260102120000.txt, whose SHA-256 is the checksum of this row");
    assertThat(
            database.query(
                "SELECT action, version, reason, new_checksum = (SELECT checksum FROM"
                    + " schema_migrations), db_user = session_user, os_user IS NOT NULL,"
                    + " host IS NOT NULL FROM dbsage_log"))
        .containsExactly(List.of("adopt", BASELINE, "we come from a dump", "t", "t", "t", "t"));
    assertThat(project.console())
        .containsPattern("public +100 \\(2 never analyzed\\) +2 tables, 1 view, ")
        .contains("target/dbsage/baseline-20260102120000.txt; mvn clean deletes it");
  }

  @Test
  void doesNotCountWhatBelongsToAnExtension() throws IOException {
    database
        .asSuperuser()
        .execute("CREATE EXTENSION hstore", "CREATE EXTENSION pg_stat_statements");
    database.execute("CREATE TABLE mine ()");
    adopt();
    assertThat(snapshot())
        .contains("schema public: 1 table\n  table mine  ? rows\n")
        .contains("  hstore ");
  }

  @Test
  void saysThatItIsAdoptedAlready() {
    fill();
    adopt();
    List<?> before = database.query("SELECT * FROM schema_migrations");
    adopt();
    passes(project.adopt("none", null, null));
    assertThat(database.query("SELECT * FROM schema_migrations")).isEqualTo(before);
    assertThat(database.value("SELECT count(*) FROM dbsage_log")).isEqualTo("1");
    assertThat(project.console())
        .contains("The database is adopted already: at the baseline 20260102120000, by ");
    Problem problem = refused(project.adopt("none", "20260101120000", null));
    assertThat(problem.what())
        .isEqualTo(
            "This database is adopted already, at 20260102120000 and not at 20260101120000.");
    assertThat(problem.fix())
        .contains("mvn dbsage:repair -Ddbsage.version=20260102120000 -Ddbsage.to=reverted");
  }

  @Test
  void isAdoptedWithTheVeryCommandThatApplyPrints() {
    database.execute("CREATE TABLE invoices ()");
    String fix = String.valueOf(refused(project.apply()).fix());
    Matcher command =
        Pattern.compile("mvn dbsage:adopt -Ddbsage\\.from=(\\S+) -Ddbsage\\.version=(\\d+) ")
            .matcher(fix);
    assertThat(command.find()).as(fix).isTrue();
    passes(project.adopt(command.group(1), command.group(2), null));
    Outcome applied = project.apply();
    passes(applied);
    assertThat(applied.report().steps()).hasSize(3);
  }

  @Test
  void listsTheFilesWhereNobodySaidHowFarTheDatabaseIs() {
    fill();
    Problem problem = refused(project.adopt("none", null, null));
    assertThat(problem.code()).isEqualTo("ADOPT_VERSION");
    assertThat(problem.why())
        .isEqualTo(
            "the files here are\n20260101120000_orders\n20260102120000_kinds\n20260103120000_next");
    assertThat(problem.fix())
        .isEqualTo(
            "mvn dbsage:adopt -Ddbsage.from=none -Ddbsage.version=20260101000000 takes it over with"
                + " every file still to be run.\nOr name the last file that has run on it: mvn"
                + " dbsage:adopt -Ddbsage.from=none -Ddbsage.version=20260103120000");
    assertThat(refused(project.adopt("none", "tomorrow", null)).what())
        .isEqualTo("-Ddbsage.version=tomorrow is not a version of 14 digits.");
    nothingWasWritten();
  }

  @Test
  void wantsToKnowWhoseDatabaseItIs() {
    assertThat(refused(project.adopt(null, BASELINE, null)).fix())
        .contains("of none, flyway, liquibase, supabase");
    Problem problem = refused(project.adopt("flywya", BASELINE, null));
    assertThat(problem.what())
        .isEqualTo("-Ddbsage.from=flywya is no tool that is known (did you mean flyway?).");
    assertThat(problem.fix()).isEqualTo("Write one of none, flyway, liquibase, supabase.");
  }

  @Test
  void doesNotTakeOverTheHistoryOfAnotherToolYet() {
    fill();
    Problem none = refused(project.adopt("flyway", BASELINE, null));
    assertThat(none.what())
        .isEqualTo("This version of DB Sage cannot take over the history of Flyway yet.");
    assertThat(none.why())
        .isEqualTo("no tool's history was found in this database; nothing was changed");
    database.execute("CREATE TABLE flyway_schema_history (installed_rank int)");
    Problem found = refused(project.adopt("flyway", BASELINE, null));
    assertThat(found.why())
        .isEqualTo(
            "found: the history of Flyway (public.flyway_schema_history); nothing was changed");
    assertThat(found.fix())
        .isEqualTo(
            "Go on with Flyway for now. Where it will never run here again: ALTER TABLE"
                + " \"public\".\"flyway_schema_history\" RENAME TO"
                + " \"flyway_schema_history_retired\"; and then mvn dbsage:adopt"
                + " -Ddbsage.from=none -Ddbsage.version=20260101000000");
    Problem left = refused(project.adopt("none", BASELINE, null));
    assertThat(left.what())
        .isEqualTo(
            "This database holds the history of Flyway (public.flyway_schema_history), which"
                + " -Ddbsage.from=none would leave behind.");
    assertThat(left.fix()).isEqualTo(found.fix());
    nothingWasWritten();
    database.execute("ALTER TABLE flyway_schema_history RENAME TO flyway_schema_history_retired");
    adopt();
  }

  @Test
  void refusesADatabaseThatHasAHistoryOfOurs() {
    passes(project.target("20260101120000").apply());
    Problem problem = refused(project.adopt("none", BASELINE, null));
    assertThat(problem.code()).isEqualTo("ADOPT_HISTORY");
    assertThat(problem.what())
        .isEqualTo(
            "This database has a history of DB Sage already: 1 row, the newest 20260101120000; a"
                + " baseline can only be its first row.");
  }

  @Test
  void refusesAnEmptyDatabase() {
    Problem problem = refused(project.adopt("none", BASELINE, null));
    assertThat(problem.what()).isEqualTo("There is nothing to adopt: the database is empty.");
    assertThat(problem.fix()).isEqualTo("Just apply: mvn dbsage:apply");
    nothingWasWritten();
  }

  @Test
  void takesOverWhatHoldsOurEmptyTablesAlready() {
    passes(project.target("20260101120000").apply());
    database.execute("DELETE FROM schema_migrations", "DELETE FROM dbsage_journal");
    adopt();
    assertThat(database.value("SELECT version FROM schema_migrations")).isEqualTo(BASELINE);
  }

  @Test
  void changesNothingWhereTheListCannotBeWritten() throws IOException {
    fill();
    Files.createDirectories(
        folder.resolve("target/dbsage/baseline-" + BASELINE + ".txt/in-the-way"));
    Problem problem = refused(project.adopt("none", BASELINE, null));
    assertThat(problem.code()).isEqualTo("ADOPT_SNAPSHOT");
    nothingWasWritten();
  }

  @Test
  void keepsSecretsOutOfTheReason() {
    fill();
    passes(project.adopt("none", BASELINE, "restored with " + database.password()));
    assertThat(database.value("SELECT reason FROM dbsage_log")).isEqualTo("restored with ****");
  }
}
