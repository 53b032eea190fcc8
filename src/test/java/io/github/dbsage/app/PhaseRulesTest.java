package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.lint.rule.Breaking;
import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the phases of a plan promise, held against the SQL and the backfills. */
final class PhaseRulesTest {

  private static final String IGNORE =
      "; what you know to be harmless is taken with -- dbsage:ignore ";

  @TempDir Path folder;

  private Workspace project = Workspace.of(Path.of("."));

  @BeforeEach
  void writeTheTables() {
    project = Workspace.of(folder);
    project.file(
        "20260101000000_users",
        """
        CREATE TABLE public.users (id bigint PRIMARY KEY, email text, age int, "Nick" text);
        -- ROLLBACK SECTION
        /*
        DROP TABLE public.users;
        */
        """);
  }

  private PhaseRulesTest file(int day, String sql) {
    project.file(
        "2026010" + day + "000000_change", "-- Rollback: none because it is a test\n" + sql);
    return this;
  }

  private PhaseRulesTest backfill(int day, String yaml) {
    project.file(
        "2026010" + day + "000000_fill.backfill.yaml", "table: public.users\n" + yaml + "\n");
    return this;
  }

  private List<Finding> found(String... phases) {
    String yaml =
        phases.length == 0
            ? ""
            : "zero-downtime:\n  phases:\n    - {" + String.join("}\n    - {", phases) + "}\n";
    project.plan(yaml.replaceAll("\\bv([1-9])\\b", "\"2026010$1000000\""));
    return project.validate().report().findings();
  }

  private List<String> say(String... phases) {
    return found(phases).stream()
        .filter(finding -> finding.rule().equals("PLAN_PHASE"))
        .map(
            finding ->
                (finding.where() + " " + finding.message() + " | " + finding.fix())
                    .replace("src/main/db/migration-plan.yaml:", "plan:")
                    .replace("src/main/db/migrations/", ""))
        .toList();
  }

