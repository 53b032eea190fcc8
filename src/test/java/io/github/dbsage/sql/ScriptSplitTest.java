package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where statements begin and end. */
final class ScriptSplitTest {

  /** Each is one statement, whatever semicolons it holds. */
  static Stream<String> oneStatement() {
    return Stream.of(
        "SELECT 'a;b'",
        "SELECT 'it''s; fine'",
        "SELECT ''';'''",
        "SELECT '\\' || ';'",
        "SELECT E'\\';'",
        "SELECT e'\\';'",
        "SELECT E'\\\\'';'",
        "SELECT E'a''\\';'",
        "SELECT U&'a;\\0061'",
        "SELECT u&'\\'",
        "SELECT U&\"a;b\"",
        "SELECT U&\"a\"\";b\"",
        "SELECT B'0;1'",
        "SELECT b'0;1', X'f;f', x'f;f', N'n;n', n'n''n;'",
        "SELECT \"a;b\", \"a\"\";\"",
        "SELECT \"'\", ';'",
        "SELECT '\"', \";\"",
        "SELECT $$;$$",
        "SELECT $$'$$, ';'",
        "SELECT $a$ $b$ ; $b$ $a$",
        "SELECT $a$ $$ ; $$ $a$",
        "SELECT $a$ $a ; $a$",
        "SELECT $a$ $A$ ; $a$",
        "SELECT $a$ $$a$, ';'",
        "SELECT $a$ $b$a$, ';'",
        "SELECT $_1é$;$_1é$",
        "SELECT $\u00a0$;$\u00a0$",
        "SELECT $$$;$$, ';'",
        "SELECT $1$$;$$",
        "SELECT 1$$;$$",
        "SELECT 1e+5$a$;$a$",
        "SELECT .5$$;$$",
        "SELECT a$b$c, 'x;' AS d$b$e",
        "SELECT a$$, ';' AS b$$",
        "SELECT é$$, ';' AS é$$",
        "SELECT /* ; */ 1",
        "SELECT /* /* ; */ ; */ 1",
        "SELECT /* '; */ 1",
        "SELECT /*/ ; */ 1",
        "SELECT /**;**/ 1",
        "SELECT 1 -- ;\n+ 1",
        "SELECT 1 -- it's;\n+ 1",
        "SELECT a*-- c;\nb",
        "SELECT a+/* ; */b",
        "SELECT a*/* ; */b",
        "SELECT 2 @-/* ; */ 3",
        "SELECT a->>'b;' #> '{;}'",
        "SELECT a::text, '{1;2}'::int[]",
        "SELECT $1, $2",
        "SELECT 'a'\n';b'",
        "SELECT E'a'\n'\\';b'",
        "SELECT E'a' -- c'\n\t'\\';b'",
        "SELECT E'a' 'b\\'",
        "SELECT E'a' /* \n */ 'b\\'",
        "SELECT U&'a'\n'\\'",
        "SELECT f(a; b)",
        "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2;)",
        "CREATE RULE r AS ON INSERT TO t DO ALSO ( INSERT INTO l VALUES (new.a); NOTIFY x )",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END",
        "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END",
        "create or replace procedure p() begin atomic select 1; end",
        "CREATE PROCEDURE p() BEGIN ATOMIC END",
        "CREATE PROCEDURE p() BEGIN /* ; */ ATOMIC -- ;\n SELECT 1; /* ; */ END",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN b END; END",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC"
            + " SELECT CASE WHEN a THEN CASE b WHEN 1 THEN 2 END ELSE 3 END; SELECT 1; END",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT (CASE WHEN a THEN b END); END",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT t.end, 1 AS end, 2 AS case; END",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT t.\"end\", \"begin\"; END",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 'END;'; -- END;\nEND",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC ; SELECT 1 ;; END",
        "CREATE FUNCTION f(begin atomic) RETURNS int BEGIN ATOMIC SELECT 1; END",
        "CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS 'SELECT 1;'",
        "CREATE PROCEDURE atomic() LANGUAGE sql AS $$SELECT 1;$$",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN x := ';'; END; $f$",
        "DO $do$ BEGIN EXECUTE $q$ SELECT ';' $q$; END $do$",
        "SELECT CASE WHEN a THEN 1 END",
        "SELECT ')', '('",
        "SELECT a\u000bb\fc",
        "SELECT\u00a0';'",
        "INSERT INTO t VALUES ('a', 'b;'), (E'\\n;', NULL)",
        "SELECT ${ab}",
        "SELECT $${a};$$",
        "$1",
        ")",
        "SELECT 1)");
  }

