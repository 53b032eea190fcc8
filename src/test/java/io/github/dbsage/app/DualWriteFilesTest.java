package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
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
    trial(
            database,
            "rename-column",
            TABLES.replace("  shouted text GENERATED ALWAYS AS (upper(email)) STORED,\n", ""))
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
    trial(
            database,
            "change-type",
            TABLES.replace(
                "CREATE VIEW public.grown_ups AS SELECT id FROM public.users WHERE age >= 18;", ""))
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
                CREATE TABLE public.keys (code text PRIMARY KEY);
                """);
    assertThat(
            List.of(
                told(trial.refuses("table", "users", "from", "id", "to", "nr")),
                told(trial.refuses("table", "users", "from", "shouted", "to", "nr")),
                told(trial.refuses("table", "users", "from", "emial", "to", "nr")),
                told(trial.refuses("table", "users", "from", "email", "to", "age")),
                told(trial.refuses("table", "logs", "from", "line", "to", "nr")),
                told(trial.refuses("table", "rooms", "from", "id", "to", "n")),
                told(trial.refuses("table", "rooms", "from", "day", "to", "n")),
                told(trial.refuses("table", "rooms", "from", "nr", "to", "n")),
                told(trial.refuses("table", "keys", "from", "code", "to", "n"))))
        .containsExactly(
            "No other column can take the place of public.users.id by itself: it"
                + " numbers rows by itself, and its sequence would go with it. | null | Add"
                + " the other column with a sequence of its own, and move the application"
                + " over in a change written by hand.",
            "No other column can take the place of public.users.shouted by itself: it"
                + " is generated from others. | null | Add another generated column, and"
                + " drop this one when nobody reads it any more.",
            "public.users has no column emial (did you mean email?). | null | Give"
                + " dbsage.from one of: id, email, account, age, token, shouted.",
            "public.users has a column age already. | null | Give dbsage.to another" + " name.",
            "No other column can take the place of public.logs.line by itself: a"
                + " partitioned table's indexes are built partition by partition, which"
                + " this does not write. | null | Write the files for a table that is like"
                + " one of its partitions, and extend them.",
            "No other column can take the place of public.rooms.id by itself: it"
                + " numbers rows by itself, and its sequence would go with it. | null | Add"
                + " the other column with a sequence of its own, and move the application"
                + " over in a change written by hand.",
            "No other column can take the place of public.rooms.day by itself: the"
                + " exclusion constraint rooms_day_excl cannot be built beside the"
                + " application. | null | Drop it, or change the column in a maintenance"
                + " window.",
            "No other column can take the place of public.rooms.nr by itself: the"
                + " foreign key beds_room_fkey of public.beds points to it. | null | Let"
                + " that point to another column first.",
            "No other column can take the place of public.keys.code by itself: it is"
                + " of the primary key, which replicas, foreign keys and ORMs know rows by."
                + " | null | Add the other column with a unique constraint, and move the"
                + " key in a maintenance window.");
  }

  @Test
  void refuseATypeThatDoesNotHoldEachValue(TestDatabase database) {
    PatternTrial trial = trial(database, "change-type", TABLES);
    assertThat(
            List.of(
                told(trial.refuses("table", "users", "column", "age", "type", "smallint")),
                told(trial.refuses("table", "users", "column", "age", "type", "int")),
                told(trial.refuses("table", "users", "column", "email", "type", "uuid"))))
        .containsExactly(
            "public.users.age is integer, and values could be lost as smallint. | a"
                + " large integer is no smallint | Give a dbsage.type that holds each of"
                + " them; or add the column with -Ddbsage.pattern=add-column, and write the"
                + " conversion by hand.",
            "public.users.age is integer already. | null | Give another dbsage.type,"
                + " or another dbsage.column.",
            "public.users.email is text, and values could be lost as uuid. | a text"
                + " need not be a uuid | Give a dbsage.type that holds each of them; or add"
                + " the column with -Ddbsage.pattern=add-column, and write the conversion"
                + " by hand.");
  }

  @Test
  void refuseWhatNoDatabaseKnows(TestDatabase database) {
    PatternTrial trial = trial(database, "change-type", "SELECT 1;");
    assertThat(told(trial.refusesAlone("table", "people", "column", "age", "type", "bigint")))
        .isEqualTo(
            "Nobody knows which type public.people.age has, and so whether another type holds its"
                + " values. | null | Name a database that has the table with -Ddbsage.url=.");
  }
}
