package io.github.dbsage.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Text that Markdown shows as it is. */
final class MarkdownTest {

  @Test
  void keepsProseFromMeaningSomething() {
    assertThat(Markdown.text("a | b <br> *c* [d](e) `f` &amp; ~g~"))
        .isEqualTo("a \\| b \\<br\\> \\*c\\* \\[d\\](e) \\`f\\` \\&amp; \\~g\\~");
  }

  @Test
  void leavesNamesInProseReadable() {
    assertThat(Markdown.text("email_address of _users_, A & B"))
        .isEqualTo("email_address of \\_users\\_, A & B");
  }

  @Test
  void putsProseInOneLine() {
    assertThat(Markdown.text(" one\n  two\t three ")).isEqualTo("one two three");
  }

  @Test
  void quotesCodeThatHoldsBackticksAndPipes() {
    assertThat(Markdown.code("a || b")).isEqualTo("`a \\|\\| b`");
    assertThat(Markdown.code("a ` b")).isEqualTo("``a ` b``");
    assertThat(Markdown.code("`a`")).isEqualTo("`` `a` ``");
  }

  @Test
  void shortensLongCodeByCodePoints() {
    assertThat(Markdown.brief("😀".repeat(81))).isEqualTo("`" + "😀".repeat(79) + "…`");
    assertThat(Markdown.brief("x".repeat(80))).isEqualTo("`" + "x".repeat(80) + "`");
  }

  @Test
  void fencesABlockThatHoldsAFence() {
    assertThat(Markdown.block("yaml", "a: |\n  ```\n  b\n  ```\n"))
        .isEqualTo("````yaml\na: |\n  ```\n  b\n  ```\n````");
  }
}