  @ParameterizedTest
  @MethodSource
  void oneStatement(String sql) {
    Reading reading = Reading.of(sql + ";\nSELECT 'next';\n");
    assertThat(reading.texts()).containsExactly(sql, "SELECT 'next'");
    assertThat(reading.defects()).isEmpty();
    assertThat(Reading.of(sql).texts()).containsExactly(sql);
  }

  static Stream<Arguments> several() {
    return Stream.of(
        Arguments.of("a;b;c", List.of("a", "b", "c")),
        Arguments.of(" ; ;; a ;; b;", List.of("a", "b")),
        Arguments.of("SELECT 'a' -- ;\n;SELECT 2", List.of("SELECT 'a'", "SELECT 2")),
        Arguments.of("SELECT 1 /* x */ ; b", List.of("SELECT 1", "b")),
        Arguments.of("/* a */ SELECT 1; -- c\nb", List.of("SELECT 1", "b")),
        Arguments.of("SELECT e'\\\\';SELECT 2", List.of("SELECT e'\\\\'", "SELECT 2")),
        Arguments.of("SELECT '\\';SELECT 2", List.of("SELECT '\\'", "SELECT 2")),
        Arguments.of("SELECT ae'\\';SELECT 2", List.of("SELECT ae'\\'", "SELECT 2")),
        Arguments.of("SELECT E '\\';SELECT 2", List.of("SELECT E '\\'", "SELECT 2")),
        Arguments.of("SELECT E'a' '\\';SELECT 2", List.of("SELECT E'a' '\\'", "SELECT 2")),
        Arguments.of("SELECT $1;SELECT $2", List.of("SELECT $1", "SELECT $2")),
        Arguments.of("SELECT $1$;SELECT $1$", List.of("SELECT $1$", "SELECT $1$")),
        Arguments.of("SELECT a$$;SELECT b$$", List.of("SELECT a$$", "SELECT b$$")),
        Arguments.of("SELECT 1e5$$;SELECT 1e5$$", List.of("SELECT 1e5$$", "SELECT 1e5$$")),
        Arguments.of("SELECT $a;SELECT $a", List.of("SELECT $a", "SELECT $a")),
        Arguments.of("SELECT (1));SELECT 2", List.of("SELECT (1))", "SELECT 2")),
        Arguments.of("BEGIN; SELECT 1; END;", List.of("BEGIN", "SELECT 1", "END")),
        Arguments.of("BEGIN; CALL atomic(); END;x", List.of("BEGIN", "CALL atomic()", "END", "x")),
        Arguments.of("BEGIN ATOMIC; x", List.of("BEGIN ATOMIC", "x")),
        Arguments.of(
            "CREATE TABLE begin (atomic int);x", List.of("CREATE TABLE begin (atomic int)", "x")),
        Arguments.of(
            "CREATE VIEW v AS SELECT a begin, atomic FROM t; x",
            List.of("CREATE VIEW v AS SELECT a begin, atomic FROM t", "x")),
        Arguments.of(
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END; SELECT 2;",
            List.of("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END", "SELECT 2")),
        Arguments.of(
            "CREATE FUNCTION \"begin\"() RETURNS int AS 'a'; x",
            List.of("CREATE FUNCTION \"begin\"() RETURNS int AS 'a'", "x")),
        Arguments.of("SELECT 1--", List.of("SELECT 1")),
        Arguments.of("SELECT 1;--", List.of("SELECT 1")),
        Arguments.of("SELECT 1 --c\n", List.of("SELECT 1")),
        Arguments.of("SELECT a:=1;x", List.of("SELECT a:=1", "x")),
        Arguments.of("\ufeff\ufeffa;b", List.of("\ufeffa", "b")),
        Arguments.of("--a\r;b;\r\nc", List.of("b", "c")),
        Arguments.of("SELECT 'a\rb';x", List.of("SELECT 'a\nb'", "x")),
        Arguments.of("SELECT 'a\r\nb';x", List.of("SELECT 'a\nb'", "x")),
        Arguments.of("", List.of()),
        Arguments.of("\ufeff", List.of()),
        Arguments.of(" \n\t;; -- a\n/* b; */", List.of()),
        Arguments.of("--", List.of()),
        Arguments.of("/**/", List.of()));
  }

