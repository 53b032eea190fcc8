package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProjectFolderTest {

  @TempDir Path base;

  private ProjectRequest request(@Nullable String directory) {
    return new ProjectRequest(base, directory == null ? null : Path.of(directory), Map.of(), true);
  }

  @Test
  void tellsThatThereIsNoProject() {
    assertThat(Project.locate(request(null))).isNull();
    assertThat(problem(() -> Project.read(request(null))))
        .isEqualTo(
            Problem.of(
                "PROJECT_MISSING",
                "There is no src/main/db and no supabase/migrations here",
                null,
                "Create src/main/db/migrations/20260101120000_first.sql, or name the folder with"
                    + " -Ddbsage.directory="));
  }

  @Test
  void findsTheSupabaseFolderByItself() {
    new Folder(base).file("supabase/migrations/20260101000000_a.sql", "SELECT 1;");
    assertThat(Project.locate(request(null))).isEqualTo(base.resolve("supabase/migrations"));
    assertThat(Project.read(request(null)).steps().stream().map(s -> s.source().file()))
        .containsExactly("supabase/migrations/20260101000000_a.sql");
  }

  @Test
  void asksWhichOfTwoFoldersIsMeant() {
    Folder folder =
        new Folder(base)
            .file("supabase/migrations/20260101000000_a.sql", "SELECT 1;")
            .migration("20260102000000_b.sql", "SELECT 1;");
    assertThat(folder.path("supabase")).isDirectory();
    assertThat(problem(() -> Project.locate(request(null))))
        .isEqualTo(
            Problem.of(
                "PROJECT_AMBIGUOUS",
                "Both src/main/db and supabase/migrations exist",
                null,
                "Say which one is meant: -Ddbsage.directory=src/main/db or"
                    + " -Ddbsage.directory=supabase/migrations"));
    assertThat(Project.read(request("supabase/migrations")).steps().stream().map(Step::title))
        .containsExactly("20260101000000_a");
    assertThat(Project.read(request("supabase")).steps().stream().map(Step::title))
        .containsExactly("20260101000000_a");
    assertThat(Project.read(request("src/main/db")).steps().stream().map(Step::title))
        .containsExactly("20260102000000_b");
  }

  @Test
  void namesAFolderThatIsNone() throws IOException {
    Files.writeString(base.resolve("file.sql"), "");
    assertThat(problem(() -> Project.locate(request("db"))))
        .isEqualTo(
            Problem.of(
                "PROJECT_MISSING",
                "The folder db does not exist.",
                null,
                "Create it, or correct dbsage.directory."));
    assertThat(problem(() -> Project.locate(request("file.sql"))))
        .isEqualTo(
            Problem.of(
                "PROJECT_MISSING",
                "file.sql is a file, not a folder.",
                null,
                "Name the folder that holds migrations/ with dbsage.directory."));
  }

  @Test
  void readsAFolderOutsideOfTheBaseDirectory(@TempDir Path elsewhere) {
    new Folder(elsewhere).file("migrations/20260101000000_a.sql", "SELECT 1;");
    Project project = Project.read(request(elsewhere.toString()));
    assertThat(project.steps()).hasSize(1);
    assertThat(project.steps().get(0).source().file())
        .isEqualTo("../" + elsewhere.getFileName() + "/migrations/20260101000000_a.sql");
  }

  @Test
  void wantsTheMigrationsFolder() {
    Folder folder = new Folder(base).file("src/main/db/20260101000000_a.sql", "SELECT 1;");
    assertThat(folder.findings())
        .containsExactly(
            "src/main/db/migrations:1:1 FILE_NAME error: There is no folder src/main/db/migrations:"
                + " migrations are read from there | mkdir -p src/main/db/migrations");
  }

  private static @Nullable Problem problem(ThrowingCallable call) {
    UserError error = catchThrowableOfType(UserError.class, call);
    return error == null ? null : error.problem();
  }
}
