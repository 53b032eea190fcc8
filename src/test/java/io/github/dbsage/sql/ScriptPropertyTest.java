package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Source;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for any input; fixed seeds. */
final class ScriptPropertyTest {

  private static final List<String> PIECES =
      List.of(
          "'",
          "''",
          "\"",
          "\\",
          ";",
          "$$",
          "$",
          "$a$",
          "$1",
          "${a}",
          "$${a}",
          "${b}",
          "${none}",
          "{",
          "}",
          "--",
          "/*",
          "*/",
          "\n",
          "\r\n",
          "\r",
          " ",
          "\t",
          "(",
          ")",
          "E'",
          "e'",
          "U&'",
          "U&\"",
          "b'",
          "BEGIN",
          "ATOMIC",
          "END",
          "CASE",
          "CREATE FUNCTION f() ",
          "a",
          "é",
          "😀",
          "COPY t FROM STDIN;",
          "COPY t FROM STDIN",
          "\\.",
          "\n\\.\n",
          "\\restrict x\n",
          "\\echo",
          "SET standard_conforming_strings=off;",
          "SET standard_conforming_strings=on;",
          "1",
          ".",
          ":",
          "=",
          "-",
          "+",
          "*",
          "/",
          "@",
          ",",
          "SELECT ",
          "\u00a0",
          "\u000b",
          "x");

  private static final Map<String, String> VALUES = Map.of("a", "'; $$", "b", "");

  @ParameterizedTest
  @EnumSource(Placeholders.Mode.class)
  void theRawTextsAreTheCanonicalText(Placeholders.Mode mode) {
    Random random = new Random(20251027);
    for (int i = 0; i < 4000; i++) {
      String sql = sql(random, 1 + random.nextInt(40));
      Reading reading = Reading.of(sql, new Placeholders(mode, VALUES));
      assertThat(reading.raw()).as(sql).isEqualTo(canonical(sql));
      assertPlaces(sql, reading);
    }
  }

  @Test
  void theSizeOfReadsDoesNotMatter() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      String sql = sql(random, 40);
      byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
      Placeholders placeholders = Placeholders.expand(VALUES);
      try (Script script = Script.open(oneByteAtATime(bytes), placeholders)) {
        assertThat(Reading.read(script)).as(sql).isEqualTo(Reading.of(bytes, placeholders));
      }
    }
  }

  @Test
  void statementsJoinedAgainAreReadAgain() {
    Random random = new Random(11);
    int statements = 0;
    for (int i = 0; i < 4000; i++) {
      Reading reading = Reading.of(sql(random, 30));
      List<String> texts = reading.texts();
      boolean moves = reading.commands().stream().anyMatch(Command.CopyIn.class::isInstance);
      if (!moves && reading.defects().stream().allMatch(d -> d.endsWith(" SYNTAX"))) {
        String joined = texts.stream().map(t -> t + ";\n").collect(Collectors.joining());
        assertThat(Reading.of(joined).texts()).as(joined).isEqualTo(texts);
        statements += texts.size();
      }
    }
    assertThat(statements).isGreaterThan(1000);
  }

  @Test
  void aLongFileOfShortItemsIsReadAsItsParts() {
    Random random = new Random(3);
    StringBuilder all = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      String part = "SELECT " + i + ", '" + "é;😀${a}".repeat(random.nextInt(9)) + "${b}'";
      all.append(part).append(random.nextBoolean() ? ";\n" : "; -- ${none}\r\n\r\n");
      expected.append(part.replace("${a}", "''").replace("${b}", "")).append('\n');
    }
    Reading reading = Reading.of(all.toString(), Placeholders.expand(Map.of("a", "''", "b", "")));
    assertThat(String.join("\n", reading.texts()) + "\n").isEqualTo(expected.toString());
    assertThat(reading.raw()).isEqualTo(canonical(all.toString()));
    assertPlaces(all.toString(), reading);
  }

  /** Each item begins where the raw texts before it end, or inside a placeholder before that. */
  private static void assertPlaces(String sql, Reading reading) {
    Position position = new Position(io.github.dbsage.model.Place.startOf(Reading.FILE));
    for (Item item : reading.items()) {
      var at = item.at();
      var here = position.place();
      boolean inValue =
          at.line() < here.line() || (at.line() == here.line() && at.column() < here.column());
      boolean elsewhere = item instanceof Item.Defect && item.raw().isEmpty();
      if (!inValue && !elsewhere) {
        assertThat(at).as(sql).isEqualTo(here);
      }
      position.over(item.raw());
    }
  }

  private static String sql(Random random, int pieces) {
    return random
        .ints(pieces, 0, PIECES.size())
        .mapToObj(PIECES::get)
        .collect(Collectors.joining());
  }

  private static String canonical(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n');
  }

  private static Source oneByteAtATime(byte[] bytes) {
    return new Source() {
      @Override
      public String file() {
        return Reading.FILE;
      }

      @Override
      public InputStream open() {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            return super.read(to, offset, Math.min(length, 1));
          }
        };
      }
    };
  }
}
