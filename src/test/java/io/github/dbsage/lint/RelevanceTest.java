package io.github.dbsage.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.SqlStep;
import io.github.dbsage.plan.Project;
import io.github.dbsage.plan.ProjectRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of the history only those files are parsed that speak of what is judged. */
final class RelevanceTest {

  @TempDir private Path folder;

  /** Whether a file of history is read for the sake of a file that is judged. */
  private boolean isRead(String history, String judged) throws IOException {
    return !read(judged, history).isEmpty();
  }

  /** Which files of history are read: their numbers, from 0. */
  private List<Integer> read(String judged, String... history) throws IOException {
    Path project = Files.createTempDirectory(folder, "project");
    Path migrations = Files.createDirectories(project.resolve("src/main/db/migrations"));
    for (int i = 0; i < history.length; i++) {
      Files.writeString(migrations.resolve("2020010100000" + i + "_history.sql"), history[i]);
    }
    Files.writeString(migrations.resolve("20260101000000_judged.sql"), judged);
    List<Subject> subjects = new ArrayList<>();
    Project.read(new ProjectRequest(project, null, Map.of(), true)).steps().stream()
        .map(SqlStep.class::cast)
        .forEach(
            step -> {
              boolean last = step.version().digits().startsWith("2026");
              subjects.add(new Subject(step, last, step.version().digits(), false));
            });
    List<Integer> read = new ArrayList<>();
    for (Reading reading : Relevance.read(subjects, Written.grammar())) {
      if (!reading.subject().judged()) {
        read.add(reading.subject().step().version().digits().charAt(13) - '0');
      }
    }
    return read;
  }

  @Test
  void aFileThatNamesTheTableIsRead() throws IOException {
    assertThat(isRead("CREATE TABLE users (id int);", "ALTER TABLE users ADD a int;")).isTrue();
    assertThat(isRead("CREATE TABLE others (id int);", "ALTER TABLE users ADD a int;")).isFalse();
  }

  @Test
  void upperAndLowerCaseAreOne() throws IOException {
    assertThat(isRead("CREATE TABLE Users (id int);", "ALTER TABLE USERS ADD a int;")).isTrue();
    assertThat(isRead("CREATE TABLE \"Users\" ();", "ALTER TABLE \"Users\" ADD a int;")).isTrue();
  }

  @Test
  void lettersBeyondAsciiAreFound() throws IOException {
    assertThat(isRead("CREATE TABLE größe (id int);", "ALTER TABLE größe ADD a int;")).isTrue();
    assertThat(isRead("CREATE TABLE \"İŞLEM\" ();", "ALTER TABLE \"İŞLEM\" ADD a int;")).isTrue();
    assertThat(isRead("CREATE TABLE 表 (id int);", "ALTER TABLE 表 ADD a int;")).isTrue();
  }

  @Test
  void aQuotedNameOfSeveralWordsIsFound() throws IOException {
    String history = "CREATE TABLE \"order details\" (id int);";
    assertThat(isRead(history, "ALTER TABLE \"order details\" ADD a int;")).isTrue();
  }

  @Test
  void anEarlierNameLeadsToTheFilesThatUsedIt() throws IOException {
    assertThat(
            read(
                "ALTER TABLE c ADD x int;",
                "CREATE TABLE a (id int);",
                "CREATE TABLE unrelated (id int);",
                "ALTER TABLE a RENAME TO b;",
                "ALTER TABLE b RENAME TO c;"))
        .containsExactly(0, 2, 3);
  }

  @Test
  void anIndexLeadsToItsTableAndBack() throws IOException {
    assertThat(
            read(
                "DROP INDEX users_email_idx;",
                "CREATE TABLE users (email text);",
                "CREATE INDEX users_email_idx ON users (email);"))
        .contains(1);
    assertThat(
            read(
                "ALTER TABLE users DROP COLUMN email;",
                "CREATE INDEX i ON users (email);",
                "ALTER INDEX i RENAME TO j;"))
        .containsExactly(0, 1);
  }

