package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pattern {@code split-table}: its files, and that no write is lost between old and new. */
@OnPostgres
final class SplitTablePatternTest {

  private static final String TABLES =
      """
      CREATE TABLE public.countries (code text PRIMARY KEY);
      CREATE TABLE public.users (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        email text NOT NULL,
        bio text CHECK (length(bio) < 100),
        country text COLLATE "C" REFERENCES public.countries,
        extra json);
      COMMENT ON COLUMN public.users.bio IS 'what they''re like';
      CREATE INDEX users_by_country ON public.users (country) WHERE bio IS NOT NULL;
      CREATE INDEX users_both ON public.users (email, bio);
      CREATE TABLE public.rooms (
        a int, b int, title text NOT NULL, floor int DEFAULT 1 NOT NULL, PRIMARY KEY (a, b));
      """;

  private static final String SEEN =
      """
      SELECT string_agg(concat_ws(' ', u.id, u.bio, u.country, '|', p.id, p.bio, p.country), ', '
                        ORDER BY u.id)
        FROM public.users u LEFT JOIN public.profiles p ON p.id = u.id
      """;

  @TempDir Path folder;
  @TempDir Path cache;

  private PatternTrial trial(TestDatabase database, String more) {
    return new PatternTrial(folder, cache, database, "split-table", TABLES + more);
  }

  @Test
  void writesFilesThatAreValidAndGoBack(TestDatabase database) {
    trial(database, "")
        .writes("table", "public.users", "column", "bio, country,extra", "to", "profiles")
        .reads("users")
        .isValid("DROP_COLUMN", "TRIGGER_LOCK", "JSON_COLUMN")
        .goesBack("stop_sync_users_profiles", "drop_columns_users_profiles");
  }

  @Test
  void splitsOffColumnsThatMustNotBeNull(TestDatabase database) {
    trial(database, "")
        .writes("table", "rooms", "column", "title,floor", "to", "\"Room Titles\"")
        .reads("rooms")
        .isValid("DROP_COLUMN", "DROP_NOT_NULL", "TRIGGER_LOCK")
        .goesBack("stop_sync_rooms_room_titles", "drop_columns_rooms_room_titles");
  }

  @Test
  void refusesWhatCannotBeSplit(TestDatabase database) {
    PatternTrial trial =
        trial(
            database,
            """
            CREATE TABLE public.bare (a int);
            CREATE TABLE public.tied (
              id int PRIMARY KEY, a int UNIQUE, b int, n serial, CHECK (a < b));
            CREATE TABLE public.points (a int REFERENCES public.tied (a));
            CREATE TABLE public.safe (id int PRIMARY KEY, a int);
            ALTER TABLE public.safe ENABLE ROW LEVEL SECURITY;
            """);
    assertThat(what(trial, "users", "nothing")).contains("no column nothing");
    assertThat(what(trial, "users", "id"))
        .isEqualTo("id belongs to the primary key of public.users.");
    assertThat(what(trial, "bare", "a")).isEqualTo("public.bare has no primary key.");
    assertThat(what(trial, "tied", "a")).contains("needs a, b together");
    assertThat(what(trial, "tied", "a,b")).contains("of public.points points there");
    assertThat(what(trial, "tied", "n")).contains("is computed by the server");
    assertThat(what(trial, "safe", "a")).contains("has row security");
  }

  private static String what(PatternTrial trial, String table, String column) {
    Problem problem = trial.refuses("table", table, "column", column, "to", "other");
    assertThat(problem.fix()).isNotNull();
    return problem.what();
  }

  private static Report apply(PatternTrial trial, String gate) {
    trial.project().deployed(gate.isEmpty() ? null : gate);
    Report report = trial.project().apply().report();
    assertThat(report.passed()).as(trial.project().console()).isTrue();
    return report;
  }

  @Test
  void nothingIsLostBetweenOldAndNewApplications(TestDatabase database) {
    PatternTrial trial = trial(database, "");
    String role = database.createRole("LOGIN PASSWORD 'x'");
    database.execute(
        "GRANT USAGE ON SCHEMA public TO " + role,
        "GRANT SELECT, INSERT, UPDATE, DELETE ON public.users, public.countries TO " + role,
        "INSERT INTO public.countries VALUES ('de'), ('fr')",
        "INSERT INTO public.users (email, bio) VALUES ('1', 'one'), ('2', NULL), ('3', 'three')");
    TestDatabase application = database.as(role, "x");
    trial.writes("table", "public.users", "column", "bio,country,extra", "to", "profiles");
    assertThat(apply(trial, "").waiting()).isEqualTo(new Report.Waiting("app-v2", "backfill"));

    // v1, which knows the old columns
    application.execute(
        "INSERT INTO public.users (email, bio, extra) VALUES ('4', 'four', '{}')",
        "INSERT INTO public.users (email) VALUES ('5')",
        "UPDATE public.users SET country = 'de' WHERE id = 3",
        "UPDATE public.users SET bio = NULL, extra = NULL WHERE id = 4");
    assertThat(application.value(SEEN))
        .isEqualTo("1 one |, 2 |, 3 three de | 3 three de, 4 | 4, 5 |");
    assertThat(database.value("SELECT last_value FROM public.users_bio_old_writers"))
        .isEqualTo("2");
    assertThatThrownBy(
            () -> application.execute("UPDATE public.users SET country = 'xx' WHERE id = 1"))
        .hasStackTraceContaining("foreign key");

    // v2 beside it, with the backfill in between
    application.execute(
        "INSERT INTO public.profiles (id, bio) VALUES (5, 'five')"
            + " ON CONFLICT (id) DO UPDATE SET bio = excluded.bio",
        "UPDATE public.profiles SET country = 'fr' WHERE id = 3");
    assertThat(apply(trial, "app-v2").waiting())
        .isEqualTo(new Report.Waiting("app-v3", "contract"));
    application.execute(
        "UPDATE public.users SET bio = 'uno' WHERE id = 1",
        "DELETE FROM public.profiles WHERE id = 4",
        "UPDATE public.profiles SET bio = NULL WHERE id = 5",
        "INSERT INTO public.users (email) VALUES ('6')",
        "INSERT INTO public.profiles (id, bio, extra) VALUES (6, 'six', '[1]')",
        "DELETE FROM public.users WHERE id = 2");
    assertThat(application.value(SEEN))
        .isEqualTo("1 uno | 1 uno, 3 three fr | 3 three fr, 4 |, 5 | 5, 6 six | 6 six");
    assertThat(application.value("SELECT extra FROM public.users WHERE id = 6")).isEqualTo("[1]");

    // an old writer behind the gate keeps the old columns
    trial.project().deployed("app-v3");
    String counted = database.value("SELECT last_value FROM public.users_bio_old_writers");
    application.execute("UPDATE public.profiles SET bio = 'sixth' WHERE id = 6");
    assertThat(database.value("SELECT last_value FROM public.users_bio_old_writers"))
        .isEqualTo(counted);
    assertThat(apply(trial, "app-v3").waiting()).isNull();
    application.execute(
        "INSERT INTO public.users (email) VALUES ('7')",
        "INSERT INTO public.profiles (id, bio) VALUES (7, 'seven')",
        "DELETE FROM public.users WHERE id = 1");
    assertThat(
            application.value("SELECT string_agg(id || bio, ' ' ORDER BY id) FROM public.profiles"))
        .isEqualTo("3three 6sixth 7seven");
    assertThat(database.value("SELECT count(*) FROM pg_proc WHERE proname ~ 'users|profiles'"))
        .isEqualTo("0");
  }
}
