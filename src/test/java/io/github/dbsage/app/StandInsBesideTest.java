package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.RollbackState;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What migrations count on and a database has. */
@OnPostgres
final class StandInsBesideTest {

  private static final String ONE = "20260101120000_one";

  @TempDir Path folder;

  @Test
  void theSchemasThatNoFileMakesAreReadFromTheDatabase(TestDatabase database) {
    database
        .asSuperuser()
        .execute(
            "CREATE SCHEMA platform",
            "CREATE TYPE platform.mood AS ENUM ('good', 'bad')",
            "CREATE TABLE platform.users (id bigint PRIMARY KEY, mood platform.mood)",
            "CREATE FUNCTION platform.me() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
            "CREATE VIEW platform.all_users AS SELECT * FROM platform.users",
            "GRANT USAGE ON SCHEMA platform TO " + database.user(),
            "GRANT ALL ON ALL TABLES IN SCHEMA platform TO " + database.user(),
            "GRANT CREATE ON SCHEMA public TO " + database.user());
    Workspace project =
        new Workspace(folder, database)
            .major(database.major())
            .file(
                ONE,
                """
                CREATE TABLE public.profiles (
                  id bigint PRIMARY KEY REFERENCES platform.users, mood platform.mood
                );
                CREATE POLICY own ON public.profiles USING (platform.me() = id);
                CREATE VIEW public.v AS SELECT id FROM platform.all_users;
                -- ROLLBACK SECTION
                /*
                DROP VIEW public.v;
                DROP TABLE public.profiles;
                */
                """);
    Outcome outcome = project.dryRun();
    assertThat(outcome.report().error()).as(project.console()).isNull();
    assertThat(outcome.report().steps())
        .extracting(StepReport::rollback)
        .containsExactly(RollbackState.PROVEN);
    assertThat(project.console()).contains("schema platform is made by no migration");
  }
}
