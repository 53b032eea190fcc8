package io.github.dbsage.lint.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.lint.Found;
import io.github.dbsage.lint.Linter;
import io.github.dbsage.lint.Server;
import io.github.dbsage.lint.Subject;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.plan.Project;
import io.github.dbsage.plan.ProjectRequest;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.TreeCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a finding says to write instead, where that is made from the statement. */
final class FixesTest {

  private static final Grammar GRAMMAR =
      new Grammar(new TreeCache(Path.of("target/test-cache").toAbsolutePath()));

  @TempDir Path folder;

  @AfterAll
  static void close() {
    GRAMMAR.close();
  }

  @Test
  void theTemplatesLoopBecomesABackfill() throws IOException {
    String sql =
        """
        DO $$
        DECLARE
          last_id bigint := 0;
          done int;
        BEGIN
          LOOP
            WITH batch AS (
              SELECT id FROM users
              WHERE id > last_id
              AND email_address IS NULL -- those that are left
              ORDER BY id LIMIT 1000 FOR UPDATE SKIP LOCKED
            )
            UPDATE users SET email_address = email FROM batch WHERE users.id = batch.id;
            GET DIAGNOSTICS done = ROW_COUNT;
            EXIT WHEN done = 0;
          END LOOP;
        END $$;
        """;
    assertThat(fix("LOOP_BACKFILL", sql))
        .isEqualTo(
            """
            # instead of the loop, a <version>_change.backfill.yaml:
            backfill: users_email_address
            table: public.users
            set:
              email_address: email
            where: email_address IS NULL
            key: id""");
  }

  @Test
  void theRowOfALoopBecomesTheTablesOwn() throws IOException {
    String sql =
        """
        DO $$
        DECLARE
          d record;
        BEGIN
          FOR d IN SELECT id, body FROM docs WHERE words IS NULL LOOP
            UPDATE docs SET words = length(d.body) WHERE id = d.id;
          END LOOP;
        END $$;
        """;
    assertThat(fix("LOOP_BACKFILL", sql))
        .endsWith("set:\n  words: length(body)\nwhere: words IS NULL\nkey: id");
  }

  @Test
  void rowsThatALoopMovesAreMovedByTheBackfillToo() throws IOException {
    String sql =
        """
        DO $$
        BEGIN
          FOR i IN 1..100 LOOP
            WITH gone AS (
              DELETE FROM events
              WHERE id IN (SELECT id FROM events WHERE at < '2020-01-01' LIMIT 500) RETURNING *)
            INSERT INTO archive SELECT * FROM gone;
          END LOOP;
        END $$;
        """;
    assertThat(fix("LOOP_BACKFILL", sql))
        .contains(
            "statement: \"WITH gone AS (DELETE FROM events WHERE {chunk} AND (at < '2020-01-01')"
                + " RETURNING *) INSERT INTO archive SELECT * FROM gone\"",
            "key: id")
        .doesNotContain("where:");
  }

  @Test
  void anUpdateOfEveryRowNeedsThoseThatAreDifferent() throws IOException {
    assertThat(fix("MASS_DML", "UPDATE users u SET locale = 'en', name = u.nick || '!';"))
        .endsWith(
            "set:\n  locale: \"'en'\"\n  name: \"nick || '!'\"\nwhere: \"locale IS DISTINCT FROM"
                + " 'en' OR name IS DISTINCT FROM (nick || '!')\"");
  }

  @Test
  void aValueThatIsMadeFromItselfIsWrittenOnceForEachRow() throws IOException {
    assertThat(fix("MASS_DML", "UPDATE prices SET cents = cents * 100 WHERE 1 = 1;"))
        .endsWith("table: public.prices\nset:\n  cents: cents * 100");
  }

  @Test
  void anUpdateFromAnotherTableStaysAStatement() throws IOException {
    assertThat(fix("MASS_DML", "UPDATE orders SET rate = s.rate FROM settings s;"))
        .endsWith("statement: \"UPDATE orders SET rate = s.rate FROM settings s WHERE {chunk}\"");
  }

  @Test
  void severalChangesOfATableBecomeOne() throws IOException {
    String sql =
        """
        ALTER TABLE users ADD COLUMN street text;
        COMMENT ON COLUMN users.street IS 'and number';
        ALTER TABLE public.users ADD COLUMN city text NOT NULL DEFAULT '';
        """;
    assertThat(fix("MULTI_ALTER_SAME_TABLE", sql))
        .isEqualTo(
            "ALTER TABLE users\n  ADD COLUMN street text,\n"
                + "  ADD COLUMN city text NOT NULL DEFAULT '';");
  }

  @Test
  void aDropInTheContractPhaseIsListed() throws IOException {
    for (String sql :
        List.of(
            "DROP TABLE a;",
            "ALTER TABLE a DROP COLUMN b;",
            "DROP VIEW a;",
            "DROP SCHEMA a;",
            "DROP DATABASE a;")) {
      assertThat(found(sql, true))
          .as(sql)
          .filteredOn(one -> one.rule().startsWith("DROP_"))
          .singleElement()
          .satisfies(one -> assertThat(one.severity()).isEqualTo(Severity.INFO));
    }
  }

  @Test
  void aMissingRollbackIsProposedInReverseOrder() throws IOException {
    String sql = "CREATE TYPE mood AS ENUM ('ok');\nCREATE INDEX CONCURRENTLY i ON a (b);";
    assertThat(fix("ROLLBACK_MISSING", sql)).contains("/*\nDROP INDEX i;\nDROP TYPE mood;\n*/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0s", " 0 ms ", "-0", "0.4", "1us", "500us", "0min"})
  void isNoLimit(String value) {
    assertThat(NoTimeout.isZero(value)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2s", "0.001s", "600us", "1h", "ten", ""})
  void isALimitOrNoValue(String value) {
    assertThat(NoTimeout.isZero(value)).isFalse();
  }

  private String fix(String rule, String sql) throws IOException {
    return found(sql, false).stream()
        .filter(one -> one.rule().equals(rule))
        .map(Finding::fix)
        .findFirst()
        .orElseThrow();
  }

  private List<Finding> found(String sql, boolean contract) throws IOException {
    Path base = Files.createTempDirectory(folder, "project");
    Path migrations = Files.createDirectories(base.resolve("src/main/db/migrations"));
    Files.writeString(migrations.resolve("20260102000000_change.sql"), sql, StandardCharsets.UTF_8);
    Project project = Project.read(new ProjectRequest(base, null, Map.of(), true));
    SqlStep step = (SqlStep) project.steps().get(0);
    Subject subject = new Subject(step, true, "alone", contract);
    return new Linter(GRAMMAR, Rules.ALL, Server.ANY)
        .judge(List.of(subject)).findings().stream().map(Found::finding).toList();
  }
}
