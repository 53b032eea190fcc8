package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/**
 * What the triggers of {@code rename-column} and {@code change-type} make of each statement that a
 * version of the application may send, before and after the backfill has come to the row.
 */
@OnPostgres
final class DualWriteTest {

  @TempDir Path folder;
  @TempDir Path cache;

  private TestDatabase owner;
  private TestDatabase application;
  private String table = "";
  private String old = "";
  private String fresh = "";
  private final List<String> wrong = new ArrayList<>();

  @BeforeEach
  void prepare(TestDatabase database) {
    owner = database;
    String password = UUID.randomUUID().toString();
    application = database.as(database.createRole("LOGIN PASSWORD '" + password + "'"), password);
  }

  @AfterEach
  void everyStatementDidWhatItShould() {
    assertThat(wrong).isEmpty();
  }

  /**
   * Writes the files for a table and runs the first of them.
   *
   * @param before what is there: the table and its rows
   * @param after what the rows become before statements are tried
   */
  private void expand(
      String pattern,
      String of,
      String from,
      String to,
      String before,
      String after,
      String... values) {
    table = of;
    old = from;
    fresh = to;
    PatternTrial trial = new PatternTrial(folder, cache, owner, pattern, before);
    trial.writes(values);
    owner.execute(
        expansion(),
        "GRANT SELECT, INSERT, UPDATE, DELETE ON " + of + " TO " + application.user(),
        after);
  }

