package io.github.dbsage.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbsage.model.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The thread that waits for the server, and the goal's thread beside it. */
final class WorkerTest {

  private static final long NEVER = TimeUnit.HOURS.toNanos(1);

  private final List<String> heard = new ArrayList<>();
  private final List<Thread> hearers = new ArrayList<>();
  private final Worker worker =
      new Worker(
          event -> {
            heard.add(((Event.Remark) event).message());
            hearers.add(Thread.currentThread());
          });

  @AfterEach
  void close() {
    worker.close();
  }

  private static long never(long elapsed) {
    return NEVER;
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
        worker.run(
            () -> {
              for (int i = 0; i < 2000; i++) {
                said.add("event " + i);
                worker.tell(new Event.Remark("event " + i));
              }
              return 7;
            },
            NEVER,
            WorkerTest::never,
            () -> {});
    assertThat(rows).isEqualTo(7);
    assertThat(heard).isEqualTo(said);
    assertThat(hearers).containsOnly(Thread.currentThread());
  }

  @Test
  void throwsWhatTheTaskThrowsAndGoesOn() {
    IllegalStateException failure = new IllegalStateException("refused");
    Worker.Task task =
        () -> {
          throw failure;
        };
    assertThatThrownBy(() -> worker.run(task, NEVER, WorkerTest::never, () -> {}))
        .isSameAs(failure);
    assertThat(worker.run(() -> 1, NEVER, WorkerTest::never, () -> {})).isEqualTo(1);
  }

  @Test
  void looksAroundUntilTheTaskEnds() {
    CountDownLatch looked = new CountDownLatch(3);
    long rows =
        worker.run(
            () -> {
              await(looked);
              return 1;
            },
            1,
            elapsed -> {
              looked.countDown();
              return 1;
            },
            () -> {});
    assertThat(rows).isEqualTo(1);
  }

  @Test
  void waitsForTheTaskBeforeItFailsItself() {
    IllegalStateException own = new IllegalStateException("no console");
    CountDownLatch looked = new CountDownLatch(1);
    List<String> done = new ArrayList<>();
    assertThatThrownBy(
            () ->
                worker.run(
                    () -> {
                      await(looked);
                      done.add("done");
                      return 1;
                    },
                    1,
                    elapsed -> {
                      looked.countDown();
                      throw own;
                    },
                    () -> {}))
        .isSameAs(own);
    assertThat(done).containsExactly("done");
  }

  @Test
  void cancelsTheTaskWhenItIsInterruptedAndStaysInterrupted() {
    CountDownLatch cancelled = new CountDownLatch(1);
    Thread.currentThread().interrupt();
    long rows =
        worker.run(
            () -> {
              await(cancelled);
              return 1;
            },
            NEVER,
            WorkerTest::never,
            cancelled::countDown);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(rows).isEqualTo(1);
  }
}
