package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.RollbackState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a rollback script brings back the schema, tried in a throw-away server. */
final class RollbackProofTest {

  @TempDir Path folder;
  private Workspace project;
  private int files;

  @BeforeEach
  void prepare() {
    project = Workspace.of(folder).judgement(Judgement.FailOn.NEVER, false);
  }

  private String file(String name, String sql, String rollback) {
    files++;
    String file = "202601%02d%02d0000_%s".formatted(1 + files / 24, files % 24, name);
    project.file(file, sql + "\n-- ROLLBACK SECTION\n/*\n" + rollback + "\n*/\n");
    return file;
  }

  private Outcome tried() {
    Outcome outcome = project.dryRunAlone();
    assertThat(outcome.defect()).as(project.console()).isNull();
    return outcome;
  }

  private static StepReport step(Outcome outcome, String name) {
    return outcome.report().steps().stream()
        .filter(step -> step.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<Finding> findings(Outcome outcome, String rule) {
    return outcome.report().findings().stream().filter(f -> f.rule().equals(rule)).toList();
  }

  /** What a migration does, what undoes it, and what stays where that is forgotten. */
  private record Change(String sql, String undo, String stays) {}

  private static Map<String, Change> changes() {
    Map<String, Change> changes = new LinkedHashMap<>();
    changes.put(
        "index", new Change("CREATE INDEX t_a ON t (a)", "DROP INDEX t_a", "index public.t_a"));
    changes.put(
        "grant",
        new Change("GRANT SELECT ON t TO r", "REVOKE SELECT ON t FROM r", "grant SELECT to r"));
    changes.put(
        "trigger",
        new Change(
            "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
            "DROP TRIGGER g ON t",
            "trigger g on public.t"));
    changes.put(
        "policy",
        new Change(
            "CREATE POLICY p ON t USING (a > 0)", "DROP POLICY p ON t", "policy p on public.t"));
    changes.put(
        "comment",
        new Change("COMMENT ON TABLE t IS 'x'", "COMMENT ON TABLE t IS NULL", "comment 'x'"));
    changes.put(
        "column",
        new Change("ALTER TABLE t ADD c1 int", "ALTER TABLE t DROP c1", "column c1 integer"));
    changes.put(
        "constraint",
        new Change(
            "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID",
            "ALTER TABLE t DROP CONSTRAINT k",
            "constraint k CHECK"));
    changes.put(
        "function",
        new Change(
            "CREATE FUNCTION h() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "DROP FUNCTION h()",
            "function public.h()"));
    changes.put(
        "function_body",
        new Change(
            "CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN NEW.a := 1; RETURN NEW; END'",
            "CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN RETURN NEW; END'",
            "function public.f()"));
    changes.put(
        "type",
        new Change("CREATE TYPE mood AS ENUM ('sad')", "DROP TYPE mood", "type public.mood"));
    changes.put(
        "sequence", new Change("CREATE SEQUENCE s", "DROP SEQUENCE s", "sequence public.s"));
    changes.put(
        "default",
        new Change(
            "ALTER TABLE t ALTER b SET DEFAULT 'x'",
            "ALTER TABLE t ALTER b DROP DEFAULT",
            "column b text default 'x'"));
    changes.put(
        "not_null",
        new Change(
            "ALTER TABLE t ALTER b SET NOT NULL",
            "ALTER TABLE t ALTER b DROP NOT NULL",
            "not null"));
    changes.put(
        "row_security",
        new Change(
            "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE t DISABLE ROW LEVEL SECURITY",
            "row security enabled"));
    changes.put(
        "owner",
        new Change("ALTER TABLE u OWNER TO r", "ALTER TABLE u OWNER TO postgres", "owner r"));
    changes.put(
        "view", new Change("CREATE VIEW v AS SELECT a FROM t", "DROP VIEW v", "view public.v"));
    changes.put(
        "extension",
        new Change("CREATE EXTENSION citext", "DROP EXTENSION citext", "extension citext"));
    return changes;
  }

  @Test
  void tellsWhatAScriptForgetsAndProvesTheOneThatForgetsNothing() {
    project.file(
        "20260101000000_base",
        """
        CREATE ROLE r;
        CREATE TABLE t (id bigint PRIMARY KEY, a int, b text);
        CREATE TABLE u (id bigint PRIMARY KEY);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        -- ROLLBACK SECTION
        /*
        DROP TABLE t, u;
        DROP FUNCTION f();
        DROP ROLE r;
        */
        """);
    changes()
        .forEach(
            (name, change) -> {
              file(name + "_forgotten", change.sql() + ";", "SELECT 1;");
              file(name + "_undone", change.undo() + ";", change.sql() + ";");
              file(name + "_right", change.sql() + ";", change.undo() + ";");
            });
    Outcome outcome = tried();
    assertThat(outcome.report().error()).as(project.console()).isNull();
    assertThat(step(outcome, "base").rollback()).isEqualTo(RollbackState.PROVEN);
    List<String> wrong = new ArrayList<>();
    changes()
        .forEach(
            (name, change) -> {
              StepReport forgotten = step(outcome, name + "_forgotten");
              if (forgotten.rollback() != RollbackState.DIFFERS
                  || !Objects.toString(forgotten.rollbackDiff(), "").contains(change.stays())) {
                wrong.add(name + " forgotten: " + forgotten.rollbackDiff());
              }
              if (findings(outcome, "ROLLBACK_DIFFERS").stream()
                  .noneMatch(
                      finding ->
                          finding.where().file().endsWith("_" + name + "_forgotten.sql")
                              && String.valueOf(finding.effect()).contains(change.stays()))) {
                wrong.add(name + " is not found");
              }
              StepReport undone = step(outcome, name + "_undone");
              StepReport right = step(outcome, name + "_right");
              if (undone.rollback() != RollbackState.PROVEN
                  || right.rollback() != RollbackState.PROVEN) {
                wrong.add(name + ": " + undone.rollbackDiff() + right.rollbackDiff());
              }
            });
    assertThat(wrong).isEmpty();
    assertThat(findings(outcome, "ROLLBACK_DIFFERS")).hasSize(changes().size());
    assertThat(project.console()).contains("rollback differs").contains("rollback proven");
  }

  @Test
  void tellsOfAScriptThatFailsAndGoesOn() {
    file("makes", "CREATE TABLE a (id int);", "DROP TABLE no_such;");
    file("next", "CREATE TABLE b (id int);", "DROP TABLE b;");
    Outcome outcome = tried();
    assertThat(outcome.report().error()).isNull();
    assertThat(step(outcome, "makes").rollback()).isEqualTo(RollbackState.DIFFERS);
    assertThat(step(outcome, "next").rollback()).isEqualTo(RollbackState.PROVEN);
    assertThat(findings(outcome, "ROLLBACK_FAILS"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.message()).contains("SQLSTATE 42P01").contains("no_such");
              assertThat(finding.where().file()).endsWith("_makes.sql");
            });
  }

  @Test
  void tellsOfAScriptThatNobodyCanRun() {
    file("makes", "CREATE TABLE a (id int);", "SAVEPOINT s;\nDROP TABLE a;");
    file("next", "CREATE TABLE b (id int);", "DROP TABLE b;");
    Outcome outcome = tried();
    assertThat(outcome.report().error()).isNull();
    assertThat(findings(outcome, "ROLLBACK_FAILS")).hasSize(1);
    assertThat(step(outcome, "next").rollback()).isEqualTo(RollbackState.PROVEN);
  }

  @Test
  void tellsOfAScriptThatBreaksADeferredConstraint() {
    file(
        "makes",
        """
        CREATE TABLE a (id int PRIMARY KEY);
        CREATE TABLE b (id int, a int REFERENCES a DEFERRABLE INITIALLY DEFERRED);
        INSERT INTO a VALUES (1);
        INSERT INTO b VALUES (1, 1);
        """,
        "DELETE FROM a;");
    file("next", "CREATE TABLE c (id int);", "DROP TABLE c;");
    Outcome outcome = tried();
    assertThat(outcome.report().error()).isNull();
    assertThat(findings(outcome, "ROLLBACK_FAILS"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("23503"));
    assertThat(step(outcome, "next").rollback()).isEqualTo(RollbackState.PROVEN);
  }

  @Test
  void leavesOutTheScriptsOwnTransactionAndRecord() {
    file(
        "makes",
        "CREATE TABLE a (id int);",
        "BEGIN;\nDROP TABLE a;\nDELETE FROM schema_migrations WHERE version = '20260101010000';\nCOMMIT;");
    assertThat(step(tried(), "makes").rollback()).isEqualTo(RollbackState.PROVEN);
  }

  @Test
  void provesForGoodWhatForbidsATransactionAndGoesOn() {
    file("makes", "CREATE TABLE a (id int, b int);", "DROP TABLE a;");
    file("index", "CREATE INDEX CONCURRENTLY a_id ON a (id);", "DROP INDEX CONCURRENTLY a_id;");
    file(
        "other_index",
        "CREATE INDEX CONCURRENTLY a_b ON a (b);",
        "DROP INDEX CONCURRENTLY a_b;\nCOMMENT ON TABLE a IS 'left';");
    file("next", "ALTER INDEX a_id RENAME TO a_id_idx;", "ALTER INDEX a_id_idx RENAME TO a_id;");
    Outcome outcome = tried();
    assertThat(outcome.report().error()).as(project.console()).isNull();
    assertThat(step(outcome, "index").rollback()).isEqualTo(RollbackState.PROVEN);
    assertThat(step(outcome, "other_index").rollback()).isEqualTo(RollbackState.DIFFERS);
    assertThat(step(outcome, "next").rollback()).isEqualTo(RollbackState.PROVEN);
  }

  @Test
  void stopsWhereAScriptForGoodFails() {
    file("makes", "CREATE TABLE a (id int);", "DROP TABLE a;");
    file("index", "CREATE INDEX CONCURRENTLY a_id ON a (id);", "DROP INDEX CONCURRENTLY no_such;");
    file("next", "CREATE TABLE b (id int);", "DROP TABLE b;");
    Outcome outcome = tried();
    assertThat(findings(outcome, "ROLLBACK_FAILS"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("42704"));
    assertThat(step(outcome, "next").state()).isEqualTo(StepReport.State.PENDING);
  }

  @Test
  void knowsWhichHaveNoScript() {
    project.file("20260101000000_one", "-- Rollback: none because nobody needs it\nSELECT 1;\n");
    project.file("20260102000000_two", "SELECT 1;\n");
    project.file("20260103000000_three", "CREATE TABLE t (id int);\n");
    project.file("20260103000000_three.rollback.sql", "DROP TABLE t;\n");
    assertThat(tried().report().steps().stream().map(StepReport::rollback))
        .containsExactly(RollbackState.FORWARD_ONLY, RollbackState.MISSING, RollbackState.PROVEN);
    assertThat(project.console()).contains("forward-only").contains("no rollback");
  }
}
