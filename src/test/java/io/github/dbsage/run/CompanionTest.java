package io.github.dbsage.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbsage.model.Event;
import io.github.dbsage.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The goal's thread, which waits for the server, and the one that looks around meanwhile. */
final class CompanionTest {

  private static final long NEVER = TimeUnit.HOURS.toNanos(1);

  private final List<String> heard = new ArrayList<>();
  private final List<Thread> hearers = new ArrayList<>();
  private final Companion companion =
      new Companion(
          event -> {
            heard.add(((Event.Remark) event).message());
            hearers.add(Thread.currentThread());
          });

  @AfterEach
  void close() {
    companion.close();
  }

  private static final Companion.Tick NOTHING = new Look(() -> {}, NEVER);

  private record Look(Runnable looking, long every) implements Companion.Tick {
    @Override
    public Runnable look(long elapsed) {
      looking.run();
      return () -> {};
    }

    @Override
    public long pause(long elapsed) {
      return every;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void handsOnEveryEventOnTheCallersThreadAndInOrder() {
    List<String> said = new ArrayList<>();
    long rows =
        companion.run(
            () -> {
              for (int i = 0; i < 2000; i++) {
                said.add("event " + i);
                companion.tell(new Event.Remark("event " + i));
              }
              return 7;
            },
            NEVER,
            NOTHING,
            () -> {});
    assertThat(rows).isEqualTo(7);
    assertThat(heard).isEqualTo(said);
    assertThat(hearers).containsOnly(Thread.currentThread());
  }

  @Test
  void throwsWhatTheTaskThrowsAndGoesOn() {
    IllegalStateException failure = new IllegalStateException("refused");
    Companion.Task task =
        () -> {
          throw failure;
        };
    assertThatThrownBy(() -> companion.run(task, NEVER, NOTHING, () -> {})).isSameAs(failure);
    assertThat(companion.run(() -> 1, NEVER, NOTHING, () -> {})).isEqualTo(1);
  }

  @Test
  void looksAroundUntilTheTaskEnds() {
    CountDownLatch looked = new CountDownLatch(3);
    long rows =
        companion.run(
            () -> {
              await(looked);
              return 1;
            },
            1,
            new Look(looked::countDown, 1),
            () -> {});
    assertThat(rows).isEqualTo(1);
  }

  /** Whether the failure was noted before the task ended is a matter of chance. */
  @Test
  void failsItselfOnlyBehindTheTask() {
    IllegalStateException own = new IllegalStateException("no console");
    List<String> done = new ArrayList<>();
    assertThat(
            Eventually.holds(
                () -> {
                  CountDownLatch looked = new CountDownLatch(1);
                  Runnable looking =
                      () -> {
                        looked.countDown();
                        throw own;
                      };
                  Companion.Task task =
                      () -> {
                        await(looked);
                        done.add("done");
                        return 1;
                      };
                  return catchThrowable(
                          () -> companion.run(task, 1, new Look(looking, 1), () -> {}))
                      == own;
                }))
        .isTrue();
    assertThat(done).isNotEmpty();
  }

  @Test
  void cancelsTheTaskWhenItIsInterruptedAndStaysInterrupted() {
    CountDownLatch cancelled = new CountDownLatch(1);
    Thread.currentThread().interrupt();
    long rows =
        companion.run(
            () -> Eventually.holds(() -> cancelled.getCount() == 0) ? 1 : 0,
            NEVER,
            NOTHING,
            cancelled::countDown);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(rows).isEqualTo(1);
  }

  @Test
  void cancelsAgainWhereTheFirstTimeCameTooEarly() {
    CountDownLatch cancelled = new CountDownLatch(2);
    Thread.currentThread().interrupt();
    long rows =
        companion.run(
            () -> Eventually.holds(() -> cancelled.getCount() == 0) ? 1 : 0,
            NEVER,
            NOTHING,
            cancelled::countDown);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(rows).isEqualTo(1);
  }
}
