package io.github.dbsage.lint.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which words of a statement may be names. */
final class IdentifiersTest {

  @Test
  void namesAreFoundWithAndWithoutQuotes() {
    assertThat(names("CREATE TABLE größe.\"a \"\"b\"\"\" (x1$ int)"))
        .containsExactly("CREATE", "TABLE", "größe", "a \"b\"", "x1$", "int");
  }

  @Test
  void stringsAndCommentsHoldNoNames() {
    assertThat(names("a 'b' E'\\'c' $x$ d $x$ -- e\n/* f /* g */ h */ U&\"i\" j"))
        .containsExactly("a", "E", "U", "j");
  }

  private static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    Identifiers.each(text, (at, name) -> names.add(name));
    return names;
  }
}
