package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What follows COPY … FROM STDIN. */
final class CopyTest {

  static Stream<Arguments> data() {
    return Stream.of(
        Arguments.of("COPY t FROM STDIN;\n1\t2\n3\t4\n\\.\n", "1\t2\n3\t4\n"),
        Arguments.of("COPY t FROM STDIN;\n1\t2\n3\t4\n", "1\t2\n3\t4\n"),
        Arguments.of("COPY t FROM STDIN;\n1\t2", "1\t2"),
        Arguments.of("COPY t FROM STDIN;\n1\n\\.", "1\n"),
        Arguments.of("COPY t FROM STDIN;\n\\.\n", ""),
        Arguments.of("COPY t FROM STDIN;\n\\.", ""),
        Arguments.of("COPY t FROM STDIN;\n", ""),
        Arguments.of("COPY t FROM STDIN;", ""),
        Arguments.of("COPY t FROM STDIN", ""),
        Arguments.of("COPY t FROM STDIN -- c", ""),
        Arguments.of("COPY t FROM STDIN; \t\n;'$$(\\\n\\.\n", ";'$$(\\\n"),
        Arguments.of("COPY t FROM STDIN; -- c\n-- d\n\\.\n", "-- d\n"),
        Arguments.of("COPY t FROM STDIN; /* c */ /* d */\n1\n\\.\n", "1\n"),
        Arguments.of("COPY t FROM STDIN;\r\n1\r\n\\.\r\n", "1\n"),
        Arguments.of("COPY t FROM STDIN;\r1\r\\.\r", "1\n"),
        Arguments.of(
            "COPY t FROM STDIN;\n\\. \n \\.\nx\\.\n\\.x\n\\.\n", "\\. \n \\.\nx\\.\n\\.x\n"),
        Arguments.of("COPY t FROM STDIN;\n\n\n\\.\n", "\n\n"),
        Arguments.of("COPY t FROM STDIN (FORMAT csv);\n\"a;\n\\.\n", "\"a;\n"),
        Arguments.of("/* ; */ copy \"T;\" (\"a)\") from stdin;\nx\n\\.\n", "x\n"));
  }

  @ParameterizedTest
  @MethodSource
  void data(String sql, String data) {
    Reading reading = Reading.of(sql);
    assertThat(reading.data()).isEqualTo(data);
    assertThat(reading.defects()).isEmpty();
    assertThat(reading.statements()).hasSize(1);
    assertThat(reading.raw()).isEqualTo(sql.replace("\r\n", "\n").replace('\r', '\n'));
    assertThat(reading.all(Item.CopyData.class))
        .extracting(Item.CopyData::last)
        .endsWith(true)
        .containsOnlyOnce(true);
  }

  @Test
  void statementsGoOnBehindTheData() {
    Reading reading =
        Reading.of(
            "COPY t FROM STDIN;\n1;\n\\.\nSELECT 1; COPY u FROM STDIN;\n\\.\n-- c\nSELECT 2;");
    assertThat(reading.texts())
        .containsExactly("COPY t FROM STDIN", "SELECT 1", "COPY u FROM STDIN", "SELECT 2");
    Statement select = reading.statements().get(1);
    assertThat(select.start()).hasToString(Reading.FILE + ":4:1");
    assertThat(reading.all(Item.Comment.class).get(0).ownLine()).isTrue();
  }

  @Test
  void sqlOnTheLineOfCopyIsADefect() {
    Reading reading = Reading.of("COPY t FROM STDIN; SELECT 1;\n1\n\\.\nSELECT 2;");
    assertThat(reading.defects()).containsExactly("1:20 SYNTAX");
    assertThat(reading.data()).isEqualTo("1\n");
    assertThat(reading.texts()).containsExactly("COPY t FROM STDIN", "SELECT 2");
  }

  @Test
  void aCommentThatLeavesTheLineOfCopyIsADefect() {
    Reading reading = Reading.of("COPY t FROM STDIN; /* a\n */ 1\n\\.\n");
    assertThat(reading.defects()).containsExactly("1:20 SYNTAX");
    assertThat(reading.data()).isEqualTo(" */ 1\n");
  }

  @Test
  void dataComeInBoundedPieces() {
    String lines = "0123456789\té😀\n".repeat(30_000);
    String line = "x😀".repeat(100_000) + "\n\\..\n";
    String empty = "\n".repeat(200_000);
    String data = lines + line + empty;
    Reading reading = Reading.of("COPY t FROM STDIN;\n" + data + "\\.\nSELECT 1;");
    assertThat(reading.data()).isEqualTo(data);
    assertThat(reading.texts()).containsExactly("COPY t FROM STDIN", "SELECT 1");
    assertThat(reading.all(Item.CopyData.class))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            piece -> {
              assertThat(piece.raw()).hasSizeLessThanOrEqualTo((1 << 16) + 3);
              assertThat(piece.raw()).doesNotMatch("(?s)[\udc00-\udfff].*");
            });
    assertThat(reading.raw()).isEqualTo("COPY t FROM STDIN;\n" + data + "\\.\nSELECT 1;");
  }

  @Test
  void aMarkerAtTheEdgeOfAPieceEndsTheData() {
    for (int length = (1 << 16) - 4; length < (1 << 16) + 4; length++) {
      String data = "x".repeat(length - 1) + "\n";
      assertThat(Reading.of("COPY t FROM STDIN;\n" + data + "\\.\nSELECT 1;").data())
          .isEqualTo(data);
      assertThat(Reading.of("COPY t FROM STDIN;\n" + data + "\\.").data()).isEqualTo(data);
    }
  }
}
