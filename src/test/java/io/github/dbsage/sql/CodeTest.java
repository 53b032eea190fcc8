package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Checksum;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What counts as code, and what as comments and blanks. */
final class CodeTest {

  static Stream<Arguments> same() {
    return Stream.of(
        of("SELECT 1;", "SELECT 1"),
        of("SELECT 1;", "\n-- a\nSELECT/* b */1 -- c\n ;;\n"),
        of("SELECT a+b", "SELECT a + b"),
        of("SELECT a<-1", "SELECT a < - 1"),
        of("SELECT 1e+x", "SELECT 1e + x"),
        of("SELECT 1+5", "SELECT 1 + 5"),
        of("SELECT 1f+5", "SELECT 1f + 5"),
        of("SELECT f(a,b)", "SELECT f ( a , b )"),
        of("SELECT a.b::text", "SELECT a . b :: text"),
        of("a;b", "a ; \n b ;"),
        of("SELECT 'a'\n'b'", "SELECT 'a' -- c\n\n 'b'"),
        of("SELECT ${x}", "SELECT /* ${y} */ ${x}"),
        of("SELECT $${x}, $$ $${y} $$", "SELECT $${x} , $$ $${y} $$"),
        of("COPY t FROM STDIN;\n1\n\\.\nx", "COPY t FROM STDIN; -- c\n1\n\\.\n\nx"),
        of("COPY t FROM STDIN;\n1\n\\.\n", "COPY t FROM STDIN;\n1"),
        of("\\restrict a\nx", "\\restrict b\nx"));
  }

  static Stream<Arguments> different() {
    return Stream.of(
        of("SELECT 1", "SELECT 2"),
        of("SELECT 1e+5", "SELECT 1e + 5"),
        of("SELECT 1.5E-5", "SELECT 1.5E - 5"),
        of("SELECT a::b", "SELECT a: :b"),
        of("SELECT f(a := 1)", "SELECT f(a : = 1)"),
        of("SELECT .5", "SELECT . 5"),
        of("SELECT a..b", "SELECT a. .b"),
        of("SELECT a ~- 1", "SELECT a ~ - 1"),
        of("SELECT a ?- 1", "SELECT a ? - 1"),
        of("SELECT ab", "SELECT a b"),
        of("SELECT a", "SELECT A"),
        of("SELECT 'a b'", "SELECT 'a  b'"),
        of("SELECT $$a b$$", "SELECT $$a\nb$$"),
        of("SELECT '-- a'", "SELECT '-- b'"),
        of("SELECT \"a b\"", "SELECT \"a  b\""),
        of("SELECT a<=b", "SELECT a< =b"),
        of("SELECT a@-b", "SELECT a@ -b"),
        of("SELECT a::b", "SELECT a: :b"),
        of("SELECT E'a'", "SELECT E 'a'"),
        of("SELECT U&'a'", "SELECT U & 'a'"),
        of("SELECT 1.5", "SELECT 1 .5"),
        of("SELECT 1e5", "SELECT 1 e5"),
        of("SELECT $1a", "SELECT $1 a"),
        of("SELECT 1a", "SELECT 1 a"),
        of("SELECT 'a''b'", "SELECT 'a' 'b'"),
        of("SELECT 'a' 'b'", "SELECT 'a'\n'b'"),
        of("a; b", "a b"),
        of("SELECT (a; b)", "SELECT (a b)"),
        of("a;b", "(a;b)"),
        of("SELECT ${x}", "SELECT ${y}"),
        of("SELECT ${x}", "SELECT $${x}"),
        of("COPY t FROM STDIN;\n1\n\\.\n", "COPY t FROM STDIN;\n1 \n\\.\n"),
        of("COPY t FROM STDIN;\n1\n\\.\nx", "COPY t FROM STDIN;\n1\nx\n\\.\n"),
        of("COPY t FROM STDIN;\n-- 1\n\\.\n", "COPY t FROM STDIN;\n-- 2\n\\.\n"),
        of("SELECT 1 + /* x */ 'é'", "SELECT 1 + 'è'"),
        of(
            "SET standard_conforming_strings=off; SELECT '\\' -- a\n'",
            "SET standard_conforming_strings=off; SELECT '\\' -- b\n'"));
  }

  @ParameterizedTest
  @MethodSource
  void same(String one, String other) {
    assertThat(code(one)).isEqualTo(code(other));
  }

  @ParameterizedTest
  @MethodSource
  void different(String one, String other) {
    assertThat(code(one)).isNotEqualTo(code(other));
  }

  static Stream<Arguments> forms() {
    return Stream.of(
        of("-- a\nSELECT  a.b,'x  y' /* c */;\n", "SELECT a . b , 'x  y'\n;\n"),
        of("f(a;b)", "f ( a ; b )\n;\n"),
        of("é ${x} $$ 😀", "é ${x} $$ 😀"),
        of("COPY t FROM STDIN;\n\\.\n", "COPY t FROM STDIN\n;\n\\.\n"),
        of("SELECT '" + "é😀".repeat(10_000) + "'", "SELECT '" + "é😀".repeat(10_000) + "'\n;\n"));
  }

  @ParameterizedTest
  @MethodSource
  void forms(String sql, String form) throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(form.getBytes(StandardCharsets.UTF_8));
    assertThat(code(sql)).isEqualTo(Checksum.of(digest).hex());
  }

  private static Arguments of(String one, String other) {
    return Arguments.of(one, other);
  }

  private static String code(String sql) {
    return code(Reading.of(sql, Placeholders.opaque()).items());
  }

  private static String code(List<Item> items) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      Code code = new Code(digest, Placeholders.Mode.OPAQUE);
      items.forEach(code::add);
      return Checksum.of(digest.digest()).hex();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
