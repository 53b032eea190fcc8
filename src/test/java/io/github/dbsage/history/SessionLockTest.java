package io.github.dbsage.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.UserError;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnPostgres
final class SessionLockTest {

  private final List<Event> events = new ArrayList<>();
  private TestDatabase fresh;
  private Database database;
  private Session holder;
  private Session second;
  private RunLock lock;

  @BeforeEach
  void open(TestDatabase test) {
    fresh = test;
    database = Database.at(test.target(), "lock test");
    holder = database.open();
    second = database.open();
    lock = SessionLock.acquire(holder, new Tables("public"), Duration.ZERO, events::add);
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** Every version of the tool has to take the same lock. */
  @Test
  void hasTheAnnouncedKeys() {
    assertThat(
            fresh.query(
                "SELECT classid, objid, objsubid FROM pg_locks"
                    + " WHERE locktype = 'advisory' AND objsubid = 2 AND pid = "
                    + holder.pid()))
        .containsExactly(List.of("1684173671", "1001664029", "2"));
  }

  @Test
  void isSeenByOtherSessionsUntilItIsClosed() {
    assertThat(seenByAnother()).isTrue();
    lock.close();
    assertThat(seenByAnother()).isFalse();
  }

  @Test
  void isNoLongerSeenByOthersOnceItsSessionHasEnded() {
    fresh.asSuperuser().value("SELECT pg_terminate_backend(" + holder.pid() + ")");
    assertThat(Eventually.holds(() -> !seenByAnother())).isTrue();
  }

  private boolean seenByAnother() {
    return second.one("SELECT " + lock.heldByAnother(), row -> row.flag(1));
  }

  @Test
  void isFreeOnceItIsClosed() {
    lock.close();
    assertThat(lock.isHeld(second)).isFalse();
    assertThat(
            SessionLock.acquire(second, new Tables("public"), Duration.ZERO, events::add)
                .isHeld(holder))
        .isTrue();
    assertThat(events).isEmpty();
  }

  @Test
  void isTakenAsSoonAsItsHolderIsDone() {
    RunLock taken =
        SessionLock.acquire(
            second,
            new Tables("public"),
            Duration.ofSeconds(30),
            event -> {
              events.add(event);
              lock.close();
            });
    assertThat(taken.isHeld(holder)).isTrue();
    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.LockAwaited.class, event -> assertThat(event.holder()).matches(holderWords()));
  }

  @Test
  void givesUpWhenItsTimeIsOver() {
    UserError error =
        catchThrowableOfType(
            UserError.class,
            () ->
                SessionLock.acquire(
                    second, new Tables("public"), Duration.ofMillis(200), events::add));
    assertThat(error.problem().code()).isEqualTo("RUN_LOCK");
    assertThat(error.problem().what())
        .matches("Another runner holds the run lock: " + holderWords() + "; waited \\d+ s\\.");
    assertThat(events).hasSize(1);
    assertThat(lock.isHeld(second)).isTrue();
  }

  @Test
  void stopsWaitingWhenInterruptedAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    UserError error =
        catchThrowableOfType(
            UserError.class,
            () ->
                SessionLock.acquire(
                    second, new Tables("public"), Duration.ofSeconds(30), events::add));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(error.problem().code()).isEqualTo("INTERRUPTED");
  }

  @Test
  void closesQuietlyWhenItsSessionHasEnded() {
    fresh.asSuperuser().value("SELECT pg_terminate_backend(" + holder.pid() + ")");
    assertThat(Eventually.holds(() -> !lock.isHeld(second))).isTrue();
    assertThatCode(lock::close).doesNotThrowAnyException();
  }

  private String holderWords() {
    return ".+ \\(pid "
        + holder.pid()
        + ", user "
        + fresh.user()
        + " from [0-9.:]+, connected for \\d+ s\\)";
  }
}
