package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A file cut as the Supabase CLI cuts it. */
final class WrittenStatementsTest {

  private static @Nullable List<String> cut(String sql) throws IOException {
    return WrittenStatements.of(
        new Source() {
          @Override
          public String file() {
            return "a.sql";
          }

          @Override
          public InputStream open() {
            return new ByteArrayInputStream(sql.getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  @Test
  void eachStatementHasTheCommentsInFrontOfIt() throws IOException {
    assertThat(
            cut(
                """
                -- Migration: users

                CREATE TABLE users (id int); -- the table
                INSERT INTO users VALUES (1);
                """))
        .containsExactly(
            "-- Migration: users\n\nCREATE TABLE users (id int)",
            "-- the table\nINSERT INTO users VALUES (1)");
  }

  @Test
  void quotesBodiesAndPlaceholdersStandAsTheyAreWritten() throws IOException {
    assertThat(
            cut(
                """
                SELECT ';', "a;b", $$;$$, '${secret}';;
                CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;
                SELECT 3"""))
        .containsExactly(
            "SELECT ';', \"a;b\", $$;$$, '${secret}'",
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END",
            "SELECT 3");
  }

  @Test
  void theRollbackSectionIsTheLastOne() throws IOException {
    assertThat(cut("SELECT 1;\n\n-- ROLLBACK SECTION\n/*\nSELECT 2;\n*/\n"))
        .containsExactly("SELECT 1", "-- ROLLBACK SECTION\n/*\nSELECT 2;\n*/");
  }

  @Test
  void copyDataAreNotKept() throws IOException {
    assertThat(cut("COPY t FROM STDIN;\n1\n\\.\n")).isNull();
    assertThat(cut("SELECT 'unclosed")).isNull();
  }
}
