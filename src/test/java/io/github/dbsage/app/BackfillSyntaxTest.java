package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PostgreSQL's grammar says of the SQL in backfills. */
final class BackfillSyntaxTest {

  @TempDir private Path folder;
  private Workspace project;

  @BeforeEach
  void openProject() {
    project = Workspace.of(folder);
  }

  private List<String> found() {
    return project.validate().report().findings().stream()
        .map(
            one ->
                one.where().line()
                    + ":"
                    + one.where().column()
                    + " "
                    + one.rule()
                    + " "
                    + one.message())
        .toList();
  }

  @Test
  void whatIsNoSqlIsSaidWhereItsValueStands() {
    project.file(
        "20260101120000_fill.backfill.yaml",
        """
        table: users
        set:
          b: lower(a
            , , c)
          d: case when a then b end
        where: b IS NOT
        throttle: {sql: SELECT FROM WHERE}
        verify: {mismatches: SELEC 1, sample: {sql: SELECT * FRM users u x}}
        rollback: UPDATE users SET WHERE b = 1
        """);
    String message = " SYNTAX PostgreSQL does not understand this: syntax error at ";
    assertThat(found())
        .containsExactly(
            "3:6" + message + "or near \",\".",
            "6:8" + message + "or near \")\".",
            "7:17" + message + "or near \"WHERE\".",
            "8:22" + message + "or near \"SELEC\".",
            "8:45" + message + "or near \"FRM\".",
            "9:11" + message + "or near \"WHERE\".");
  }

  @Test
  void aStatementIsReadWithAConditionInPlaceOfTheChunk() {
    project
        .file(
            "20260101120000_right.backfill.yaml",
            "table: users\nstatement: DELETE FROM users u WHERE {chunk u} AND u.a > 1;\n")
        .file(
            "20260102120000_wrong.backfill.yaml",
            "table: users\nstatement: DELETE FROM users WHERE {chunk} AND OR\n");
    assertThat(found())
        .containsExactly(
            "2:12 SYNTAX PostgreSQL does not understand this: syntax error at or near \"OR\".");
  }

  @Test
  void whatTheReaderRefusesIsNotJudgedTwice() {
    project.file(
        "20260101120000_fill.backfill.yaml", "table: users\nset: {a: 1 1}\nwhere: ${unknown}\n");
    assertThat(found())
        .containsExactly("3:8 PLACEHOLDER_UNKNOWN The placeholder ${unknown} has no value");
  }

  @Test
  void filesThatAreNotJudgedAreNotReadByTheGrammar() {
    project
        .file("20260101120000_fill.backfill.yaml", "table: users\nset: {a: 1 1}\n")
        .file("20260102120000_more.backfill.yaml", "table: users\nset: {a: 1}\n")
        .judging(Judging.of(Severities.USUAL, "20260102120000", null));
    assertThat(found()).isEmpty();
  }
}
