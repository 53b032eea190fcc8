package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pattern {@code merge-tables}: its files, and that no write is lost between old and new. */
@OnPostgres
final class MergeTablesPatternTest {

  private static final String TABLES =
      """
      CREATE TABLE public.countries (code text PRIMARY KEY);
      CREATE TABLE public.users (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        email text NOT NULL);
      CREATE TABLE public.profiles (
        user_id bigint PRIMARY KEY REFERENCES public.users ON DELETE CASCADE,
        bio text NOT NULL CHECK (length(bio) < 100),
        nick text UNIQUE,
        country text REFERENCES public.countries,
        since date NOT NULL DEFAULT '2026-01-01',
        CONSTRAINT named CHECK (nick IS NOT NULL OR bio <> ''));
      COMMENT ON COLUMN public.profiles.bio IS 'what they''re like';
      CREATE INDEX profiles_lower ON public.profiles (lower(bio));
      """;

  private static final String SEEN =
      """
      SELECT string_agg(concat_ws(' ', u.id, u.bio, u.nick, u.since, '|', p.bio, p.nick, p.since),
                        ', ' ORDER BY u.id)
        FROM public.users u LEFT JOIN public.profiles p ON p.user_id = u.id
      """;

  @TempDir Path folder;
  @TempDir Path cache;

  private PatternTrial trial(TestDatabase database, String more) {
    return new PatternTrial(folder, cache, database, "merge-tables", TABLES + more);
  }

  @Test
  void writesFilesThatAreValidAndGoBack(TestDatabase database) {
    trial(database, "")
        .writes("table", "public.users", "from", "public.profiles")
        .reads("users")
        .isValid("DROP_TABLE", "TRIGGER_LOCK")
        .goesBack("stop_sync_users_profiles", "drop_profiles");
  }

  @Test
  void mergesTablesWithKeysOfSeveralColumns(TestDatabase database) {
    trial(
            database,
            """
            CREATE TABLE public.rooms (a int, b text, PRIMARY KEY (a, b));
            CREATE TABLE public."Room Titles" (
              "Of B" text, of_a int, "Title" xml, PRIMARY KEY ("Of B", of_a),
              FOREIGN KEY (of_a, "Of B") REFERENCES public.rooms ON DELETE CASCADE);
            """)
        .writes("table", "rooms", "from", "\"Room Titles\"")
        .reads("rooms")
        .isValid("DROP_TABLE", "TRIGGER_LOCK")
        .goesBack("stop_sync_rooms_room_titles", "drop_room_titles");
  }

  @Test
  void refusesWhatCannotBeMerged(TestDatabase database) {
    PatternTrial trial =
        trial(
            database,
            """
            CREATE TABLE public.loose (id int PRIMARY KEY, a int);
            CREATE TABLE public.same (
              id bigint PRIMARY KEY REFERENCES public.users ON DELETE CASCADE, email text);
            CREATE TABLE public.bare (
              id bigint PRIMARY KEY REFERENCES public.users ON DELETE CASCADE);
            CREATE TABLE public.held (
              id bigint PRIMARY KEY REFERENCES public.users ON DELETE CASCADE, a int);
            CREATE TABLE public.holds (id bigint REFERENCES public.held);
            CREATE TABLE public.safe (
              id bigint PRIMARY KEY REFERENCES public.users ON DELETE CASCADE, a int);
            ALTER TABLE public.safe ENABLE ROW LEVEL SECURITY;
            """);
    assertThat(what(trial, "loose")).contains("is no foreign key to that of public.users");
    assertThat(what(trial, "same")).contains("both have a column email");
    assertThat(what(trial, "bare")).contains("no column beside its primary key");
    assertThat(what(trial, "held")).contains("of public.holds points there");
    assertThat(what(trial, "safe")).contains("has row security");
    assertThat(what(trial, "users")).contains("is called that already");
  }

  private static String what(PatternTrial trial, String from) {
    Problem problem = trial.refuses("table", "users", "from", from);
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
        "GRANT SELECT, INSERT, UPDATE, DELETE ON public.users, public.profiles TO " + role,
        "INSERT INTO public.users (email) VALUES ('1'), ('2'), ('3'), ('4')",
        "INSERT INTO public.profiles (user_id, bio) VALUES (1, 'one'), (3, 'three')");
    TestDatabase application = database.as(role, "x");
    trial.writes("table", "public.users", "from", "public.profiles");
    assertThat(apply(trial, "").waiting()).isEqualTo(new Report.Waiting("app-v2", "backfill"));
    String counter = "SELECT last_value FROM public.profiles_old_writers";

    // v1, which knows the table that goes
    application.execute(
        "INSERT INTO public.profiles (user_id, bio, nick) VALUES (2, 'two', 'b')",
        "UPDATE public.profiles SET nick = 'c' WHERE user_id = 3",
        "INSERT INTO public.profiles (user_id, bio) VALUES (4, 'four')",
        "DELETE FROM public.profiles WHERE user_id = 4");
    assertThat(application.value(SEEN))
        .isEqualTo(
            "1 | one 2026-01-01, 2 two b 2026-01-01 | two b 2026-01-01,"
                + " 3 three c 2026-01-01 | three c 2026-01-01, 4 |");
    assertThat(database.value(counter)).isEqualTo("4");

    // v2 beside it, with the backfill in between
    application.execute(
        "UPDATE public.users SET bio = 'vier' WHERE id = 4",
        "UPDATE public.users SET bio = NULL, nick = NULL, since = NULL WHERE id = 3");
    assertThat(apply(trial, "app-v2").waiting())
        .isEqualTo(new Report.Waiting("app-v3", "contract"));
    application.execute(
        "UPDATE public.profiles SET bio = 'uno' WHERE user_id = 1",
        "INSERT INTO public.users (email, bio, nick, since) VALUES ('5', 'five', 'e',"
            + " '2026-05-05')",
        "UPDATE public.users SET nick = 'zwei' WHERE id = 2");
    assertThat(application.value(SEEN))
        .isEqualTo(
            "1 uno 2026-01-01 | uno 2026-01-01, 2 two zwei 2026-01-01 | two zwei 2026-01-01, 3 |,"
                + " 4 vier 2026-01-01 | vier 2026-01-01, 5 five e 2026-05-05 | five e 2026-05-05");
    assertThat(database.value(counter)).isEqualTo("5");

    // v3 alone
    assertThat(apply(trial, "app-v3").waiting()).isNull();
    application.execute(
        "INSERT INTO public.users (email, bio) VALUES ('6', 'six')",
        "DELETE FROM public.users WHERE id = 2");
    assertThat(
            application.value(
                "SELECT string_agg(id || coalesce(bio, '-'), ' ' ORDER BY id) FROM users"))
        .isEqualTo("1uno 3- 4vier 5five 6six");
    assertThat(database.value("SELECT count(*) FROM pg_proc WHERE proname ~ 'users|profiles'"))
        .isEqualTo("0");
  }
}
