package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lines and columns of items, and of positions that the server reports. */
final class PlacesTest {

  @Test
  void columnsCountCodePoints() {
    Reading reading = Reading.of("\ufeff/* 😀é */ SELECT '😀', x;\r\n\ty;\rz");
    assertThat(places(reading)).containsExactly("1:10", "2:2", "3:1");
    Statement first = reading.statements().get(0);
    assertThat(first.placeAt(first.text().indexOf('x')).column()).isEqualTo(22);
    assertThat(first.placeAtPosition(13).column()).isEqualTo(22);
  }

  @Test
  void linesOfAStatementAreLinesOfTheFile() {
    Statement statement = Reading.of("\n\n  SELECT\n    a,\n    b").statements().get(0);
    assertThat(statement.placeAt(0)).hasToString(Reading.FILE + ":3:3");
    assertThat(statement.placeAt(statement.text().indexOf('a'))).hasToString(Reading.FILE + ":4:5");
    assertThat(statement.placeAt(statement.text().length())).hasToString(Reading.FILE + ":5:6");
    assertThat(statement.placeAtPosition(1)).hasToString(Reading.FILE + ":3:3");
    assertThat(statement.placeAtPosition(1000)).hasToString(Reading.FILE + ":5:6");
    assertThatThrownBy(() -> statement.placeAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void positionsAreMappedThroughPlaceholders() {
    Placeholders placeholders =
        Placeholders.expand(Map.of("long", "a\nb😀c", "short", "", "q", "'"));
    Statement s =
        Reading.of("SELECT ${long}, ${short}x, ${q}y${q},\n $${z} z", placeholders)
            .statements()
            .get(0);
    assertThat(s.text()).isEqualTo("SELECT a\nb😀c, x, 'y',\n ${z} z");
    assertThat(s.placeAt(7).column()).isEqualTo(8);
    assertThat(s.placeAt(12).column()).isEqualTo(8);
    assertThat(s.placeAt(s.text().indexOf(',')).column()).isEqualTo(15);
    assertThat(s.placeAt(s.text().indexOf('x')).column()).isEqualTo(25);
    assertThat(s.placeAt(s.text().indexOf('y')).column()).isEqualTo(32);
    assertThat(s.placeAt(s.text().lastIndexOf('z'))).hasToString(Reading.FILE + ":2:8");
  }

  @Test
  void defectsStandWhereTheQuoteWasOpened() {
    assertThat(Reading.of("SELECT 1;\n SELECT 'a\n;").defects()).containsExactly("2:9 SYNTAX");
    assertThat(Reading.of("x E'\\'").defects()).containsExactly("1:3 SYNTAX");
    assertThat(Reading.of("x \"a;\n").defects()).containsExactly("1:3 SYNTAX");
    assertThat(Reading.of("/* /* */").defects()).containsExactly("1:1 SYNTAX");
    assertThat(Reading.of("x\n/* a").defects()).containsExactly("2:1 SYNTAX");
    assertThat(Reading.of("f(1,\n(2);\n").defects()).containsExactly("1:2 SYNTAX");
    assertThat(
            Reading.of("CREATE FUNCTION f() RETURNS int\n BEGIN ATOMIC SELECT 1 END;\nx;")
                .defects())
        .containsExactly("2:2 SYNTAX");
  }

  @Test
  void anUnclosedDollarQuoteIsNamed() {
    Reading reading = Reading.of("DO\n  $body$ BEGIN; $Body$;\nx;");
    assertThat(reading.defects()).containsExactly("2:3 SYNTAX");
    var problem = reading.all(Item.Defect.class).get(0).problem();
    assertThat(problem.what()).isEqualTo("The string that $body$ opens is never closed");
    assertThat(problem.fix()).isEqualTo("Close it with the same $body$");
  }

  @Test
  void whatPrecedesADefectIsRead() {
    Reading reading = Reading.of("SELECT 1; -- c\nSELECT 'x;\nSELECT 2;");
    assertThat(reading.texts()).containsExactly("SELECT 1");
    assertThat(reading.all(Item.Defect.class).get(0).raw()).isEqualTo("SELECT 'x;\nSELECT 2;");
  }

  @Test
  void theHashOfAStatementIsThatOfItsUtf8() {
    assertThat(Reading.statement("abc").sha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Reading.statement("é").sha256())
        .isEqualTo("4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
  }

  private static List<String> places(Reading reading) {
    return reading.statements().stream()
        .map(s -> s.start().line() + ":" + s.start().column())
        .toList();
  }
}
