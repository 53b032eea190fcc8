package io.github.dbsage.plan.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Risk;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Phase;
import io.github.dbsage.plan.Project;
import io.github.dbsage.plan.ProjectRequest;
import io.github.dbsage.plan.Testing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read back as it was meant, whatever stands in it. */
final class PlanTextTest {

  private static final Version ONE = new Version("20260101120000");
  private static final Version TWO = new Version("20260101120001");

  private static final List<String> AWKWARD =
      List.of(
          "plain words (and more)",
          "true",
          "No",
          "12",
          "1e3",
          "-- a comment",
          "- x",
          "a: b",
          "a #b",
          "a:",
          "# b",
          "{a}",
          "[a]",
          "'quoted'",
          "\"Odd\".\"T\"",
          "both ' and \"",
          "back\\slash",
          "tab\there",
          "SELECT count(*) FROM \"T\" WHERE a <> 'b: c' -- d",
          "two\nlines",
          "two\n\n  lines: x\n\"y\"",
          "line\n",
          "ends \nwith a blank",
          "\u00e4 \u20ac \ud83d\ude00",
          "next\u0085line \u2028 x",
          "* x",
          "& x",
          "! x",
          "% x",
          "@ x",
          "` x",
          "| x",
          "> x",
          "? x",
          "${x} $${y}",
          "a, b",
          "a,b",
          "null",
          "~",
          "=",
          "<<");

  @TempDir Path folder;

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve("src/main/db").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Project project() {
    Project project = Project.read(new ProjectRequest(folder, null, Map.of(), false));
    assertThat(project.findings()).isEmpty();
    return project;
  }

  private MigrationPlan read(PlanText plan) throws IOException {
    file("migrations/" + ONE + "_one.sql", "SELECT 1;\n");
    file("migrations/" + TWO + "_two.sql", "SELECT 1;\n");
    file("plans/p.yaml", plan.text());
    return project().plans().get(0);
  }

  @Test
  void everySectionComesBack() throws IOException {
    MigrationPlan plan =
        read(
            new PlanText("Rename it")
                .objective("Because: it is wrong")
                .scope(new QualifiedName("public", "users"))
                .risk(Risk.MEDIUM, "two versions live together")
                .rollForward("add it again")
                .smoke("none", "SELECT count(*) FROM users WHERE a = 'x: y'", "0")
                .rls("own", "app_user", Map.of("sub", "4-2"), "SELECT 1", "rows")
                .successCriteria("nobody notices")
                .expand(ONE)
                .deploy("app-v2")
                .validate("none")
                .deploy("app-v3")
                .contract(TWO));
    assertThat(plan.summary().title()).isEqualTo("Rename it");
    assertThat(plan.summary().objective()).isEqualTo("Because: it is wrong");
    assertThat(plan.summary().scope()).isEqualTo("public.users");
    assertThat(Objects.requireNonNull(plan.summary().risk()).value()).isEqualTo(Risk.MEDIUM);
    assertThat(plan.safety().rollForward()).isEqualTo("add it again");
    assertThat(plan.testing().smoke()).extracting(s -> s.name().value()).containsExactly("none");
    assertThat(plan.testing().rls()).extracting(s -> s.role().value()).containsExactly("app_user");
    assertThat(plan.operations().successCriteria())
        .extracting(At::value)
        .containsExactly("nobody notices");
    assertThat(plan.zeroDowntime().phases())
        .extracting(Phase::label)
        .containsExactly("expand", "deploy", "validate", "deploy", "contract");
    assertThat(plan.versions()).containsExactly(ONE, TWO);
  }

  @Test
  void anyTextComesBack() throws IOException {
    PlanText text = new PlanText("x");
    for (int i = 0; i < AWKWARD.size(); i++) {
      text.smoke("check " + i, AWKWARD.get(i), "none");
    }
    assertThat(read(text).testing().smoke())
        .extracting((Testing.Smoke smoke) -> smoke.sql().value().strip())
        .containsExactlyElementsOf(AWKWARD.stream().map(String::strip).toList());
  }

  @Test
  void backfillComesBack() throws IOException {
    file(
        "migrations/" + ONE + "_odd.backfill.yaml",
        new BackfillText("odd", new QualifiedName("public", "Odd T"))
            .comment("Why.", "How.")
            .set("Em \"ail", "'x: y' || \"Other\"")
            .set("null", "42")
            .where("\"Em \"\"ail\" IS NULL")
            .mismatches("SELECT count(*) FROM \"Odd T\" WHERE false")
            .rollback("UPDATE public.\"Odd T\" SET \"null\" = NULL")
            .text());
    BackfillStep step = (BackfillStep) project().steps().get(0);
    assertThat(step.spec().name()).isEqualTo("odd");
    assertThat(step.spec().table()).isEqualTo(new QualifiedName("public", "Odd T"));
    assertThat(step.spec().set())
        .containsEntry("Em \"ail", "'x: y' || \"Other\"")
        .containsEntry("null", "42");
    assertThat(step.spec().where()).isEqualTo("\"Em \"\"ail\" IS NULL");
  }

  @Test
  void longNamesAreCutSoThatTheyStayApart() {
    String stem = "a_table_with_a_name_that_is_as_long_as_postgresql_lets_it";
    assertThat(Sql.made("users", "email", "idx")).isEqualTo("users_email_idx");
    assertThat(Sql.made(stem, "column_one", "idx"))
        .hasSize(63)
        .startsWith("a_table_with_a_name")
        .endsWith("_idx")
        .isNotEqualTo(Sql.made(stem, "column_two", "idx"));
    assertThat(Sql.slug("Odd Table", "Spalte-Ü")).isEqualTo("odd_table_spalte");
    assertThat(Sql.name("user")).isEqualTo("\"user\"");
    assertThat(Sql.name(new QualifiedName("public", "Odd"))).isEqualTo("public.\"Odd\"");
  }
}