  private String fix(String rule) {
    return found().stream()
        .filter(finding -> finding.rule().equals(rule))
        .map(finding -> Objects.requireNonNull(finding.fix()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void expandBreaksNothingThatTheOldApplicationUses() {
    file(2, "ALTER TABLE public.users RENAME COLUMN email TO email_address;");
    assertThat(say("expand: [v2]", "deploy: two"))
        .containsExactly(
            "plan:3:17 Version 20260102000000 stands in the phase expand and breaks the application"
                + " that runs then: RENAME_COLUMN at 20260102000000_change.sql:2:1 | Do it in"
                + " phases, which this writes: mvn dbsage:new -Ddbsage.pattern=rename-column"
                + " -Ddbsage.table=public.users -Ddbsage.from=email -Ddbsage.to=email_address"
                + IGNORE
                + "RENAME_COLUMN because …");
  }

  @Test
  void eachVersionIsToldOnceWithAllThatItBreaks() {
    file(
        2,
        """
        ALTER TABLE public.users DROP COLUMN email;
        ALTER TABLE public.users ALTER COLUMN age TYPE bigint;
        ALTER TABLE public.users ADD COLUMN city text NOT NULL;
        TRUNCATE public.users;
        """);
    assertThat(say("expand: [v2]", "deploy: two"))
        .singleElement()
        .asString()
        .contains(
            "DROP_COLUMN at 20260102000000_change.sql:2:1, ALTER_TYPE_REWRITE at"
                + " 20260102000000_change.sql:3:48, ADD_COLUMN_NOT_NULL_NO_DEFAULT at")
        .contains(", and 1 more | ")
        .contains(
            "-Ddbsage.pattern=drop-column -Ddbsage.table=public.users -Ddbsage.column=email;");
  }

  @Test
  void whatNoPatternWritesGoesIntoContract() {
    file(2, "DROP TABLE public.users;");
    assertThat(say("expand: [v2]", "deploy: two"))
        .singleElement()
        .asString()
        .endsWith(
            " | Do what is printed for each of them, and move what takes something away into a"
                + " migration of the phase contract, behind a deploy"
                + IGNORE
                + "DROP_TABLE because …");
  }

  @Test
  void theBackfillPhaseInFrontOfTheLastGateBreaksNothingEither() {
    file(2, "SELECT 1;").file(3, "ALTER TABLE public.users DROP COLUMN email;");
    assertThat(say("expand: [v2]", "deploy: two", "backfill: [v3]", "deploy: three"))
        .singleElement()
        .asString()
        .startsWith("plan:5:19 Version 20260103000000 stands in the phase backfill and breaks");
    assertThat(say("expand: [v2]", "deploy: two", "backfill: [v3]")).isEmpty();
  }

  @Test
  void contractMayTakeAway() {
    file(2, "SELECT 1;").file(3, "ALTER TABLE public.users DROP COLUMN email;");
    assertThat(say("expand: [v2]", "deploy: two", "contract: [v3]")).isEmpty();
  }

  @Test
  void whatThePlanItselfMadeIsNobodysYet() {
    file(2, "ALTER TABLE public.users ADD COLUMN city text; CREATE TABLE public.x (a int);")
        .file(
            3,
            """
            ALTER TABLE public.users RENAME COLUMN city TO town;
            ALTER TABLE public.x DROP COLUMN a;
            """);
    assertThat(say("expand: [v2, v3]", "deploy: two")).isEmpty();
  }

  @Test
  void newColumnsTriggersAndConcurrentIndexesBreakNothing() {
    file(
        2,
        """
        ALTER TABLE public.users ADD COLUMN email_address text;
        ALTER TABLE public.users ADD COLUMN note text NOT NULL DEFAULT '';
        CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER t BEFORE INSERT ON public.users FOR EACH ROW EXECUTE FUNCTION public.f();
        CREATE INDEX CONCURRENTLY i ON public.users (email_address);
        """);
    assertThat(say("expand: [v2]", "deploy: two")).isEmpty();
  }

  @Test
  void whatAFileSilencesWithAReasonIsTaken() {
    file(
        2,
        """
        -- dbsage:ignore DROP_COLUMN because nobody has used it since 2019
        ALTER TABLE public.users DROP COLUMN email;
        """);
    assertThat(say("expand: [v2]", "deploy: two")).isEmpty();
  }

  @Test
  void whatOnlyTheCatalogDecidesIsPossible() {
    project.file(
        "20260102000000_other",
        "-- Rollback: none because\nALTER TABLE other ALTER COLUMN a TYPE text;");
    assertThat(found("expand: [v2]", "deploy: two"))
        .filteredOn(finding -> finding.rule().equals("PLAN_PHASE"))
        .extracting(Finding::certainty)
        .containsExactly(Certainty.POSSIBLE);
  }

  @Test
  void notNullComesAfterTheBackfillThatFillsTheColumn() {
    file(2, "ALTER TABLE public.users ADD COLUMN city text;")
        .file(
            3,
            """
            ALTER TABLE public.users ADD CONSTRAINT c CHECK (city IS NOT NULL) NOT VALID;
            ALTER TABLE public.users VALIDATE CONSTRAINT c;
            """)
        .backfill(4, "set: {city: \"'Graz'\"}\nwhere: city IS NULL");
    assertThat(say("expand: [v2]", "deploy: two", "backfill: [v3, v4]"))
        .containsExactly(
            "plan:5:19 Version 20260103000000 demands at 20260103000000_change.sql:3:1 that city of"
                + " public.users holds no NULL, and the backfill that fills it,"
                + " 20260104000000_fill, runs only after it | Give the migration a version after"
                + " 20260104000000, in a phase behind the backfill");
  }

  @Test
  void aNotNullBehindTheBackfillIsRight() {
    file(2, "ALTER TABLE public.users ADD COLUMN city text;")
        .backfill(3, "set: {city: \"'Graz'\"}\nwhere: city IS NULL")
        .file(4, "ALTER TABLE public.users ADD CONSTRAINT c CHECK (city IS NOT NULL) NOT VALID;")
        .file(5, "ALTER TABLE public.users VALIDATE CONSTRAINT c;")
        .file(6, "ALTER TABLE public.users ALTER COLUMN city SET NOT NULL;");
    assertThat(say("expand: [v2]", "deploy: two", "backfill: [v3, v4, v5, v6]")).isEmpty();
  }

  @Test
  void aCheckThatLooksAtNoOldRowMayComeFirst() {
    file(2, "SELECT 1;")
        .file(3, "ALTER TABLE public.users ADD CONSTRAINT c CHECK (email IS NOT NULL) NOT VALID;")
        .backfill(4, "set: {email: \"'?'\"}\nwhere: email IS NULL");
    assertThat(say("expand: [v2]", "deploy: two", "backfill: [v3, v4]")).isEmpty();
  }

  @Test
  void aBackfillThatComputesValuesAnewIsNotWaitedFor() {
    file(2, "SELECT 1;")
        .file(
            3,
            """
            -- dbsage:ignore SET_NOT_NULL_SCAN because the table is small
            ALTER TABLE public.users ALTER COLUMN email SET NOT NULL;
            """)
        .backfill(4, "set: {email: lower(email)}\nidempotent: true");
    assertThat(say("expand: [v2]", "deploy: two", "backfill: [v3, v4]")).isEmpty();
  }

  @Test
  void withoutAPlanTheChoiceIsToldWithTheCommand() {
    file(2, "ALTER TABLE public.users RENAME COLUMN \"Nick\" TO \"Alias\";");
    assertThat(say()).isEmpty();
    assertThat(fix("RENAME_COLUMN"))
        .endsWith(
            "\n-- It breaks the application that runs: do it in phases, which this writes: mvn"
                + " dbsage:new -Ddbsage.pattern=rename-column -Ddbsage.table=public.users"
                + " '-Ddbsage.from=\"Nick\"' '-Ddbsage.to=\"Alias\"'. Where a maintenance window"
                + " will do, say when in communication.change-window, and write -- dbsage:ignore"
                + " RENAME_COLUMN because ….");
  }

  @Test
  void aHotTableLeavesNoChoiceAndAQuietOneTheWindow() {
    file(2, "ALTER TABLE public.users ALTER COLUMN age TYPE numeric(5, 2);");
    String command =
        "phases, which this writes: mvn dbsage:new -Ddbsage.pattern=change-type"
            + " -Ddbsage.table=public.users -Ddbsage.column=age \"-Ddbsage.type=numeric(5,2)\".";
    project.plan("zero-downtime: {hot-tables: [public.users]}\n");
    assertThat(advice())
        .isEqualTo(
            "It breaks the application that runs, and public.users is hot: do it in " + command);
    project.plan("zero-downtime: {hot-tables: [public.orders]}\n");
    assertThat(advice())
        .isEqualTo(
            "It breaks the application that runs. public.users is not among the hot-tables, so a"
                + " maintenance window will do: say when in communication.change-window, and write"
                + " -- dbsage:ignore ALTER_TYPE_REWRITE because …. Without one, do it in "
                + command);
  }

  private String advice() {
    String fix =
        project.validate().report().findings().stream()
            .filter(finding -> finding.rule().equals("ALTER_TYPE_REWRITE"))
            .map(finding -> Objects.requireNonNull(finding.fix()))
            .findFirst()
            .orElseThrow();
    return fix.substring(fix.lastIndexOf('\n') + 1).replaceFirst("^-- ", "");
  }

  @Test
  void commandsHaveTheNamesOfTheStatement() {
    file(2, "CREATE INDEX users_email_idx ON public.users (email);");
    assertThat(fix("CREATE_INDEX_BLOCKING"))
        .endsWith(
            "-- The files of the safe way are written by: mvn dbsage:new -Ddbsage.pattern=index"
                + " -Ddbsage.table=public.users -Ddbsage.column=email"
                + " -Ddbsage.name=users_email_idx");
    file(2, "ALTER TABLE public.users RENAME TO people;");
    assertThat(fix("RENAME_TABLE"))
        .contains("-Ddbsage.pattern=rename-table -Ddbsage.table=public.users -Ddbsage.to=people.");
    file(2, "ALTER TABLE public.users ALTER COLUMN email SET NOT NULL;");
    assertThat(fix("SET_NOT_NULL_SCAN"))
        .contains("-Ddbsage.pattern=not-null -Ddbsage.table=public.users -Ddbsage.column=email.");
    file(2, "ALTER TABLE public.users ADD CONSTRAINT u UNIQUE (email);");
    assertThat(fix("ADD_UNIQUE_BUILDS_INDEX"))
        .contains("-Ddbsage.pattern=unique -Ddbsage.table=public.users -Ddbsage.column=email");
    file(2, "ALTER TABLE public.users ADD FOREIGN KEY (age) REFERENCES public.ages (id);");
    assertThat(fix("ADD_FK_VALIDATING"))
        .contains(
            "-Ddbsage.pattern=foreign-key -Ddbsage.table=public.users -Ddbsage.column=age"
                + " \"-Ddbsage.to=public.ages(id)\"");
    file(2, "ALTER TABLE public.users ADD COLUMN city text NOT NULL;");
    assertThat(fix("ADD_COLUMN_NOT_NULL_NO_DEFAULT"))
        .contains(
            "-Ddbsage.pattern=add-column -Ddbsage.table=public.users -Ddbsage.column=city"
                + " -Ddbsage.type=text, then mvn dbsage:new -Ddbsage.pattern=not-null"
                + " -Ddbsage.table=public.users -Ddbsage.column=city.");
  }

  @Test
  void knowsTheHazardsThatItSpeaksOf() {
    assertThat(Linting.ids()).containsAll(Breaking.ALL).containsAll(Breaking.REFUSING);
  }
}