  @ParameterizedTest
  @MethodSource
  void several(String sql, List<String> texts) {
    Reading reading = Reading.of(sql);
    assertThat(reading.texts()).isEqualTo(texts);
    assertThat(reading.defects()).isEmpty();
  }

  @Test
  void keepsCommentsThatStandInsideAStatement() {
    assertThat(Reading.of("-- a\nSELECT /* b */ 1 -- c\n+ 2 -- d\n;").texts())
        .containsExactly("SELECT /* b */ 1 -- c\n+ 2");
  }

  @Test
  void leavesCommentsBehindAnUnendedLastStatementToTheScript() {
    Reading reading = Reading.of("SELECT 1\n\n-- ROLLBACK SECTION\n/* SELECT 2; */\n");
    assertThat(reading.texts()).containsExactly("SELECT 1");
    assertThat(reading.comments()).containsExactly("-- ROLLBACK SECTION", "/* SELECT 2; */");
  }

  @Test
  void numbersEveryStatement() {
    assertThat(Reading.of("a;;b;--c\nd").statements())
        .extracting(Statement::ordinal)
        .containsExactly(1, 2, 3);
  }

  @Test
  void itemsAreGapsCommentsAndStatementsInOrder() {
    assertThat(Reading.of("-- a\n\nx ;;\n /* b */y").items())
        .extracting(Item::raw)
        .containsExactly("-- a", "\n\n", "x ;", ";\n ", "/* b */", "y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET standard_conforming_strings = off;",
        "SET standard_conforming_strings TO off;",
        "set session Standard_Conforming_Strings = 'OFF' ;",
        "SET LOCAL standard_conforming_strings=false;",
        "SET /* c */ \"standard_conforming_strings\" TO 0;",
        "SET standard_conforming_strings TO no;",
        "SELECT set_config('standard_conforming_strings', 'off', false);",
        "SELECT 1, pg_catalog.set_config ( 'standard_conforming_strings', $$f$$, true);",
        "BEGIN; SET standard_conforming_strings = off; COMMIT;",
        "SET standard_conforming_strings = off; BEGIN; RESET ALL; ROLLBACK;",
        "SET standard_conforming_strings = off; ROLLBACK;",
      })
  void backslashesEscapeWhileStandardStringsAreOff(String setting) {
    Reading reading = Reading.of(setting + "SELECT '\\';', B'1', N'\\';', U&'\\'; SELECT 2;");
    List<String> texts = reading.texts();
    assertThat(texts.subList(texts.size() - 2, texts.size()))
        .containsExactly("SELECT '\\';', B'1', N'\\';', U&'\\'", "SELECT 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET standard_conforming_strings = off; SET standard_conforming_strings = on;",
        "SET standard_conforming_strings = off; SET standard_conforming_strings TO DEFAULT;",
        "SET standard_conforming_strings = off; RESET standard_conforming_strings;",
        "SET standard_conforming_strings = off; RESET ALL;",
        "SET standard_conforming_strings = off; DISCARD ALL;",
        "BEGIN; SET LOCAL standard_conforming_strings = off; COMMIT;",
        "BEGIN; SET standard_conforming_strings = off; ROLLBACK;",
        "SELECT set_config('search_path', 'standard_conforming_strings', false);",
        "SELECT 'SET standard_conforming_strings = off';",
        "SET standard_conforming_strings = sometimes;",
        "SET standard_conforming_string = off;",
      })
  void backslashesAreLettersWhileStandardStringsAreOn(String setting) {
    Reading reading = Reading.of(setting + "SELECT '\\'; SELECT 2;");
    List<String> texts = reading.texts();
    assertThat(texts.subList(texts.size() - 2, texts.size()))
        .containsExactly("SELECT '\\'", "SELECT 2");
  }
}
