package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LineDiffTest {

  private static String diff(String before, String after) {
    return String.join("|", LineDiff.of(before.replace(' ', '\n'), after.replace(' ', '\n')));
  }

  @Test
  void showsWhatWentAndWhatCameBetweenTheirNeighbours() {
    assertThat(diff("a b c", "a x c")).isEqualTo("  a|- b|+ x|  c");
    assertThat(diff("a b c", "a c")).isEqualTo("  a|- b|  c");
    assertThat(diff("a c", "a b c")).isEqualTo("  a|+ b|  c");
  }

  @Test
  void showsNothingWhereNothingDiffers() {
    assertThat(diff("a b", "a b")).isEmpty();
    assertThat(diff("", "")).isEmpty();
  }

  @Test
  void worksAtTheEnds() {
    assertThat(diff("b c", "a b c")).isEqualTo("+ a|  b");
    assertThat(diff("a b", "a b c")).isEqualTo("@@ line 2 @@|  b|+ c");
    assertThat(diff("", "a")).isEqualTo("+ a");
    assertThat(diff("a", "")).isEqualTo("- a");
  }

  @Test
  void leavesOutWhatLiesBetweenTwoChanges() {
    assertThat(diff("1 2 3 4 5 6 7 8", "1 x 3 4 5 6 y 8"))
        .isEqualTo("  1|- 2|+ x|  3|@@ line 6 @@|  6|- 7|+ y|  8");
    assertThat(diff("1 2 3 4 5", "1 x 3 y 5")).isEqualTo("  1|- 2|+ x|  3|- 4|+ y|  5");
    assertThat(diff("1 2 3 4 5 6", "1 x 3 4 y 6")).isEqualTo("  1|- 2|+ x|  3|  4|- 5|+ y|  6");
  }

  @Test
  void showsAHugeChangeAsAWhole() {
    String before =
        IntStream.range(0, 3000).mapToObj(i -> "a" + i).collect(Collectors.joining(" "));
    String after = IntStream.range(0, 3000).mapToObj(i -> "b" + i).collect(Collectors.joining(" "));
    assertThat(LineDiff.of(before.replace(' ', '\n'), after.replace(' ', '\n')))
        .hasSize(6000)
        .startsWith("- a0")
        .endsWith("+ b2999");
  }
}
