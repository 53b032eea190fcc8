package io.github.dbsage.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExcerptTest {

  private static final String LONG = "0123456789".repeat(30);

  @Test
  void putsTheCaretUnderItsColumn() {
    assertThat(Excerpt.of("SELECT x  ", 8)).isEqualTo(new Excerpt("SELECT x", "       "));
    assertThat(Excerpt.of("SELECT x", 1)).isEqualTo(new Excerpt("SELECT x", ""));
  }

  @Test
  void putsTheCaretBehindTheEndWhenTheColumnIsBeyondIt() {
    assertThat(Excerpt.of("ab", 3)).isEqualTo(new Excerpt("ab", "  "));
    assertThat(Excerpt.of("ab", 99)).isEqualTo(new Excerpt("ab", "  "));
    assertThat(Excerpt.of("", 1)).isEqualTo(new Excerpt("", ""));
  }

  @Test
  void keepsTabsSoThatBothLinesMeet() {
    assertThat(Excerpt.of("\ta\tb", 4)).isEqualTo(new Excerpt("\ta\tb", "\t \t"));
  }

  @Test
  void countsCodePointsAndDrawsCells() {
    assertThat(Excerpt.of("'😀' x", 5)).isEqualTo(new Excerpt("'😀' x", "     "));
    assertThat(Excerpt.of("e\u0301x", 3)).isEqualTo(new Excerpt("e\u0301x", " "));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, false, true",
    "61, 0, false, true",
    "62, 1, true, true",
    "300, 200, true, false"
  })
  void cutsALongLineAroundTheColumn(int column, int from, boolean head, boolean tail) {
    String shown = LONG.substring(from, from + 100);
    Excerpt excerpt = Excerpt.of(LONG, column);
    assertThat(excerpt.text()).isEqualTo((head ? "…" : "") + shown + (tail ? "…" : ""));
    assertThat(excerpt.text().charAt(excerpt.caret().length())).isEqualTo(LONG.charAt(column - 1));
  }

  @Test
  void cutsNothingOfALineThatFits() {
    String line = LONG.substring(0, 100);
    assertThat(Excerpt.of(line, 100).text()).isEqualTo(line);
    assertThat(Excerpt.of(line + "x", 101).text()).isEqualTo("…" + line.substring(1) + "x");
  }

  @Test
  void indentsTheCaretByTheNumbersWidth() {
    assertThat(Excerpt.of("ab", 2).lines(123, new Paint(false)))
        .containsExactly("123 | ab", "    |  ^");
  }
}
