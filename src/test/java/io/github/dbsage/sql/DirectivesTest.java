package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.TransactionMode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DirectivesTest {

  @Test
  void readsSettings() {
    assertThat(read("-- dbsage: transaction=false, lock_timeout = 500ms ,statement_timeout=2m  "))
        .isEqualTo(
            new Directive.Settings(
                TransactionMode.FALSE,
                new Timeouts(Duration.ofMillis(500), Duration.ofMinutes(2))));
    assertThat(read("--dbsage:lock_timeout=0"))
        .isEqualTo(new Directive.Settings(null, new Timeouts(Duration.ZERO, null)));
  }

  @Test
  void readsSuppressionsWithAndWithoutBlankBehindTheColon() {
    Directive expected = new Directive.Ignore("DROP_COLUMN", "nobody reads it, see #12");
    assertThat(read("-- dbsage:ignore DROP_COLUMN because nobody reads it, see #12"))
        .isEqualTo(expected);
    assertThat(read("-- dbsage: ignore DROP_COLUMN  because  nobody reads it, see #12 "))
        .isEqualTo(expected);
  }

  @Test
  void leavesOtherCommentsAlone() {
    assertThat(read("-- dbsage is what we use")).isNull();
    assertThat(read("-- see dbsage: it is good")).isNull();
    assertThat(read("-- ROLLBACK SECTION")).isNull();
    assertThat(read("--")).isNull();
  }

  @Test
  void namesTheNearestKeyAndItsPlace() {
    assertThat(problems("-- dbsage: transaction=auto, lock_timout=5s"))
        .containsExactly(
            "f.sql:7:33 DIRECTIVE_UNKNOWN: Unknown directive \"lock_timout\" (did you mean"
                + " lock_timeout?) | Write one of transaction, lock_timeout, statement_timeout");
  }

  @Test
  void reportsEveryMistakeOfAComment() {
    assertThat(problems("-- dbsage: transaction=no, lock_timeout=5, x"))
        .containsExactly(
            "f.sql:7:15 DIRECTIVE_UNKNOWN: Unknown value \"no\" of transaction | Write"
                + " transaction=auto, transaction=true or transaction=false",
            "f.sql:7:31 DIRECTIVE_UNKNOWN: \"5\" is not a duration for lock_timeout | Write a whole"
                + " number with ms, s, m or h (at most 24 days), for example lock_timeout=5s, or"
                + " lock_timeout=0 for no limit",
            "f.sql:7:47 DIRECTIVE_UNKNOWN: The directive \"x\" is not of the form key=value | Write"
                + " transaction=auto|true|false, lock_timeout=<duration>,"
                + " statement_timeout=<duration>, or ignore HAZARD_ID because <reason>");
  }

  @Test
  void refusesWhatOnlyLooksLikeADirective() {
    String spelling =
        "f.sql:7:4 DIRECTIVE_UNKNOWN: This comment looks like a directive and is not read as one |"
            + " Write it as a line comment, in lower case: -- dbsage: key=value";
    assertThat(problems("-- DBSage: transaction=false")).containsExactly(spelling);
    assertThat(problems("/* dbsage: transaction=false */")).containsExactly(spelling);
    assertThat(problems("-- dbsage : transaction=false")).containsExactly(spelling);
    assertThat(problems("-- dbsage:"))
        .containsExactly(
            "f.sql:7:14 DIRECTIVE_UNKNOWN: The directive says nothing | Write"
                + " transaction=auto|true|false, lock_timeout=<duration>,"
                + " statement_timeout=<duration>, or ignore HAZARD_ID because <reason>");
  }

  @Test
  void refusesADirectiveBehindAStatement() {
    Item.Comment behind =
        new Item.Comment(
            "-- dbsage: lock_timeout=5s", new Place("f.sql", 7, 4), false, false, false);
    assertThat(lines(Directives.read(behind)))
        .containsExactly(
            "f.sql:7:4 DIRECTIVE_UNKNOWN: A directive behind other text on its line could mean the"
                + " statement before or after it | Put it on a line of its own in front of the"
                + " statement that it is for");
  }

  @Test
  void wantsAReasonForASuppression() {
    String noReason =
        "f.sql:7:14 SUPPRESSION_NO_REASON: ignore DROP_TABLE gives no reason | Write"
            + " -- dbsage:ignore DROP_TABLE because <reason>";
    assertThat(problems("-- dbsage:ignore DROP_TABLE")).containsExactly(noReason);
    assertThat(problems("-- dbsage:ignore DROP_TABLE because ")).containsExactly(noReason);
    assertThat(problems("-- dbsage:ignore DROP_TABLE it is old")).containsExactly(noReason);
    assertThat(problems("-- dbsage:ignore"))
        .containsExactly(
            "f.sql:7:14 DIRECTIVE_UNKNOWN: ignore names no hazard | Write -- dbsage:ignore"
                + " HAZARD_ID because <reason>");
    assertThat(problems("-- dbsage:ignore drop-table because x"))
        .containsExactly(
            "f.sql:7:21 DIRECTIVE_UNKNOWN: \"drop-table\" is not the id of a hazard: one id in"
                + " capitals, such as DROP_COLUMN | Write -- dbsage:ignore HAZARD_ID because"
                + " <reason>, one comment for each id");
  }

  private static @Nullable Directive read(String comment) {
    return Directives.read(
        new Item.Comment(comment, new Place("f.sql", 7, 4), comment.startsWith("/*"), false, true));
  }

  private static List<String> problems(String comment) {
    return lines(read(comment));
  }

  private static List<String> lines(@Nullable Directive directive) {
    assertThat(directive).isInstanceOf(Directive.Broken.class);
    return ((Directive.Broken) directive)
        .problems().stream()
            .map(p -> p.where() + " " + p.code() + ": " + p.what() + " | " + p.fix())
            .toList();
  }
}
