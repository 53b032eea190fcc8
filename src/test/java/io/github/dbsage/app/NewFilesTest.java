package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files from patterns: what they hold, where they stand, and that they do what they say. */
@OnPostgres
final class NewFilesTest {

  private static final String PATTERN = "fix-ownership";
  private static final String ONE = "20260101120000_one";

  @TempDir Path folder;
  @TempDir Path cache;
  private TestDatabase database;
  private TestDatabase superuser;
  private Workspace project;
  private String other = "";

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    superuser = fresh.asSuperuser();
    other = fresh.createRole("");
    project = new Workspace(folder, superuser).servers(cache);
    project.file(
        ONE,
        "CREATE TABLE a (id int); CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';");
    Workspace first = new Workspace(folder, fresh);
    assertThat(first.apply().report().passed()).as(first.console()).isTrue();
    superuser.execute("ALTER TABLE a OWNER TO " + other, "ALTER FUNCTION f(int) OWNER TO " + other);
  }

  private Report passed(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    return outcome.report();
  }

  private static Problem error(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    return Objects.requireNonNull(outcome.report().error());
  }

  private List<Path> written() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("src/main/db/migrations"))) {
      return files.filter(file -> !file.getFileName().toString().startsWith(ONE)).sorted().toList();
    }
  }

  private String owners() {
    return Objects.requireNonNull(
        superuser.value(
            """
            SELECT string_agg(DISTINCT pg_get_userbyid(o), ', ')
              FROM (SELECT relowner FROM pg_class WHERE relname = 'a'
                    UNION ALL SELECT proowner FROM pg_proc WHERE proname = 'f') x (o)
            """));
  }

  @Test
  void writesWhatMendsTheOwnersAndGivesThemBack() throws IOException {
    passed(project.fresh(PATTERN, Map.of()));
    Path file = written().get(0);
    assertThat(file.getFileName().toString()).matches("20\\d{12}_fix_ownership\\.sql");
    String user = database.user();
    assertThat(file)
        .content()
        .endsWith(
            """

            ALTER FUNCTION public.f(integer) OWNER TO %1$s;
            ALTER TABLE public.a OWNER TO %1$s;

            -- ROLLBACK SECTION
            /*
            ALTER TABLE public.a OWNER TO %2$s;
            ALTER FUNCTION public.f(integer) OWNER TO %2$s;
            */
            """
                .formatted(user, other));
    assertThat(project.console()).contains("Wrote src/main/db/migrations/" + file.getFileName());
    Report judged = passed(project.validate());
    assertThat(judged.findings())
        .as(project.console())
        .noneMatch(f -> f.where().file().contains("fix_ownership"));
    assertThat(owners()).isEqualTo(other);
    passed(project.apply());
    assertThat(owners()).isEqualTo(user);
    passed(project.fresh(PATTERN, Map.of()));
    assertThat(project.console()).contains("nothing was written");
    assertThat(written()).hasSize(1);
  }

  @Test
  void proposesItWhereItProvesTheWayBack() throws IOException {
    passed(project.fresh(PATTERN, Map.of("name", "owners")));
    assertThat(written().get(0).getFileName().toString()).endsWith("_owners.sql");
    passed(project.dryRun());
    assertThat(project.console()).doesNotContain("ROLLBACK_FAILS");
  }

  @Test
  void comesBehindTheNewestVersionOfFilesAndOfTheRecord() throws IOException {
    project.file("29991231235959_later", "SELECT 1;");
    passed(project.fresh(PATTERN, Map.of()));
    assertThat(written())
        .extracting(p -> p.getFileName().toString())
        .containsExactly("29991231235959_later.sql", "30000101000000_fix_ownership.sql");
  }

  @Test
  void listsThePatterns() throws IOException {
    assertThat(error(project.fresh(null, Map.of())).fix())
        .contains("\n  fix-ownership  ")
        .contains("gives objects to the role that should own them");
    assertThat(error(project.fresh("fix-ownershi", Map.of())))
        .satisfies(
            e ->
                assertThat(e.what())
                    .isEqualTo(
                        "dbsage.pattern=fix-ownershi is not known (did you mean fix-ownership?)."))
        .satisfies(e -> assertThat(e.fix()).contains("\n  fix-ownership  "));
    assertThat(error(project.fresh(PATTERN, Map.of("name", "a b"))).what())
        .isEqualTo("dbsage.name=a b cannot be part of a migration's file name.");
    assertThat(written()).isEmpty();
  }

  @Test
  void writesAnEmptyFileForANameAlone() throws IOException {
    passed(project.freshAlone(null, Map.of("name", "add_users_bio")));
    Path file = written().get(0);
    assertThat(file.getFileName().toString()).matches("20\\d{12}_add_users_bio\\.sql");
    Report empty = passed(project.validate());
    assertThat(empty.findings())
        .as(project.console())
        .noneMatch(f -> f.where().file().contains("add_users_bio"));
    String text = Files.readString(file);
    assertThat(text)
        .startsWith("-- Migration: " + file.getFileName().toString().replace(".sql", "") + "\n");
    Files.writeString(
        file,
        text.replace("changes:\n", "changes:\nCREATE VIEW b AS SELECT 1 AS id;\n")
            .replace("/*\n", "/*\nDROP VIEW b;\n"));
    Report filled = passed(project.validate());
    assertThat(filled.findings())
        .as(project.console())
        .noneMatch(f -> f.where().file().contains("add_users_bio"));
    assertThat(error(project.freshAlone(null, Map.of("name", "x", "table", "t"))).what())
        .contains("dbsage.table, dbsage.name");
  }

  @Test
  void writesAllFilesOrNone() throws IOException {
    Path plans = folder.resolve("src/main/db/plans");
    Files.writeString(plans, "in the way");
    Problem problem = error(project.fresh("drop-column", Map.of("table", "a", "column", "id")));
    assertThat(problem.code()).isEqualTo("FILE_NOT_WRITTEN");
    assertThat(written()).isEmpty();
  }

  @Test
  void needsADatabase() throws IOException {
    assertThat(error(project.freshAlone(PATTERN, Map.of())).code()).isEqualTo("NO_URL");
    assertThat(written()).isEmpty();
  }

  @Test
  void writesNothingWhereItIsNotKnownWhoShouldOwnWhat() throws IOException {
    project.noServers();
    assertThat(error(project.fresh(PATTERN, Map.of())).code()).isEqualTo("OWNERS_UNKNOWN");
    assertThat(written()).isEmpty();
  }
}
