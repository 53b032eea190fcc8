package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Comments outside of statements. */
final class CommentsTest {

  @Test
  void theLeadingBlockEndsAtTheFirstBlankLineBehindAComment() {
    assertThat(leading("\n \n-- a\n-- b\n\n-- c\n")).containsExactly("-- a", "-- b");
    assertThat(leading("-- a\n \t\n-- c\n")).containsExactly("-- a");
    assertThat(leading("\n\n/* a\n\n */\n-- b\n/* c */ -- d\n\n--e"))
        .containsExactly("/* a\n\n */", "-- b", "/* c */", "-- d");
    assertThat(leading("-- a\r\n-- b\r\n\r\n-- c")).containsExactly("-- a", "-- b");
  }

  @Test
  void theLeadingBlockEndsAtTheFirstToken() {
    assertThat(leading("-- a\nx;\n-- b\n")).containsExactly("-- a");
    assertThat(leading("-- a\n;\n-- b\n")).containsExactly("-- a");
    assertThat(leading("-- a\n\\restrict x\n-- b\n")).containsExactly("-- a");
    assertThat(leading("-- a\n\\echo x\n-- b\n")).containsExactly("-- a");
    assertThat(leading(";-- b\n")).isEmpty();
  }

  @Test
  void aCommentKnowsWhetherItsLineIsItsOwn() {
    Reading reading =
        Reading.of(
            "-- a\n \t/* b */ -- c\nx; -- d\n;-- e\n-- f\n/* g\n */ -- h\n\\restrict\n/*i*/x;\n\t-- j");
    assertThat(
            reading.all(Item.Comment.class).stream()
                .filter(Item.Comment::ownLine)
                .map(Item.Comment::raw)
                .toList())
        .containsExactly("-- a", "/* b */", "-- f", "/* g\n */", "/*i*/", "-- j");
  }

  @Test
  void aLineCommentIsWithoutItsLineEndAndABlockIsWhole() {
    assertThat(Reading.of("--\n--a \r\n/* /* ; */\n ' */--").comments())
        .containsExactly("--", "--a ", "/* /* ; */\n ' */", "--");
    assertThat(Reading.of("/**/-- a").all(Item.Comment.class))
        .extracting(Item.Comment::block)
        .containsExactly(true, false);
  }

  private static List<String> leading(String text) {
    return Reading.of(text).all(Item.Comment.class).stream()
        .filter(Item.Comment::leading)
        .map(Item.Comment::raw)
        .toList();
  }
}
