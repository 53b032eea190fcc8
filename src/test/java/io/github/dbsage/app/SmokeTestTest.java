package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan's checks on a real server, as a role that is nobody special. */
@OnPostgres
final class SmokeTestTest {

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    project.file("20260101120000_one", "CREATE TABLE one (id int);");
    fresh.execute(
        "CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
            + " owner text NOT NULL, body text, done boolean DEFAULT false)",
        "INSERT INTO notes (owner, body) VALUES ('ann', 'one'), ('ann', 'two'), ('bob', NULL)");
  }

  private Report checked(String testing) {
    project.plan("testing:\n" + testing.indent(2));
    Outcome outcome = project.smokeTest();
    assertThat(outcome.defect()).as(project.console()).isNull();
    return outcome.report();
  }

  private void holds(String testing) {
    assertThat(checked(testing).passed()).as(project.console()).isTrue();
  }

  private static List<String> errors(Report report) {
    return report.steps().stream()
        .map(StepReport::error)
        .filter(Objects::nonNull)
        .map(Problem::what)
        .toList();
  }

  private Problem only(String testing) {
    Report report = checked(testing);
    assertThat(report.passed()).as(project.console()).isFalse();
    List<@Nullable Problem> errors = report.steps().stream().map(StepReport::error).toList();
    assertThat(errors).as(project.console()).hasSize(1).doesNotContainNull();
    return Objects.requireNonNull(report.error());
  }

  /** One whom the owner may become, with what is granted. */
  private String member(String attributes, String... grants) {
    String role = database.createRole("NOLOGIN " + attributes);
    database.asSuperuser().execute("GRANT " + role + " TO " + database.user());
    for (String grant : grants) {
      database.execute(grant.replace("ROLE", role));
    }
    return role;
  }

  private String secured() {
    return member(
        "",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON notes TO ROLE",
        "ALTER TABLE notes ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY own ON notes TO ROLE USING"
            + " (owner = current_setting('request.jwt.claims', true)::jsonb ->> 'sub')");
  }

  @Test
  void everyExpectationThatIsMetHolds() {
    holds(
        """
        smoke:
          - {name: zero, sql: "SELECT count(*) FROM notes WHERE owner = 'cid'", expect: 0}
          - {name: by value, sql: "SELECT 3.00::numeric", expect: 3}
          - {name: exponent, sql: "SELECT 1e3::float8", expect: 1000}
          - {name: yes it is, sql: "SELECT NOT done FROM notes WHERE id = 1", expect: true}
          - {name: nothing there, sql: SELECT body FROM notes WHERE id = 3, expect: [[null]]}
          - {name: nothing, sql: SELECT 1 WHERE false, expect: none}
          - {name: text, sql: "SELECT date '2026-01-31'", expect: "2026-01-31"}
          - {name: most, sql: SELECT count(*) FROM notes, expect: {max: 3}}
          - name: rows
            sql: |
              SELECT owner, body, done -- everything of ann
                FROM notes WHERE owner = 'ann' ORDER BY id;
            expect: [[ann, one, false], [ann, two, false]]
        """);
    assertThat(project.console()).contains("smoke-test passed in").contains("9 checks");
  }

  @Test
  void everyExpectationThatIsNotMetSaysWhatWasFound() {
    Report report =
        checked(
            """
            smoke:
              - {name: a, sql: SELECT count(*) FROM notes, expect: 2}
              - {name: b, sql: SELECT body FROM notes WHERE id = 3, expect: ""}
              - {name: c, sql: SELECT 1, expect: none}
              - {name: d, sql: SELECT 11, expect: {max: 10}}
              - {name: e, sql: SELECT id FROM notes, expect: 1}
              - {name: f, sql: "SELECT 1, 2", expect: 1}
              - {name: g, sql: SELECT 1 WHERE false, expect: 1}
              - {name: h, sql: SELECT id FROM notes ORDER BY id, expect: [[1], [2]]}
              - {name: i, sql: SELECT id FROM notes ORDER BY id DESC, expect: [[1], [2], [3]]}
              - {name: j, sql: SELECT done FROM notes WHERE id = 1, expect: true}
              - {name: k, sql: "SELECT repeat('x', 1000)", expect: x}
              - {name: l, sql: "SELECT 1, 2", expect: [[1]]}
              - {name: m, sql: SELECT 'eleven', expect: {max: 10}}
            """);
    String failed = "The check %s does not hold: expected %s, found %s.";
    assertThat(errors(report))
        .containsExactly(
            failed.formatted("a", "2", "3"),
            failed.formatted("b", "an empty text", "NULL"),
            failed.formatted("c", "no row", "at least one"),
            failed.formatted("d", "at most 10", "11"),
            failed.formatted("e", "1", "more than one row"),
            failed.formatted("f", "1", "a row of 2 columns"),
            failed.formatted("g", "1", "no row"),
            failed.formatted("h", "2 rows", "more"),
            failed.formatted("i", "1 in row 1, column 1", "3"),
            failed.formatted("j", "true", "f"),
            failed.formatted("k", "x", "x".repeat(60) + "…"),
            failed.formatted("l", "1 column", "2 columns"),
            failed.formatted("m", "at most 10", "eleven"));
    assertThat(Objects.requireNonNull(report.steps().get(8).error()).why())
        .isEqualTo("The same rows came in another order.");
    assertThat(report.error()).isEqualTo(report.steps().get(0).error());
    assertThat(Objects.requireNonNull(report.error()).where())
        .isEqualTo(new Place("src/main/db/migration-plan.yaml", 3, 58));
    assertThat(project.console())
        .contains("13 of 13 checks failed")
        .containsOnlyOnce("The check a does not hold")
        .contains("The check m does not hold");
  }

  @Test
  void whatIsFoundIsShownWithoutSecrets() {
    Report report =
        checked(
            "smoke: [{name: a, sql: \"SELECT '%s'\", expect: 1}]".formatted(database.password()));
    assertThat(errors(report))
        .containsExactly("The check a does not hold: expected 1, found ****.");
    assertThat(project.report()).doesNotContain(database.password());
  }

  @Test
  void aCheckThatTheServerRefusesSaysWhereAndWhy() {
    Problem problem =
        only(
            """
            smoke:
              - name: a
                sql: |
                  SELECT 1 -- a comment
                    FROM nowhere n
                expect: 1
            """);
    assertThat(problem.code()).isEqualTo("CHECK_ERROR");
    assertThat(problem.sqlState()).isEqualTo("42P01");
    assertThat(problem.why()).isEqualTo("In the query, that is here: nowhere n");
    assertThat(Objects.requireNonNull(problem.where()).line()).isEqualTo(4);
  }

  @Test
  void aCheckThatTakesTooLongIsGivenUp() {
    project.plan("testing: {smoke: [{name: a, sql: SELECT pg_sleep(100), expect: 1}]}");
    Report report = project.smokeTest(null, null, null, Duration.ofMillis(100)).report();
    Problem problem = Objects.requireNonNull(report.error());
    assertThat(problem.code()).isEqualTo("CHECK_TIMEOUT");
    assertThat(problem.sqlState()).isEqualTo("57014");
    assertThat(problem.fix()).contains("-Ddbsage.statementTimeout");
  }

  @Test
  void checksLeaveTheDatabaseAndTheirSessionAsTheyWere() {
    database.execute(
        "CREATE SEQUENCE s",
        "CREATE FUNCTION keep() RETURNS int LANGUAGE plpgsql AS $$ BEGIN"
            + " CREATE TEMP TABLE kept (id int); INSERT INTO notes (owner) VALUES ('x');"
            + " RETURN 1; END $$");
    Report report =
        checked(
            """
            smoke:
              - {name: moves, sql: SELECT nextval('s'), expect: 1}
              - {name: writes, sql: SELECT keep(), expect: 1}
              - {name: sets, sql: "SELECT set_config('x.y', 'z', false)", expect: z}
              - {name: unset, sql: "SELECT coalesce(current_setting('x.y', true), '')", expect: ""}
              - {name: locks, sql: SELECT pg_advisory_lock(7)::text, expect: ""}
              - name: unlocked
                sql: SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7
                expect: 0
            """);
    assertThat(report.steps().stream().map(step -> step.name() + " " + step.state().label()))
        .containsExactly(
            "moves failed",
            "writes failed",
            "sets applied",
            "unset applied",
            "locks applied",
            "unlocked applied");
    assertThat(Objects.requireNonNull(report.error()).code()).isEqualTo("CHECK_WRITES");
    assertThat(database.value("SELECT is_called FROM s")).isEqualTo("f");
    assertThat(database.value("SELECT count(*) FROM notes")).isEqualTo("3");
  }

  @Test
  void aRoleSeesAndWritesWhatItsPoliciesLetIt() {
    String role = secured();
    holds(
        """
        rls:
          - {name: own, role: R, claims: {sub: ann}, sql: SELECT * FROM notes, expect: 2}
          - {name: some, role: R, claims: {sub: bob}, sql: TABLE notes, expect: rows}
          - {name: strangers, role: R, claims: {sub: cid}, sql: TABLE notes, expect: none}
          - {name: no claims, role: R, sql: TABLE notes, expect: none}
          - {name: adds, role: R, claims: {sub: ann}, expect: 1,
             sql: "INSERT INTO notes (owner) VALUES ('ann')"}
          - {name: adds for others, role: R, claims: {sub: ann}, expect: denied,
             sql: "INSERT INTO notes (owner) VALUES ('bob')"}
          - {name: changes, role: R, claims: {sub: ann}, expect: 2,
             sql: "UPDATE notes SET done = true"}
          - {name: gives away, role: R, claims: {sub: ann}, expect: denied,
             sql: "UPDATE notes SET owner = 'bob'"}
          - {name: deletes, role: R, claims: {sub: bob}, sql: DELETE FROM notes, expect: 1}
          - {name: deletes others, role: R, claims: {sub: bob}, expect: none,
             sql: DELETE FROM notes WHERE owner = 'ann'}
          - {name: with, role: R, claims: {sub: bob}, expect: 1,
             sql: "WITH gone AS (DELETE FROM notes RETURNING id) SELECT * FROM gone"}
          - {name: with behind, role: R, claims: {sub: bob}, expect: 1,
             sql: "WITH x AS (SELECT 'bob' AS o) INSERT INTO notes (owner) SELECT o FROM x"}
          - {name: role, role: R, sql: "SELECT 1 WHERE current_setting('request.jwt.claims')::json ->> 'role' = current_user", expect: 1}
        """
            .replace("role: R", "role: " + role));
    assertThat(database.query("SELECT owner, done FROM notes ORDER BY id"))
        .containsExactly(List.of("ann", "f"), List.of("ann", "f"), List.of("bob", "f"));
  }

  @Test
  void whatARoleMayAgainstExpectationFails() {
    String role = secured();
    Report report =
        checked(
            """
            rls:
              - {name: a, role: R, claims: {sub: ann}, sql: TABLE notes, expect: none}
              - {name: b, role: R, claims: {sub: ann}, sql: TABLE notes, expect: 1}
              - {name: c, role: R, claims: {sub: cid}, sql: TABLE notes, expect: rows}
              - {name: d, role: R, claims: {sub: ann}, sql: TABLE notes, expect: denied}
              - {name: e, role: R, claims: {sub: ann}, expect: 1,
                 sql: "INSERT INTO notes (owner) VALUES ('bob')"}
              - {name: f, role: R, claims: {sub: ann}, sql: DELETE FROM notes, expect: denied}
              - {name: g, role: R, claims: {sub: ann}, sql: DELETE FROM notes, expect: 5}
            """
                .replace("role: R", "role: " + role));
    String failed = "The check %s does not hold: as " + role + ", expected %s, found %s.";
    assertThat(errors(report))
        .containsExactly(
            failed.formatted("a", "no row", "at least one row"),
            failed.formatted("b", "1 row", "more than 1 row"),
            failed.formatted("c", "at least one row", "no row"),
            failed.formatted("d", "to be denied", "at least one row"),
            failed.formatted("e", "1 row", "that it is denied"),
            failed.formatted("f", "to be denied", "2 rows"),
            failed.formatted("g", "5 rows", "2 rows"));
    Problem denied = Objects.requireNonNull(report.steps().get(4).error());
    assertThat(denied.sqlState()).isEqualTo("42501");
    assertThat(denied.why()).contains("row-level security");
    assertThat(database.value("SELECT count(*) FROM notes")).isEqualTo("3");
  }

  @Test
  void aRoleWithoutRightsIsDenied() {
    String role = member("");
    holds("rls: [{name: a, role: %s, sql: TABLE notes, expect: denied}]".formatted(role));
  }

  @Test
  void theOwnerProvesNothingUnlessPoliciesHoldForHimToo() {
    secured();
    String testing =
        "rls: [{name: a, role: %s, claims: {sub: ann}, sql: TABLE notes, expect: rows}]"
            .formatted(database.user());
    Problem problem = only(testing);
    assertThat(problem.code()).isEqualTo("CHECK_PROVES_NOTHING");
    assertThat(problem.why()).contains("has the rights of the owner of public.notes");
    assertThat(problem.fix()).endsWith("ALTER TABLE public.notes FORCE ROW LEVEL SECURITY;");
    database.execute("ALTER TABLE notes FORCE ROW LEVEL SECURITY");
    holds(testing);
  }

  @Test
  void aRoleThatBypassesRowSecurityProvesNothing() {
    secured();
    String role = member("BYPASSRLS", "GRANT SELECT ON notes TO ROLE");
    Problem problem =
        only("rls: [{name: a, role: %s, sql: TABLE notes, expect: rows}]".formatted(role));
    assertThat(problem.code()).isEqualTo("CHECK_PROVES_NOTHING");
    assertThat(problem.why()).isEqualTo("The role " + role + " has the attribute BYPASSRLS.");
  }

  @Test
  void aRoleThatCannotBeHadSaysWhatToGrant() {
    String role = database.createRole("NOLOGIN");
    Problem problem =
        only("rls: [{name: a, role: %s, sql: TABLE notes, expect: none}]".formatted(role));
    assertThat(problem.code()).isEqualTo("CHECK_ROLE");
    assertThat(problem.sqlState()).isEqualTo("42501");
    assertThat(problem.fix()).isEqualTo("GRANT " + role + " TO " + database.user() + ";");
    problem = only("rls: [{name: a, role: nobody_at_all, sql: TABLE notes, expect: none}]");
    assertThat(problem.what())
        .isEqualTo("The check a could not be run: there is no role nobody_at_all.");
  }

  @Test
  void tellsWhereRowSecurityIsNotEnabled() {
    String role = member("", "GRANT SELECT ON notes TO ROLE");
    holds("rls: [{name: a, role: %s, sql: TABLE notes, expect: 3}]".formatted(role));
    assertThat(project.console())
        .contains("a: row security is enabled for no table that it touches (public.notes)");
  }

  private void big() {
    database.execute(
        "CREATE TABLE big (id int PRIMARY KEY, a int, b text) ",
        "INSERT INTO big SELECT i, i, repeat('x', 100) FROM generate_series(1, 20000) i",
        "CREATE INDEX big_a ON big (a)",
        "CREATE TABLE parts (id int, a int) PARTITION BY RANGE (id)",
        "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (30000)",
        "CREATE INDEX parts_a ON parts (a)",
        "INSERT INTO parts SELECT i, i FROM generate_series(1, 29999) i",
        "ANALYZE big",
        "ANALYZE parts");
  }

  @Test
  void plansAreJudgedWithoutBeingRun() {
    big();
    holds(
        """
        explain:
          - {name: a, sql: SELECT * FROM big WHERE a = 7, uses-index: big_a, no-seq-scan: [public.big], max-cost: 100}
          - {name: b, sql: DELETE FROM big WHERE a = 7, uses-index: public.big_a}
          - {name: c, sql: SELECT * FROM parts WHERE a = 7, uses-index: parts_a, no-seq-scan: [parts]}
          - {name: d, sql: SELECT * FROM big WHERE a < 700, uses-index: big_a}
          - {name: e, sql: SELECT (SELECT b FROM big WHERE a = n.id) FROM notes n, uses-index: big_a}
        """);
    assertThat(database.value("SELECT count(*) FROM big")).isEqualTo("20000");
  }

  @Test
  void plansThatAreOtherwiseFail() {
    big();
    Report report =
        checked(
            """
            explain:
              - {name: a, sql: SELECT * FROM big WHERE b = 'y', uses-index: big_a}
              - {name: b, sql: SELECT * FROM big WHERE b = 'y', no-seq-scan: [public.big]}
              - {name: c, sql: SELECT * FROM parts WHERE id % 7 = 1, no-seq-scan: [public.parts]}
              - {name: d, sql: SELECT * FROM big, max-cost: 1.5}
              - {name: e, sql: SELECT * FROM big WHERE id = 1, uses-index: big_a}
              - {name: f, sql: SELECT * FROM big, uses-index: big_c}
              - {name: g, sql: SELECT * FROM big, no-seq-scan: [public.big_a]}
            """);
    List<String> errors = errors(report);
    assertThat(errors).hasSize(7);
    assertThat(errors.get(0)).endsWith("expected that big_a is used, found that no index is.");
    assertThat(errors.get(1)).contains("expected that public.big is not read from end to end");
    assertThat(errors.get(2)).contains("expected that public.parts is not read from end to end");
    assertThat(errors.get(3)).contains("expected a cost of at most 1.5, found ");
    assertThat(errors.get(4)).endsWith("found that public.big_pkey is.");
    assertThat(errors.get(5)).endsWith("there is no index big_c.");
    assertThat(errors.get(6)).endsWith("there is no table public.big_a.");
  }

  @Test
  void ofASmallTableTheOtherPlanCountsAndThatIsSaid() {
    database.execute("ANALYZE notes");
    holds(
        "explain: [{name: a, sql: SELECT * FROM notes WHERE id = 1, uses-index: notes_pkey,"
            + " no-seq-scan: [public.notes]}]");
    assertThat(project.console())
        .contains(
            "a: public.notes has 1 page and is read whole whatever its indexes; judged by the plan"
                + " with enable_seqscan = off");
    only("explain: [{name: a, sql: SELECT * FROM notes WHERE body = 'x', uses-index: notes_pkey}]");
  }

  @Test
  void recordsABaselineAndFailsWhenItGetsWorse() throws IOException {
    big();
    project.plan(
        """
        testing:
          explain:
            - {name: a, sql: SELECT * FROM big WHERE a = 7, max-cost: 100000}
            - {name: b, sql: UPDATE big SET a = 8 WHERE a = 7, max-cost: 100000}
        """);
    Path usual = folder.resolve("src/main/db/explain-baseline.json");
    Report recorded =
        project
            .smokeTest(null, null, "src/main/db/explain-baseline.json", Duration.ofSeconds(60))
            .report();
    assertThat(recorded.passed()).as(project.console()).isTrue();
    String file = Files.readString(usual);
    assertThat(file)
        .contains("\"format\": 1")
        .contains("\"src/main/db/migration-plan.yaml#a\"")
        .containsPattern("\"buffers\": [1-9]")
        .contains("\"buffers\": null");
    assertThat(database.value("SELECT count(*) FROM big WHERE a = 7")).isEqualTo("1");
    assertThat(project.smokeTest().report().passed()).as(project.console()).isTrue();

    database.execute("DROP INDEX big_a");
    Report worse = project.smokeTest().report();
    assertThat(errors(worse)).hasSize(2);
    assertThat(errors(worse).get(0))
        .startsWith("The check a is worse than its baseline: cost ")
        .contains(", was ");
    Report named =
        project
            .smokeTest(null, "src/main/db/explain-baseline.json", null, Duration.ofSeconds(60))
            .report();
    assertThat(errors(named)).hasSize(2);
  }

  @Test
  void aBaselineThatIsNoneIsAnError() throws IOException {
    project.plan("testing: {smoke: [{name: a, sql: SELECT 1, expect: 1}]}");
    Files.writeString(folder.resolve("b.json"), "{\"format\": 2}");
    Report report = project.smokeTest(null, "b.json", null, Duration.ofSeconds(60)).report();
    assertThat(Objects.requireNonNull(report.error()).what())
        .isEqualTo("b.json is no baseline of EXPLAIN checks.");
    report = project.smokeTest(null, "c.json", null, Duration.ofSeconds(60)).report();
    assertThat(Objects.requireNonNull(report.error()).what())
        .isEqualTo("There is no file c.json, which -Ddbsage.from names.");
  }

  @Test
  void whatIsNotOneStatementIsNotSent() {
    Report report =
        checked(
            """
            smoke:
              - {name: a, sql: "SELECT 1; DROP TABLE notes", expect: 1}
              - {name: b, sql: COMMIT, expect: none}
              - {name: c, sql: COPY notes TO STDOUT, expect: none}
              - {name: d, sql: DELETE FROM notes, expect: none}
              - {name: e, sql: "-- nothing", expect: none}
            rls:
              - {name: f, role: postgres, sql: TRUNCATE notes, expect: denied}
            """);
    assertThat(errors(report))
        .containsExactly(
            "The check a is not one statement: there is a semicolon with something behind it.",
            "The check b begins with COMMIT, and a smoke test is a query.",
            "The check c begins with COPY, and a smoke test is a query.",
            "The check d begins with DELETE, and a smoke test is a query.",
            "The check e has no SQL.",
            "The check f begins with TRUNCATE, and no check can be that.");
    assertThat(database.value("SELECT count(*) FROM notes")).isEqualTo("3");
    Report validated = project.validate().report();
    assertThat(validated.findings().stream().map(Finding::rule))
        .filteredOn("CHECK_STATEMENT"::equals)
        .hasSize(6);
  }

  @Test
  void runsTheOneThatIsNamed() {
    project.plan(
        """
        testing:
          smoke: [{name: right, sql: SELECT 1, expect: 1}, {name: wrong, sql: SELECT 1, expect: 2}]
        """);
    Report report = project.smokeTest("right", null, null, Duration.ofSeconds(60)).report();
    assertThat(report.passed()).isTrue();
    assertThat(report.steps()).hasSize(1);
    report = project.smokeTest("rigth", null, null, Duration.ofSeconds(60)).report();
    assertThat(Objects.requireNonNull(report.error()).what())
        .startsWith("No plan has a check rigth")
        .contains("right");
  }

  @Test
  void passesWhereNoPlanHasChecks() {
    project.plan("summary: {title: nothing to check}");
    assertThat(project.smokeTest().report().passed()).isTrue();
    assertThat(project.console()).contains("No plan has checks");
  }

  @Test
  void doesNotWaitLongForALockedTable() throws SQLException {
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE notes");
      project.plan("testing: {smoke: [{name: a, sql: TABLE notes, expect: none}]}");
      Report report = project.smokeTest().report();
      assertThat(Objects.requireNonNull(report.error()).sqlState()).isEqualTo("55P03");
    }
  }
}
