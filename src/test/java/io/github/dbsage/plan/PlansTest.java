package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlansTest {

  private static final String PLAN = "src/main/db/migration-plan.yaml";

  @TempDir Path base;

  private Folder folder;

  @BeforeEach
  void writeMigrations() {
    folder = new Folder(base);
    for (int day = 1; day <= 5; day++) {
      folder.migration("2026010" + day + "000000_a.sql", "SELECT 1;");
    }
  }

  private static Version day(int day) {
    return new Version("2026010" + day + "000000");
  }

  private Folder plan(String yaml) {
    return folder.file(PLAN, yaml);
  }

  @Test
  void knowsTheFirstGateInFrontOfAVersion() {
    plan(
        """
        summary: {title: "t"}
        testing: {smoke: [{name: a, sql: "SELECT 1", expect: 1}]}
        version-tracking: {schema: audit}
        zero-downtime:
          hot-tables: [public.users]
          phases:
            - {expand: ["20260101000000"]}
            - deploy: app-v2
            - {backfill: ["20260102000000"]}
            - {validate: [a]}
            - {deploy: app-v3}
            - contract:
                - "20260103000000"
        """);
    assertThat(folder.findings()).isEmpty();
    Project project = folder.read();
    assertThat(project.trackingSchema()).isEqualTo("audit");
    assertThat(gates(project, 1)).isEmpty();
    assertThat(gates(project, 2)).containsExactly("app-v2");
    assertThat(gates(project, 3)).containsExactly("app-v2", "app-v3");
    assertThat(project.planned(day(4))).isNull();
  }

  private static List<String> gates(Project project, int day) {
    return Objects.requireNonNull(project.planned(day(day))).gates();
  }

  @Test
  void needsNoPlanAndTakesAnEmptyOne() {
    assertThat(folder.read().trackingSchema()).isNull();
    assertThat(plan("").findings()).isEmpty();
    assertThat(plan("# nothing yet\n").findings()).isEmpty();
    assertThat(plan("zero-downtime:\nversion-tracking:\n").findings()).isEmpty();
  }

  @Test
  void namesTheNearestKey() {
    assertThat(
            plan("sumary: {}\nzero-downtime:\n  phase: []\nversion-tracking: {shema: a}\n")
                .findings())
        .containsExactly(
            PLAN
                + ":1:1 PLAN_KEY error: Unknown key \"sumary\" (did you mean summary?) | Write one of"
                + " summary, change-set, dependencies, data-migration, safety, testing, operations,"
                + " communication, version-tracking, zero-downtime, supabase-cli",
            PLAN
                + ":3:3 PLAN_KEY error: Unknown key \"phase\" (did you mean phases?) | Write one of"
                + " hot-tables, phases",
            PLAN
                + ":4:20 PLAN_KEY error: Unknown key \"shema\" (did you mean schema?) | Write"
                + " schema");
  }

  @Test
  void tellsWhereTheYamlIsBroken() {
    assertThat(plan("summary: {title: a\nsafety: b\n").findings())
        .containsExactly(
            PLAN
                + ":2:7 PLAN_KEY error: This is not YAML: while parsing a flow mapping, expected ','"
                + " or '}', but got : | Correct the line");
    assertThat(plan("summary: a\n\u0007b: c\n").findings())
        .containsExactly(
            PLAN + ":2:1 PLAN_KEY error: This is not YAML: a control character | Correct the line");
    assertThat(plan("summary: {}\nsafety: {}\nsummary: {}\n").findings())
        .containsExactly(
            PLAN
                + ":3:1 PLAN_KEY error: The key \"summary\" stands twice; the first is in line 1 |"
                + " Keep one of them");
    assertThat(plan("- a\n").findings())
        .containsExactly(
            PLAN + ":1:1 PLAN_KEY error: The plan must be a mapping | Write key: value");
  }

  @Test
  void refusesAliasesAndTags() {
    assertThat(plan("summary: &a [x]\nsafety: [*a, *a]\n").findings())
        .containsExactly(
            PLAN
                + ":2:10 PLAN_KEY error: YAML aliases (*name) are not read here | Write the value"
                + " out",
            PLAN
                + ":2:14 PLAN_KEY error: YAML aliases (*name) are not read here | Write the value"
                + " out");
    assertThat(plan("summary: !mine [x]\n").findings())
        .containsExactly(
            PLAN + ":1:10 PLAN_KEY error: The YAML tag !mine is not read here | Remove it");
    assertThat(plan("summary: !!java.net.URL [x]\n").findings())
        .containsExactly(
            PLAN
                + ":1:10 PLAN_KEY error: This is not YAML: Global tag is not allowed:"
                + " tag:yaml.org,2002:java.net.URL | Correct the line");
  }

  @Test
  void refusesPhasesThatCouldBeMisread() {
    assertThat(
            plan("""
                    zero-downtime:
                      phases:
                        - {expand: [20260101000000, "2026"]}
                        - {deploy: [a]}
                        - {expand: "20260102000000"}
                        - {deploy: a, contract: []}
                        - {contract: ["20270101000000"]}
                        - {deployed: a}
                    """)
                .findings())
        .containsExactly(
            PLAN
                + ":3:17 PLAN_KEY error: The version 20260101000000 is not in quotes, so YAML reads"
                + " it as a number | Write \"20260101000000\"",
            PLAN
                + ":3:33 PLAN_KEY error: \"2026\" is not a version: 14 digits in quotes | Write the"
                + " first 14 digits of the migration's file name in quotes: \"20260101120000\"",
            PLAN + ":4:16 PLAN_KEY error: deploy must be text | Write deploy: \"…\"",
            PLAN + ":5:16 PLAN_KEY error: expand must be a list | Write expand: […]",
            PLAN
                + ":6:7 PLAN_KEY error: A phase is a mapping with one key | Write - {expand: …}, or"
                + " - {deploy: …}, or - {backfill: …}, or - {validate: …}, or - {contract: …}",
            PLAN
                + ":7:19 PLAN_KEY error: There is no migration with version 20270101000000 | Add its"
                + " file, or correct the version",
            PLAN
                + ":8:8 PLAN_KEY error: Unknown key \"deployed\" (did you mean deploy?) | Write one"
                + " of expand, deploy, backfill, validate, contract");
  }

  @Test
  void readsSeveralPlansAndRefusesAVersionInTwo() {
    folder
        .file(
            "src/main/db/plans/b.yaml",
            """
            zero-downtime: {phases: [{deploy: b}, {expand: ["20260104000000"]}]}
            version-tracking: {schema: other}
            """)
        .file(
            "src/main/db/plans/a.yaml",
            """
            version-tracking: {schema: audit}
            zero-downtime: {phases: [{expand: ["20260104000000", "20260105000000"]}]}
            """)
        .file("src/main/db/plans/notes.txt", "x");
    assertThat(folder.findings())
        .containsExactly(
            "src/main/db/plans/b.yaml:1:49 PLAN_KEY error: Version 20260104000000 is already planned"
                + " at src/main/db/plans/a.yaml:2:36 | Keep it in one place: a version is in at"
                + " most one phase of one plan",
            "src/main/db/plans/b.yaml:2:28 PLAN_KEY error: version-tracking.schema is other here and"
                + " audit at src/main/db/plans/a.yaml:1:28 | Write the same schema in all plans");
  }
}
