package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines for psql. */
final class MetaCommandTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\\i x.sql|\\i|migration of its own",
        "\\ir x.sql|\\ir|migration of its own",
        "\\copy t from 'f'|\\copy|COPY … FROM STDIN",
        "\\set a 'b;'|\\set|-Ddbsage.placeholders.name=…",
        "\\if :a|\\if|-Ddbsage.placeholders.name=…",
        "\\c other|\\c|one run migrates one database",
        "\\connect other|\\connect|one run migrates one database",
        "\\echo it's|\\echo|RAISE NOTICE",
        "\\gexec|\\gexec|EXECUTE",
        "\\gset|\\gset|SELECT … INTO",
        "\\g|\\g|semicolon",
        "\\;|\\;|semicolon",
        "\\.|\\.|no data",
        "\\timing on|\\timing|as SQL",
        "\\|\\|as SQL"
      })
  void isADefectThatSaysWhatToWrite(String line, String name, String fix) {
    Reading reading = Reading.of("SELECT 1;\n" + line + "\nSELECT 2;");
    assertThat(reading.defects()).containsExactly("2:1 PSQL_META_COMMAND");
    assertThat(reading.texts()).containsExactly("SELECT 1", "SELECT 2");
    Item.Defect defect = reading.all(Item.Defect.class).get(0);
    assertThat(defect.raw()).isEqualTo(line);
    assertThat(defect.problem().what()).isEqualTo(name + " is a command of psql, not SQL");
    assertThat(defect.problem().fix()).contains(fix);
  }

  @Test
  void theLinesThatPgDumpWritesAreIgnored() {
    Reading reading = Reading.of("\\restrict aBc'\nSELECT 1;\n\\unrestrict aBc'");
    assertThat(reading.defects()).isEmpty();
    assertThat(reading.texts()).containsExactly("SELECT 1");
    assertThat(reading.all(Item.Ignored.class))
        .extracting(Item.Ignored::raw)
        .containsExactly("\\restrict aBc'", "\\unrestrict aBc'");
  }

  @Test
  void mayEndAStatement() {
    Reading reading = Reading.of("SELECT (1\n \\gexec\nSELECT 2;");
    assertThat(reading.defects()).containsExactly("2:2 PSQL_META_COMMAND");
    assertThat(reading.texts()).containsExactly("SELECT 2");
    assertThat(reading.raw()).isEqualTo("SELECT (1\n \\gexec\nSELECT 2;");
  }

  @Test
  void mayStandInAStatementThatGoesOn() {
    Reading reading = Reading.of("SELECT 1\n\\echo a;'\n+ 2 \\set b\n;SELECT 2;");
    assertThat(reading.defects()).containsExactly("2:1 PSQL_META_COMMAND", "3:5 PSQL_META_COMMAND");
    assertThat(reading.texts()).containsExactly("SELECT 2");
    assertThat(reading.raw()).isEqualTo("SELECT 1\n\\echo a;'\n+ 2 \\set b\n;SELECT 2;");
  }

  @Test
  void theDataOfItsCopyAreData() {
    Reading reading = Reading.of("\\copy t from stdin\n1;'\n\\.\nSELECT 1;");
    assertThat(reading.defects()).containsExactly("1:1 PSQL_META_COMMAND");
    assertThat(reading.data()).isEqualTo("1;'\n");
    assertThat(reading.texts()).containsExactly("SELECT 1");
  }

  @Test
  void isNoCommandInsideQuotesAndComments() {
    assertThat(Reading.of("SELECT '\n\\i', \"\n\\i\", $$\n\\i$$ -- \\i\n /* \\i */;").defects())
        .isEmpty();
  }
}
