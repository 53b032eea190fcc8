package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@code rename-column} and {@code change-type}, and whom they refuse. */
@OnPostgres
final class DualWriteFilesTest {

  private static final String TABLES =
      """
      CREATE TABLE public.accounts (id text PRIMARY KEY);
      CREATE TABLE public.users (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        email text COLLATE "C" NOT NULL DEFAULT 'nobody@example.com',
        account text REFERENCES public.accounts ON DELETE CASCADE,
        age integer DEFAULT 18 CHECK (age >= 0),
        token uuid DEFAULT gen_random_uuid(),
        shouted text GENERATED ALWAYS AS (upper(email)) STORED,
        CONSTRAINT users_email_key UNIQUE (email) DEFERRABLE,
        CONSTRAINT email_shape CHECK (email LIKE '%@%' AND length(email) < 200)
      );
      CREATE INDEX users_lower_email ON public.users (lower(email)) WHERE email <> 'email';
      CREATE INDEX by_account ON public.users (account, age DESC NULLS LAST) INCLUDE (id);
      COMMENT ON COLUMN public.users.email IS 'where it''s sent';
      CREATE VIEW public.grown_ups AS SELECT id FROM public.users WHERE age >= 18;
      """;

  @TempDir Path folder;
  @TempDir Path cache;

  private PatternTrial trial(TestDatabase database, String pattern, String base) {
    return new PatternTrial(folder, cache, database, pattern, base);
  }

  @Test
  void renameAColumnWithAllThatItHas(TestDatabase database) {
    trial(database, "rename-column", TABLES.replace("  shouted text GENERATED ALWAYS AS (upper(email)) STORED,\n", ""))
        .writes("table", "public.users", "from", "email", "to", "email_address")
        .reads("users-email")
        .isValid("DROP_COLUMN")
        .goesBack("drop_users_email")
        .applies();
  }

  @Test
  void renameAColumnThatPointsToAnotherTable(TestDatabase database) {
    trial(database, "rename-column", TABLES)
        .writes("table", "users", "from", "account", "to", "\"Account of\"")
        .reads("users-account")
        .isValid("DROP_COLUMN", "DROP_CONSTRAINT")
        .goesBack("drop_users_account")
        .applies();
  }

  @Test
  void giveADefaultThatIsAnotherOneEachTimeToTheNewColumnInTheEnd(TestDatabase database) {
    PatternTrial trial =
        trial(database, "rename-column", TABLES.replace(" DEFERRABLE", ""))
            .writes("table", "users", "from", "token", "to", "secret")
            .reads("users-token")
            .isValid("DROP_COLUMN")
            .goesBack("drop_users_token")
            .applies();
    assertThat(
            trial.value(
                "INSERT INTO public.users (email) VALUES ('a@b') RETURNING secret IS NOT NULL"))
        .isEqualTo("t");
  }

  @Test
  void makeAnIntegerABigint(TestDatabase database) {
    trial(database, "change-type", TABLES.replace("CREATE VIEW public.grown_ups AS SELECT id FROM public.users WHERE age >= 18;", ""))
        .writes("table", "public.users", "column", "age", "type", "int8")
        .reads("users-age-bigint")
        .isValid("DROP_COLUMN")
        .goesBack("drop_users_age")
        .applies();
  }

  @Test
  void nameWhatReadsTheColumn(TestDatabase database) {
    trial(database, "change-type", TABLES)
        .writes("table", "public.users", "column", "age", "type", "numeric(5,2)", "to", "years")
        .reads("users-age-numeric")
        .isValid("DROP_COLUMN");
  }

  @Test
  void renameAColumnThatNoDatabaseKnows(TestDatabase database) {
    trial(database, "rename-column", "SELECT 1;")
        .writesAlone("table", "members", "from", "mail", "to", "email", "type", "varchar(80)")
        .reads("unknown");
  }

  private static String told(Problem problem) {
    return problem.what() + " | " + problem.why() + " | " + problem.fix();
  }

  @Test
  void refuseAColumnThatNoneCanReplace(TestDatabase database) {
    PatternTrial trial =
        trial(
            database,
            "rename-column",
            TABLES
                + """
                CREATE TABLE public.logs (day date, line text) PARTITION BY RANGE (day);
                CREATE TABLE public.rooms (
                  id serial UNIQUE,
                  day daterange,
                  nr integer UNIQUE,
                  EXCLUDE USING gist (day WITH &&));
                CREATE TABLE public.beds (room integer REFERENCES public.rooms (nr));
                """);
    assertThat(told(trial.refuses("table", "users", "from", "id", "to", "nr"))).isEqualTo("");
    assertThat(told(trial.refuses("table", "users", "from", "shouted", "to", "nr"))).isEqualTo("");
    assertThat(told(trial.refuses("table", "users", "from", "emial", "to", "nr"))).isEqualTo("");
    assertThat(told(trial.refuses("table", "users", "from", "email", "to", "age"))).isEqualTo("");
    assertThat(told(trial.refuses("table", "logs", "from", "line", "to", "nr"))).isEqualTo("");
    assertThat(told(trial.refuses("table", "rooms", "from", "id", "to", "n"))).isEqualTo("");
    assertThat(told(trial.refuses("table", "rooms", "from", "day", "to", "n"))).isEqualTo("");
    assertThat(told(trial.refuses("table", "rooms", "from", "nr", "to", "n"))).isEqualTo("");
  }
}