  private String expansion() {
    try (Stream<Path> files = Files.list(folder.resolve("src/main/db/migrations"))) {
      return Files.readString(
          files.filter(file -> file.toString().contains("_add_")).findFirst().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Row 1 is in step, row 2 was not reached by the backfill, row 3 holds NULL. */
  private void renaming(String definition, String... more) {
    expand(
        "rename-column",
        "public.users",
        "email",
        "address",
        "CREATE TABLE public.users (id integer PRIMARY KEY, email "
            + definition
            + ", other integer DEFAULT 0);"
            + "INSERT INTO public.users (id, email) VALUES (1, 'a'), (2, 'b');"
            + String.join("", more),
        "UPDATE public.users SET address = email WHERE id = 1",
        "table",
        "public.users",
        "from",
        "email",
        "to",
        "address");
  }

  /**
   * Tries a statement, and takes it back.
   *
   * @param row whose columns are looked at
   * @param expected both columns and whether an old writer was noted: {@code x x noted}; or the
   *     error's code
   */
  private void check(String sql, int row, String expected) {
    String got = tried(sql, row);
    if (!got.equals(expected)) {
      wrong.add(sql + "\n   gives " + got + ", not " + expected);
    }
  }

  private String tried(String sql, int row) {
    String before = writers();
    String columns;
    try (Connection connection = application.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      try {
        int data = sql.indexOf(" <- ");
        if (data < 0) {
          statement.execute(sql);
        } else {
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn(sql.substring(0, data), new StringReader(sql.substring(data + 4)));
        }
        columns = columns(statement, row);
      } catch (SQLException e) {
        columns = String.valueOf(e.getSQLState());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      connection.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    return columns + (writers().equals(before) ? "" : " noted");
  }

  private String columns(Statement statement, int row) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "SELECT " + old + "::text, " + fresh + "::text FROM " + table + " WHERE id = " + row)) {
      return found.next() ? found.getString(1) + " " + found.getString(2) : "no row";
    }
  }

  private String writers() {
    return String.valueOf(
        owner.query("SELECT last_value, is_called FROM " + table + "_" + old + "_old_writers"));
  }

  private void insert(String columns, String expected) {
    int at = columns.indexOf(" = ");
    String names = at < 0 ? "" : ", " + columns.substring(0, at);
    String values = at < 0 ? "" : ", " + columns.substring(at + 3);
    check("INSERT INTO " + table + " (id" + names + ") VALUES (9" + values + ")", 9, expected);
  }

  private void update(int row, String set, String expected) {
    String where = set.contains(" WHERE ") ? " AND" : " WHERE";
    check("UPDATE " + table + " SET " + set + where + " id = " + row, row, expected);
  }

  @Test
  void carriesOverWhatAnInsertGives() {
    renaming("text");
    insert("email = 'x'", "x x noted");
    insert("address = 'x'", "x x");
    insert("email, address = 'x', 'x'", "x x noted");
    insert("email, address = 'x', 'y'", "y y noted");
    insert("email, address = 'x', NULL", "x x noted");
    insert("email, address = NULL, 'x'", "x x");
    insert("", "null null");
    insert("email = NULL", "null null");
    insert("address = NULL", "null null");
    insert("email, address = NULL, NULL", "null null");
  }

  @Test
  void carriesOverWhatAnUpdateChangesInARowThatIsInStep() {
    renaming("text");
    update(1, "email = 'x'", "x x noted");
    update(1, "address = 'x'", "x x");
    update(1, "email = 'x', address = 'x'", "x x noted");
    update(1, "email = 'x', address = 'y'", "y y noted");
    update(1, "email = 'x', address = NULL", "null null noted");
    update(1, "email = NULL, address = 'x'", "x x noted");
    update(1, "email = NULL, address = NULL", "null null noted");
    update(1, "email = NULL", "null null noted");
    update(1, "address = NULL", "null null");
    update(1, "email = 'a'", "a a noted");
    update(1, "address = 'a'", "a a");
    update(1, "email = 'a', address = 'x'", "x x noted");
    update(1, "email = 'x', address = 'a'", "x x noted");
    update(1, "other = 1", "a a");
    update(1, "address = email", "a a");
  }

  @Test
  void losesNothingOfARowThatTheBackfillHasNotReached() {
    renaming("text");
    check("SELECT", 2, "b null");
    update(2, "email = 'x'", "x x noted");
    update(2, "address = 'x'", "x x");
    update(2, "email = 'x', address = 'x'", "x x noted");
    update(2, "email = 'x', address = 'y'", "y y noted");
    update(2, "email = 'x', address = NULL", "x x noted");
    update(2, "email = NULL, address = NULL", "null null noted");
    update(2, "email = NULL, address = 'x'", "x x noted");
    update(2, "email = NULL", "null null noted");
    update(2, "address = NULL", "null null");
    update(2, "address = NULL, other = 1", "null null");
    // As an ORM does that writes back whatever it has read:
    update(2, "email = 'b', address = NULL, other = 1", "b b noted");
    update(2, "email = 'b', other = 1", "b b noted");
    update(2, "email = email", "b b noted");
    update(2, "other = 1", "b b");
    update(2, "address = email", "b b");
    update(2, "address = 'b'", "b b");
  }

  @Test
  void carriesOverWhatReplacesNull() {
    renaming("text", "INSERT INTO public.users (id, email) VALUES (3, NULL);");
    update(3, "email = 'x'", "x x noted");
    update(3, "address = 'x'", "x x");
    update(3, "email = 'x', address = 'y'", "y y noted");
    update(3, "email = NULL", "null null noted");
    update(3, "address = NULL", "null null");
    update(3, "other = 1", "null null");
  }

  @Test
  void knowsUpserts() {
    renaming("text");
    for (int row : List.of(1, 2, 9)) {
      String into = "INSERT INTO public.users (id, %s) VALUES (" + row + ", 'x') ON CONFLICT (id)";
      check(into.formatted("email") + " DO UPDATE SET email = EXCLUDED.email", row, "x x noted");
      check(into.formatted("address") + " DO UPDATE SET address = EXCLUDED.address", row, "x x");
      check(
          "INSERT INTO public.users (id, email, address) VALUES ("
              + row
              + ", 'x', 'x')"
              + " ON CONFLICT (id) DO UPDATE SET email = EXCLUDED.email, address = EXCLUDED.address",
          row,
          "x x noted");
    }
    check(
        "INSERT INTO public.users (id, address) VALUES (1, NULL)"
            + " ON CONFLICT (id) DO UPDATE SET address = EXCLUDED.address",
        1,
        "null null");
    check(
        "INSERT INTO public.users (id, address) VALUES (2, NULL)"
            + " ON CONFLICT (id) DO UPDATE SET address = EXCLUDED.address",
        2,
        "null null");
    check(
        "INSERT INTO public.users (id, address) VALUES (1, 'x') ON CONFLICT DO NOTHING", 1, "a a");
  }

  @Test
  void knowsCopyAndMerge() {
    renaming("text");
    check("COPY public.users (id, email) FROM STDIN <- 9\tx\n", 9, "x x noted");
    check("COPY public.users (id, address) FROM STDIN <- 9\tx\n", 9, "x x");
    check("COPY public.users (id, email, address) FROM STDIN <- 9\tx\ty\n", 9, "y y noted");
    check("COPY public.users (id, email) FROM STDIN <- 9\t\\N\n", 9, "null null");
    if (owner.major() >= 15) {
      String merge =
          "MERGE INTO public.users u USING (VALUES (%s, 'x')) v (id, value) ON u.id = v.id"
              + " WHEN MATCHED THEN UPDATE SET %s = v.value"
              + " WHEN NOT MATCHED THEN INSERT (id, %s) VALUES (v.id, v.value)";
      for (int row : List.of(1, 2, 9)) {
        check(merge.formatted(row, "email", "email"), row, "x x noted");
        check(merge.formatted(row, "address", "address"), row, "x x");
      }
    }
  }

  @Test
  void leavesTheOldColumnAloneWhenTheBackfillIsUndone() {
    renaming("text");
    update(
        1,
        "address = NULL WHERE set_config('dbsage.undoing', 'public.users.email', true) <> ''",
        "a null");
    update(
        1,
        "address = NULL WHERE set_config('dbsage.undoing', 'public.users.other', true) <> ''",
        "null null");
  }

  @Test
  void demandsAValueOfEitherColumnWhereTheOldOneMustHaveOne() {
    renaming("text NOT NULL");
    insert("address = 'x'", "x x");
    insert("email = 'x'", "x x noted");
    insert("", "23502");
    insert("address = NULL", "23502");
    update(1, "address = NULL", "23502");
    update(2, "address = NULL", "23502");
    update(2, "address = 'x'", "x x");
  }

  @Test
  void tellsADefaultFromAValue() {
    renaming("text DEFAULT 'none'");
    check("SELECT", 2, "b null");
    insert("", "none none");
    insert("email = 'x'", "x x noted");
    insert("address = 'x'", "x x");
    insert("email = NULL", "null null");
    insert("address = NULL", "null null");
    insert("email = 'none'", "none none");
    insert("address = 'none'", "none none");
    insert("email, address = 'x', 'x'", "x x noted");
    insert("email, address = 'x', 'y'", "y y noted");
    insert("email, address = NULL, NULL", "null null");
    insert("email, address = 'none', 'x'", "x x");
    update(1, "email = DEFAULT", "none none noted");
    update(1, "address = DEFAULT", "none none");
    update(2, "address = DEFAULT", "none none");
  }

  @Test
  void leavesADefaultThatIsAnotherOneEachTimeToTheOldColumn() {
    renaming("text NOT NULL DEFAULT gen_random_uuid()");
    insert("email = 'x'", "x x");
    insert("address = 'x'", "x x");
    insert("email, address = 'x', 'x'", "x x noted");
    insert("email, address = 'x', 'y'", "y y");
    for (String columns : List.of("", "address = NULL", "email = DEFAULT")) {
      int at = columns.indexOf(" = ");
      String names = at < 0 ? "" : ", " + columns.substring(0, at);
      String values = at < 0 ? "" : ", " + columns.substring(at + 3);
      String[] both =
          tried("INSERT INTO public.users (id" + names + ") VALUES (9" + values + ")", 9)
              .split(" ", -1);
      assertThat(both).hasSize(2).doesNotContain("null");
      assertThat(both[0]).isEqualTo(both[1]);
    }
  }

  @Test
  void seesWhatOtherTriggersMakeOfARow() {
    renaming(
        "text",
        """
        CREATE FUNCTION public.lower_email() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          NEW.email := lower(NEW.email);
          RETURN NEW;
        END $$;
        CREATE TRIGGER zz_zoo BEFORE INSERT OR UPDATE ON public.users
          FOR EACH ROW EXECUTE FUNCTION public.lower_email();
        INSERT INTO public.users (id, email) VALUES (4, 'd');
        ALTER TABLE public.users DISABLE TRIGGER zz_zoo;
        UPDATE public.users SET email = 'D' WHERE id = 4;
        ALTER TABLE public.users ENABLE TRIGGER zz_zoo;
        """);
    insert("email = 'X'", "x x noted");
    update(1, "email = 'X'", "x x noted");
    // Nobody names a column, and it changes all the same:
    update(4, "other = 1", "d d");
  }

  @Test
  void carriesOverWhatIsEqualButNotTheSame() {
    expand(
        "rename-column",
        "public.users",
        "email",
        "address",
        "CREATE EXTENSION citext;"
            + " CREATE TABLE public.users (id integer PRIMARY KEY, email citext DEFAULT 'None');"
            + " INSERT INTO public.users VALUES (1, 'a'), (2, 'b');",
        "UPDATE public.users SET address = email WHERE id = 1",
        "table",
        "public.users",
        "from",
        "email",
        "to",
        "address");
    update(1, "email = 'A'", "A A noted");
    update(1, "address = 'A'", "A A");
    update(2, "address = 'B'", "B B");
    update(2, "email = 'B'", "B B noted");
    insert("email = 'none'", "none none noted");
    insert("address = 'none'", "none none");
    insert("", "None None");
  }

  @Test
  void carriesOverValuesOfATypeThatHasNoEquality() {
    expand(
        "rename-column",
        "public.users",
        "email",
        "address",
        "CREATE TABLE public.users (id integer PRIMARY KEY, email json DEFAULT '{}');"
            + " INSERT INTO public.users VALUES (1, '[1]'), (2, '[2]');",
        "UPDATE public.users SET address = email WHERE id = 1",
        "table",
        "public.users",
        "from",
        "email",
        "to",
        "address");
    update(1, "email = '[ 1]'", "[ 1] [ 1] noted");
    update(1, "address = '[ 1]'", "[ 1] [ 1]");
    update(2, "email = email", "[2] [2] noted");
    insert("address = NULL", "null null");
    insert("email = '{ }'", "{ } { } noted");
    insert("", "{} {}");
  }

  @Test
  void notesNobodyForWhatTheServerDoesForAForeignKey() {
    expand(
        "rename-column",
        "public.users",
        "club",
        "member_of",
        "CREATE TABLE public.clubs (id integer PRIMARY KEY);"
            + " INSERT INTO public.clubs VALUES (1), (2);"
            + " CREATE TABLE public.users (id integer PRIMARY KEY,"
            + " club integer REFERENCES public.clubs ON DELETE SET NULL ON UPDATE CASCADE);"
            + " INSERT INTO public.users VALUES (1, 1), (2, 2);",
        "UPDATE public.users SET member_of = club WHERE id = 1;"
            + " GRANT SELECT, UPDATE, DELETE ON public.clubs TO PUBLIC;",
        "table",
        "public.users",
        "from",
        "club",
        "to",
        "member_of");
    check("DELETE FROM public.clubs WHERE id = 1", 1, "null null");
    check("DELETE FROM public.clubs WHERE id = 2", 2, "null null");
    check("UPDATE public.clubs SET id = 5 WHERE id = 1", 1, "5 5");
    check("UPDATE public.clubs SET id = 5 WHERE id = 2", 2, "5 5");
    update(1, "club = 2", "2 2 noted");
    update(1, "member_of = 2", "2 2");
  }

  private void retyping(String type, String newType, String first, String second) {
    expand(
        "change-type",
        "public.people",
        "age",
        "age_new",
        "CREATE TABLE public.people (id integer PRIMARY KEY, age "
            + type
            + ", other integer DEFAULT 0);"
            + ("INSERT INTO public.people (id, age) VALUES (1, " + first + "), (2, ")
            + second
            + ");",
        "UPDATE public.people SET age_new = age WHERE id = 1",
        "table",
        "public.people",
        "column",
        "age",
        "type",
        newType);
  }

  @Test
  void convertsBothWays() {
    retyping("integer", "numeric(5,2)", "1", "2");
    insert("age = 7", "7 7.00 noted");
    insert("age_new = 7", "7 7.00");
    insert("age, age_new = 7, 7", "7 7.00 noted");
    insert("age, age_new = 7, 8", "8 8.00 noted");
    insert("age_new = NULL", "null null");
    insert("", "null null");
    update(1, "age = 7", "7 7.00 noted");
    update(1, "age_new = 7", "7 7.00");
    update(1, "age = NULL", "null null noted");
    update(1, "age_new = NULL", "null null");
    update(1, "age = 1, age_new = 7", "7 7.00 noted");
    update(1, "other = 1", "1 1.00");
    update(2, "age = 7", "7 7.00 noted");
    update(2, "age = 2, age_new = NULL", "2 2.00 noted");
    update(2, "age_new = NULL", "null null");
    update(2, "age_new = age", "2 2.00");
    update(2, "other = 1", "2 2.00");
  }

  @Test
  void refusesAValueThatTheOldTypeCannotHold() {
    retyping("integer", "numeric(5,2)", "1", "2");
    insert("age_new = 12.34", "22003");
    update(1, "age_new = 12.34", "22003");
    update(2, "age_new = 12.34", "22003");
    update(1, "age = 1000", "22003 noted");
    check("COPY public.people (id, age_new) FROM STDIN <- 9\t1.5\n", 9, "22003");
  }

  @Test
  void refusesANumberThatIsTooLarge() {
    retyping("integer", "bigint", "1", "2");
    insert("age_new = 3000000000", "22003");
    insert("age_new = 2147483647", "2147483647 2147483647");
    update(1, "age_new = 3000000000", "22003");
    update(1, "age = -5", "-5 -5 noted");
  }

  @Test
  void refusesATextThatIsTooLong() {
    retyping("varchar(3) DEFAULT 'xyz'", "text", "'a'", "'b'");
    insert("age_new = 'abcd'", "22001");
    insert("age_new = 'abc '", "22001");
    insert("age_new = 'abc'", "abc abc");
    insert("", "xyz xyz");
    insert("age = 'd'", "d d noted");
    insert("age_new = NULL", "null null");
    update(1, "age_new = 'abcd'", "22001");
    update(1, "age = 'abc'", "abc abc noted");
  }

  @Test
  void roundsARealAsItsTypeDoes() {
    retyping("real", "double precision", "1.5", "2.5");
    insert("age_new = 0.1", "0.1 0.1");
    insert("age = 0.1", "0.1 0.10000000149011612 noted");
    update(1, "age_new = 0.1", "0.1 0.1");
    update(2, "age_new = 0.1", "0.1 0.1");
    update(2, "other = 1", "2.5 2.5");
  }

  @Test
  void refusesAMomentThatIsNoDate() {
    retyping("date DEFAULT CURRENT_DATE", "timestamp", "'2026-01-01'", "'2026-01-02'");
    insert("age_new = '2026-02-03 04:05'", "22008");
    insert("age_new = '2026-02-03'", "2026-02-03 2026-02-03 00:00:00");
    insert("age = '2026-02-03'", "2026-02-03 2026-02-03 00:00:00 noted");
    update(2, "other = 1", "2026-01-02 2026-01-02 00:00:00");
  }

  @Test
  void refusesATextThatIsNoNumber() {
    retyping("integer", "text", "1", "2");
    insert("age_new = 'x'", "22P02");
    insert("age_new = '07'", "22003");
    insert("age_new = '7'", "7 7");
    update(1, "age = 8", "8 8 noted");
  }
}
