package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.sql.Statement.Expansion;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code ${name}} is read. */
final class PlaceholdersTest {

  private static final Map<String, String> VALUES =
      Map.of(
          "a", "A",
          "empty", "",
          "quote", "x' || ';",
          "two", "1; SELECT 2",
          "dollars", "$$",
          "self", "${a}",
          "minus", "- c",
          "my.long-name_1", "v");

  static Stream<Arguments> expanded() {
    return Stream.of(
        Arguments.of("SELECT ${a}", "SELECT A"),
        Arguments.of("SELECT '${a}', \"${a}\", E'${a}'", "SELECT 'A', \"A\", E'A'"),
        Arguments.of("SELECT $$ ${a} $$, $q$${a}$q$", "SELECT $$ A $$, $q${a}$q$"),
        Arguments.of("SELECT x${a}y", "SELECT xAy"),
        Arguments.of("SELECT ${a}${a}", "SELECT AA"),
        Arguments.of("SELECT $${a}", "SELECT ${a}"),
        Arguments.of("SELECT $$${a}$$", "SELECT $$A$$"),
        Arguments.of("SELECT $$$${a}$$", "SELECT $$${a}$$"),
        Arguments.of("SELECT $$$$${a}", "SELECT $$$$A"),
        Arguments.of("SELECT '$${nobody}'", "SELECT '${nobody}'"),
        Arguments.of("SELECT ${my.long-name_1}", "SELECT v"),
        Arguments.of("SELECT ${self}", "SELECT ${a}"),
        Arguments.of("SELECT ${empty}1", "SELECT 1"),
        Arguments.of("${empty}SELECT 1", "SELECT 1"),
        Arguments.of("SELECT 1${empty}", "SELECT 1"),
        Arguments.of("SELECT '${quote}'", "SELECT 'x' || ';'"),
        Arguments.of("SELECT ${dollars};${dollars}", "SELECT $$;$$"),
        Arguments.of("SELECT $a${a}", "SELECT $aA"),
        Arguments.of(
            "SELECT 1 /* ${nobody} */ -- ${nobody}\n + ${a}",
            "SELECT 1 /* ${nobody} */ -- ${nobody}\n + A"),
        Arguments.of("SELECT ${}", "SELECT ${}"),
        Arguments.of("SELECT ${1a}", "SELECT ${1a}"),
        Arguments.of("SELECT ${a b}", "SELECT ${a b}"),
        Arguments.of("SELECT ${é}", "SELECT ${é}"),
        Arguments.of("SELECT ${a", "SELECT ${a"),
        Arguments.of("SELECT ${${a}", "SELECT ${A"),
        Arguments.of("SELECT {a}$", "SELECT {a}$"),
        Arguments.of("SELECT $1, $$x$$", "SELECT $1, $$x$$"));
  }

  @ParameterizedTest
  @MethodSource
  void expanded(String sql, String text) {
    Reading reading = Reading.of(sql, Placeholders.expand(VALUES));
    assertThat(reading.texts()).containsExactly(text);
    assertThat(reading.defects()).isEmpty();
    assertThat(reading.raw()).isEqualTo(sql);
  }

  @Test
  void aValueMayHoldSemicolonsAndItsPlaceholderStandsWhereItBegins() {
    Reading reading = Reading.of("SELECT ${two} + 3;x", Placeholders.expand(VALUES));
    assertThat(reading.texts()).containsExactly("SELECT 1", "SELECT 2 + 3", "x");
    assertThat(reading.raw()).isEqualTo("SELECT ${two} + 3;x");
    Statement second = reading.statements().get(1);
    assertThat(second.start()).hasToString(Reading.FILE + ":1:8");
    assertThat(second.expansions()).containsExactly(new Expansion(0, 8, "${two}"));
    assertThat(second.placeAt(5).column()).isEqualTo(8);
    assertThat(second.placeAt(8).column()).isEqualTo(14);
    assertThat(second.placeAt(11).column()).isEqualTo(17);
    assertThat(reading.statements().get(2).start().column()).isEqualTo(19);
  }

