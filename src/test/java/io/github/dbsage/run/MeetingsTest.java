package io.github.dbsage.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Event;
import io.github.dbsage.model.LockMeeting;
import io.github.dbsage.model.Version;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeetingsTest {

  private static final Version ONE = new Version("20260101120000");
  private static final Version TWO = new Version("20260102120000");

  private final Meetings meetings = new Meetings();

  private static Queued queued(int pid, String wanted, long ms) {
    return new Queued(pid, "pid " + pid, wanted, ms, List.of("pid 1"));
  }

  @Test
  void keepsTheLongestTimeOfEachWait() {
    meetings.begin(ONE);
    meetings.waits(ONE, queued(7, "a", 20));
    meetings.waits(ONE, queued(7, "a", 90));
    meetings.waits(ONE, queued(7, "a", 10));
    meetings.waits(ONE, queued(7, "b", 30));
    meetings.waits(ONE, 1, "we", new LockWait("a", Duration.ofMillis(5), List.of()));
    assertThat(meetings.longest())
        .containsExactly(
            new LockMeeting(ONE, "pid 7", "a", List.of("pid 1"), 90),
            new LockMeeting(ONE, "pid 7", "b", List.of("pid 1"), 30),
            new LockMeeting(ONE, "we", "a", List.of(), 5));
    assertThat(meetings.delayed()).isEqualTo(new Event.Delayed(ONE, 1, Duration.ofMillis(90)));
    assertThat(meetings.leftOut()).isZero();
  }

  @Test
  void countsAnewForEachMigration() {
    meetings.begin(ONE);
    assertThat(meetings.delayed()).isNull();
    meetings.waits(ONE, queued(7, "a", 20));
    meetings.begin(TWO);
    // A look that began earlier.
    meetings.waits(ONE, queued(8, "a", 30));
    assertThat(meetings.delayed()).isNull();
    meetings.waits(TWO, queued(7, "a", 10));
    assertThat(meetings.delayed()).isEqualTo(new Event.Delayed(TWO, 1, Duration.ofMillis(10)));
    assertThat(meetings.longest()).extracting(LockMeeting::version).containsExactly(ONE, ONE, TWO);
  }

  @Test
  void keepsTheLongestOfManyAndCountsTheOthers() {
    meetings.begin(ONE);
    for (int pid = 1; pid <= 1_000; pid++) {
      meetings.waits(ONE, queued(pid, "a", pid));
    }
    meetings.waits(ONE, queued(1, "a", 2_000));
    assertThat(meetings.longest()).hasSize(100);
    assertThat(meetings.longest().get(0).waitedMs()).isEqualTo(2_000);
    assertThat(meetings.longest().get(99).waitedMs()).isEqualTo(902);
    assertThat(meetings.leftOut()).isEqualTo(900);
    assertThat(meetings.delayed()).isEqualTo(new Event.Delayed(ONE, 1_000, Duration.ofSeconds(2)));
  }
}
