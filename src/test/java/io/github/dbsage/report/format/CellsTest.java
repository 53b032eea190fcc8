package io.github.dbsage.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CellsTest {

  @ParameterizedTest
  @CsvSource({
    "abc, 3",
    "'', 0",
    "é, 1",
    "e\u0301, 1",
    "价格, 4",
    "한글, 4",
    "ﾊﾛｰ, 3",
    "ＡＢ, 4",
    "😀, 2",
    "👩\u200d🚀, 4",
    "Ж, 1",
    "𝒳, 1",
    "𠀀, 2"
  })
  void countsTheCellsOfATerminal(String text, int width) {
    assertThat(Cells.width(text)).isEqualTo(width);
  }

  @Test
  void padsOnEitherSideAndCutsNothing() {
    assertThat(Cells.left("价", 4)).isEqualTo("价  ");
    assertThat(Cells.right("价", 4)).isEqualTo("  价");
    assertThat(Cells.left("abc", 2)).isEqualTo("abc");
    assertThat(Cells.right("abc", 2)).isEqualTo("abc");
  }

  @Test
  void foldsTextIntoOneLineOfSoManyCells() {
    assertThat(Cells.oneLine(" a\n\t b  c ", 5)).isEqualTo("a b c");
    assertThat(Cells.oneLine("abcdef", 6)).isEqualTo("abcdef");
    assertThat(Cells.oneLine("abcdef", 5)).isEqualTo("abcd…");
    assertThat(Cells.oneLine("价格价格", 6)).isEqualTo("价格…");
    assertThat(Cells.oneLine("😀😀😀", 5)).isEqualTo("😀😀…");
    assertThat(Cells.oneLine("a\u001bb", 9)).isEqualTo("a\uFFFDb");
  }

  @Test
  void replacesWhatWouldControlTheTerminal() {
    assertThat(Cells.lines("a\u001b[0m\r\nb\tc\u0000\u202a\u202e\u2066\u2069\u2028\u2029\u0085"))
        .isEqualTo(List.of("a\uFFFD[0m", "b\tc" + "\uFFFD".repeat(8)));
    String harmless = "ä 😀 \u2029".substring(0, 4);
    assertThat(Cells.harmless(harmless)).isSameAs(harmless);
    assertThat(Cells.harmless("\u2027\u202f\u2065\u206a")).isEqualTo("\u2027\u202f\u2065\u206a");
  }
}