  @Test
  void aCommentThatAValueBeginsEndsWithTheLine() {
    Reading reading = Reading.of("SELECT 1 -${minus} ${a}\n+ ${a};", Placeholders.expand(VALUES));
    assertThat(reading.texts()).containsExactly("SELECT 1 -- c ${a}\n+ A");
  }

  @Test
  void anUnknownNameIsADefectWithItsPlaceAndReadingGoesOn() {
    Reading reading =
        Reading.of(
            "SELECT\n '${nam}';\nSELECT ${zzzzzzzz};x", Placeholders.expand(Map.of("name", "")));
    assertThat(reading.defects())
        .containsExactly("2:3 PLACEHOLDER_UNKNOWN", "3:8 PLACEHOLDER_UNKNOWN");
    assertThat(reading.texts()).containsExactly("SELECT\n '${nam}'", "SELECT ${zzzzzzzz}", "x");
    assertThat(reading.raw()).isEqualTo("SELECT\n '${nam}';\nSELECT ${zzzzzzzz};x");
    var problem = reading.all(Item.Defect.class).get(0).problem();
    assertThat(problem.what()).isEqualTo("The placeholder ${nam} has no value; did you mean name?");
    assertThat(problem.fix())
        .isEqualTo(
            "Give it with -Ddbsage.placeholders.nam=… or in <placeholders> in the POM,"
                + " or write $${nam} for the text itself");
    assertThat(reading.all(Item.Defect.class).get(1).problem().what())
        .isEqualTo("The placeholder ${zzzzzzzz} has no value");
  }

  @Test
  void topLevelCommentsAndCopyDataAreLeftAlone() {
    String sql =
        """
        -- ${nobody}
        /* ${nobody} $${a} */
        COPY t FROM STDIN; -- ${nobody}
        ${nobody}\t$${a}
        \\.
        SELECT ${a};
        """;
    Reading reading = Reading.of(sql, Placeholders.expand(VALUES));
    assertThat(reading.defects()).isEmpty();
    assertThat(reading.data()).isEqualTo("${nobody}\t$${a}\n");
    assertThat(reading.texts()).containsExactly("COPY t FROM STDIN", "SELECT A");
    assertThat(reading.raw()).isEqualTo(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ${a}",
        "SELECT '$${a}'",
        "SELECT $$ $${a} ; $$",
        "SELECT $q$ $q${a} ; $q$",
        "SELECT $$${a};$$"
      })
  void opaquePlaceholdersStandForThemselves(String sql) {
    Reading reading = Reading.of(sql + ";x", Placeholders.opaque());
    assertThat(reading.texts()).containsExactly(sql, "x");
    assertThat(reading.statements().get(0).expansions()).isEmpty();
    assertThat(reading.metPlaceholder()).isTrue();
    assertThat(reading.raw()).isEqualTo(sql + ";x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT ${a}", "SELECT '$${a}'", "SELECT $$${a}$$"})
  void offTakesTheTextAsItStands(String sql) {
    Reading reading = Reading.of(sql, Placeholders.off());
    assertThat(reading.texts()).containsExactly(sql);
    assertThat(reading.metPlaceholder()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT $1", "-- ${a}", "SELECT 1 /* ${a} */", "SELECT ${a b}, $$x$$"})
  void saysThatNoPlaceholderWasMet(String sql) {
    assertThat(Reading.of(sql, Placeholders.opaque()).metPlaceholder()).isFalse();
    assertThat(Reading.of(sql, Placeholders.off()).metPlaceholder()).isFalse();
  }

  @Test
  void anUnclosedQuoteInAValueIsReportedAtItsPlaceholder() {
    Reading reading = Reading.of("SELECT 1, ${q};", Placeholders.expand(Map.of("q", "1 + 'x")));
    assertThat(reading.defects()).containsExactly("1:11 SYNTAX");
    assertThat(reading.raw()).isEqualTo("SELECT 1, ${q};");
  }

  @Test
  void placeholdersThatStandForNothingAreGapsOutsideOfStatements() {
    Reading reading = Reading.of("x;${empty}${empty}", Placeholders.expand(VALUES));
    assertThat(reading.raw()).isEqualTo("x;${empty}${empty}");
    assertThat(reading.texts()).containsExactly("x");
    assertThat(reading.defects()).isEmpty();
  }
}