  @Test
  void aColumnsTypeOfItsOwnLeadsToIt() throws IOException {
    assertThat(
            read(
                "ALTER TABLE users ADD a int;",
                "CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');",
                "CREATE TABLE users (mail email, plain text);",
                "CREATE TABLE others (plain text);"))
        .containsExactly(0, 1);
  }

  @Test
  void aBuiltInFunctionLeadsToNothing() throws IOException {
    String judged = "ALTER TABLE users ADD at timestamptz DEFAULT now();";
    assertThat(isRead("CREATE TABLE others (at timestamptz DEFAULT now());", judged)).isFalse();
  }

  @Test
  void aFunctionOfTheirOwnLeadsToTheFileThatMakesIt() throws IOException {
    String judged = "ALTER TABLE users ADD token text DEFAULT token();";
    String makes = "CREATE FUNCTION token() RETURNS text LANGUAGE sql AS 'SELECT ''x''';";
    assertThat(isRead(makes, judged)).isTrue();
    assertThat(isRead("CREATE TABLE others (token text);", judged)).isFalse();
  }

  @Test
  void theBodyOfAFunctionLeadsToItsTablesOnly() throws IOException {
    String judged =
        """
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          NEW.name := coalesce(NEW.name, 'x');
          IF NEW.id > 0 THEN
            UPDATE totals SET n = n + 1 WHERE id = NEW.id;
          END IF;
          RETURN NEW;
        END $$;
        """;
    assertThat(isRead("CREATE TABLE totals (n int);", judged)).isTrue();
    assertThat(isRead("CREATE TABLE others (id int, name text, new int);", judged)).isFalse();
  }

  @Test
  void theTextOfExecuteLeadsToItsTables() throws IOException {
    String format = "DO $$ BEGIN EXECUTE format('ALTER TABLE %I ADD a int', 'users'); END $$;";
    assertThat(isRead("CREATE TABLE users (id int);", format)).isTrue();
    String loop =
        """
        DO $$
        DECLARE t text;
        BEGIN
          FOREACH t IN ARRAY ARRAY['users', 'orders'] LOOP
            EXECUTE 'ALTER TABLE ' || t || ' ADD a int';
          END LOOP;
        END $$;
        """;
    assertThat(isRead("CREATE TABLE orders (id int);", loop)).isTrue();
    assertThat(isRead("CREATE TABLE others (id int);", loop)).isFalse();
  }

  @Test
  void aLongTextOfExecuteIsLookedThrough() throws IOException {
    String comment = "a word ".repeat(50_000);
    String judged = "DO $$ BEGIN EXECUTE '/* %s */ TRUNCATE users'; END $$;".formatted(comment);
    assertThat(isRead("CREATE TABLE users (id int);", judged)).isTrue();
    assertThat(isRead("CREATE TABLE others (id int);", judged)).isFalse();
  }

  @Test
  void aBodyThatIsNotReadableLeadsToAllItsWords() throws IOException {
    String judged = "DO LANGUAGE plpython3u $$ plpy.execute('TRUNCATE users') $$;";
    assertThat(isRead("CREATE TABLE users (id int);", judged)).isTrue();
  }

  @Test
  void aRenamedSchemaConcernsEverybody() throws IOException {
    String judged = "ALTER TABLE shop.users ADD a int;";
    assertThat(isRead("ALTER SCHEMA store RENAME TO shop;", judged)).isTrue();
  }

  @Test
  void aVeryLongFileMayNameAnything() throws IOException {
    String data = "('a line of data that names nobody'),\n".repeat(120_000);
    String history = "CREATE TABLE others (a text);\nINSERT INTO others VALUES\n" + data + "('z');";
    assertThat(isRead(history, "ALTER TABLE users ADD a int;")).isTrue();
  }

  @Test
  void whereNothingIsNamedNothingIsRead() throws IOException {
    assertThat(isRead("CREATE TABLE users (id int);", "SELECT 1;")).isFalse();
  }
}
