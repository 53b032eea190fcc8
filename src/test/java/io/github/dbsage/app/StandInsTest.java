package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.RollbackState;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What migrations count on and none of them makes. */
final class StandInsTest {

  private static final String ONE = "20260101120000_one";
  private static final String TWO = "20260102120000_two";

  @TempDir Path folder;

  private static Outcome passed(Workspace project, Outcome outcome) {
    assertThat(outcome.defect()).as(project.console()).isNull();
    assertThat(outcome.report().error()).as(project.console()).isNull();
    return outcome;
  }

  private static List<RollbackState> waysBack(Outcome outcome) {
    return outcome.report().steps().stream()
        .map(StepReport::rollback)
        .map(Objects::requireNonNull)
        .toList();
  }

  @Test
  void aSupabaseProjectIsTriedWithoutSupabase() {
    Workspace project =
        Workspace.of(folder)
            .file(
                ONE,
                """
                CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA extensions;
                CREATE TABLE public.profiles (
                  id uuid PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE,
                  tag text DEFAULT extensions.uuid_generate_v4()::text
                );
                ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
                CREATE POLICY own ON public.profiles TO authenticated USING (auth.uid() = id);
                CREATE POLICY files ON storage.objects FOR SELECT
                  USING ((storage.foldername(name))[1] = auth.uid()::text);
                GRANT SELECT ON public.profiles TO anon, service_role;
                ALTER PUBLICATION supabase_realtime ADD TABLE public.profiles;
                -- ROLLBACK SECTION
                /*
                DROP POLICY files ON storage.objects;
                DROP TABLE public.profiles;
                */
                """);
    Outcome outcome = passed(project, project.dryRunAlone());
    assertThat(waysBack(outcome)).containsExactly(RollbackState.PROVEN);
    assertThat(Objects.requireNonNull(outcome.report().snapshot()).added())
        .contains("table public.profiles")
        .noneMatch(heading -> heading.contains("auth.") || heading.contains("publication"));
    assertThat(project.console()).contains("schema auth is made by no migration");
  }

  @Test
  void aFileThatMakesSuchASchemaItselfIsNotStoodInTheWayOf() {
    Workspace project =
        Workspace.of(folder)
            .file(
                ONE,
                "CREATE SCHEMA auth; CREATE TABLE auth.users (id int); GRANT ALL ON auth.users TO somebody;");
    passed(project, project.dryRunAlone());
    assertThat(project.console()).contains("role somebody").doesNotContain("schema auth is made");
  }

  @Test
  void bytesStandForTheOrderOfACollationThatTheMachineLacks() {
    Workspace project =
        Workspace.of(folder)
            .file(
                ONE,
                """
                CREATE TABLE a (v text COLLATE "tlh_KX.utf8");
                CREATE INDEX a_v ON a (v COLLATE "tlh_KX");
                """);
    passed(project, project.dryRunAlone());
    assertThat(project.console()).contains("collation", "the order of bytes stands for it");
  }

  @Test
  void aCascadeIsToldByName() {
    Workspace project =
        Workspace.of(folder)
            .file(
                ONE,
                """
                CREATE TABLE a (id bigint PRIMARY KEY);
                CREATE TABLE b (a_id bigint CONSTRAINT points_to_a REFERENCES a);
                CREATE VIEW seen AS SELECT * FROM a;
                """)
            .file(TWO, "-- Rollback: none because it is gone\nDROP TABLE a CASCADE;");
    Outcome outcome = passed(project, project.dryRunAlone());
    assertThat(outcome.report().findings())
        .filteredOn(finding -> finding.rule().equals("DROP_CASCADE"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.certainty().label()).isEqualTo("confirmed");
              assertThat(finding.effect())
                  .startsWith("goes: ")
                  .contains("table public.a", "view public.seen")
                  .contains("constraint points_to_a of table public.b");
            });
  }

  @Test
  void whatAThrownAwayHistoryMadeIsAtHandTheNextTime() {
    Workspace project = Workspace.of(folder);
    for (int i = 10; i < 60; i++) {
      // A history that no other test has.
      project.file(
          "202601011200" + i + "_t" + i, "-- " + folder + "\nCREATE TABLE t" + i + " (id int);");
    }
    Judging judging = Judging.of(Severities.USUAL, "20260102120000", null);
    project.file(TWO, "ALTER TABLE t10 ADD COLUMN name text;").judging(judging);
    passed(project, project.dryRunAlone());
    assertThat(project.console()).contains("50 applied migrations were run again");
    Workspace again = Workspace.of(folder).judging(judging);
    Outcome outcome = passed(again, again.dryRunAlone());
    assertThat(again.console()).doesNotContain("run again");
    assertThat(Objects.requireNonNull(outcome.report().snapshot()).changed())
        .containsExactly("table public.t10");
  }
}
