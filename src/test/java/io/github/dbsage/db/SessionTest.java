package io.github.dbsage.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbsage.model.UserError;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnPostgres
final class SessionTest {

  private Database database;
  private Session session;

  @BeforeEach
  void open(TestDatabase fresh) {
    database = Database.at(fresh.target(), "session test");
    session = database.open();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void tellsHowManyStatementsWereDoneBeforeTheOneThatFailed() {
    Batch batch = new Batch(notice -> {});
    ServerFailure failure =
        catchThrowableOfType(
            ServerFailure.class,
            () ->
                session.send(
                    "BEGIN; CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2); SELECT 1;"
                        + " SELECT 1/0; SELECT 2",
                    batch));
    assertThat(failure.sqlState()).isEqualTo("22012");
    assertThat(batch.completed()).isEqualTo(4);
    assertThat(batch.rows()).containsExactly(0L, 0L, 2L, 0L);
    session.send("ROLLBACK");
  }

  @Test
  void hearsNoticesWhileTheServerStillWorks() {
    List<Integer> doneAtNotice = new ArrayList<>();
    List<Batch.Notice> notices = new ArrayList<>();
    Batch[] batch = new Batch[1];
    batch[0] =
        new Batch(
            notice -> {
              notices.add(notice);
              doneAtNotice.add(batch[0].completed());
            });
    session.send(
        "DO $$ BEGIN RAISE NOTICE 'one' USING DETAIL = 'more'; END $$; SELECT 1;"
            + " DO $$ BEGIN RAISE WARNING 'two'; END $$",
        batch[0]);
    assertThat(notices)
        .containsExactly(
            new Batch.Notice("NOTICE", "00000", "one", "more"),
            new Batch.Notice("WARNING", "01000", "two", null));
    assertThat(doneAtNotice).containsExactly(0, 2);
  }

  @Test
  void keepsItsDefaultsOverDiscardAll() {
    session.send("SET client_connection_check_interval = 0");
    session.send("DISCARD ALL");
    assertThat(
            session.<String>one(
                "SELECT current_setting('client_connection_check_interval') || ' '"
                    + " || current_setting('idle_session_timeout') || ' '"
                    + " || current_setting('application_name')",
                row -> row.string(1)))
        .isEqualTo("1s 0 session test");
  }

  @Test
  void copiesDataPieceByPiece() throws Exception {
    session.send("CREATE TABLE t (a text)");
    Iterator<String> pieces = List.of("one\ntw", "o\n", "", "dr\u00e4i \ud83d\ude00\n").iterator();
    long rows =
        session.copyIn("COPY t FROM STDIN", () -> pieces.hasNext() ? pieces.next() : null, n -> {});
    assertThat(rows).isEqualTo(3);
    assertThat(session.query("SELECT a FROM t", row -> row.string(1)))
        .containsExactly("one", "two", "dr\u00e4i \ud83d\ude00");
  }

  @Test
  void beginsNothingMoreOnceStopped() {
    database.stop();
    assertThatThrownBy(() -> session.send("SELECT 1", new Batch(notice -> {})))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.problem().code()).isEqualTo("STOPPED"));
    assertThatThrownBy(() -> session.copyIn("COPY t FROM STDIN", () -> null, n -> {}))
        .isInstanceOf(UserError.class);
    assertThat(session.<Long>one("SELECT 1", row -> row.number(1))).isEqualTo(1L);
  }

  @Test
  void readsLiteralsBackWhateverTheStringSyntax() {
    String nasty = "it's \\ a 'test'\n$$ \u00e4\ud83d\ude00 \\' --";
    for (String setting : List.of("on", "off")) {
      session.send("SET standard_conforming_strings = " + setting);
      assertThat(session.<String>one("SELECT " + Literal.of(nasty), row -> row.string(1)))
          .isEqualTo(nasty);
    }
    assertThat(Literal.of(null)).isEqualTo("NULL");
    assertThat(Literal.of("")).isEqualTo("''");
    session.send("RESET standard_conforming_strings");
  }
}
