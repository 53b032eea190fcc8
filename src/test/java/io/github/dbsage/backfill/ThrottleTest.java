package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dbsage.model.BackfillReport.SlowDown;
import io.github.dbsage.model.BackfillSpec.Preset;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a throttle makes of what was seen. */
final class ThrottleTest {

  private final AtomicLong clock = new AtomicLong(TimeUnit.DAYS.toNanos(3));

  private Throttle throttle(Preset preset, int workers) {
    return new Throttle(preset, workers, clock::get);
  }

  private static Watch.Seen seen(String signal, double use) {
    return new Watch.Seen(signal, Reading.of(use, signal + " at " + use));
  }

  /** Looks every half of a second. */
  private Pace look(Throttle throttle, int times, Watch.Seen... seen) {
    Pace pace = throttle.pace();
    for (int i = 0; i < times; i++) {
      clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
      pace = throttle.look(List.of(seen));
    }
    assertThat(throttle.pace()).isEqualTo(pace);
    return pace;
  }

  private static double effort(Pace pace) {
    return pace.duty() * pace.workers();
  }

  @Test
  void beginsWithOneWorkerThatSleepsHalfOfItsTime() {
    Pace pace = throttle(Preset.ADAPTIVE, 4).pace();
    assertThat(pace.duty()).isEqualTo(0.5);
    assertThat(pace.workers()).isEqualTo(1);
    assertThat(pace.rest(Duration.ofMillis(200))).isEqualTo(Duration.ofMillis(200));
    assertThat(pace.stopped()).isFalse();
    assertThat(pace.signal()).isNull();
  }

  @Test
  void letsMoreWorkersInWhenAllIsWell() {
    Throttle throttle = throttle(Preset.ADAPTIVE, 2);
    Pace early = look(throttle, 2, seen("a", 0.3));
    assertThat(early.workers()).isEqualTo(1);
    assertThat(early.duty()).isCloseTo(0.9, within(1e-9));
    Pace late = look(throttle, 20, seen("a", 0.3));
    assertThat(late.workers()).isEqualTo(2);
    assertThat(late.duty()).isEqualTo(1);
    assertThat(late.rest(Duration.ofMillis(200))).isEqualTo(Duration.ZERO);
  }

  @Test
  void goesOnlyBySecondsNotByLooks() {
    Throttle often = throttle(Preset.ADAPTIVE, 4);
    Throttle seldom = throttle(Preset.ADAPTIVE, 4);
    for (int i = 0; i < 10; i++) {
      clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
      often.look(List.of(seen("a", 0)));
    }
    seldom.look(List.of(seen("a", 0)));
    assertThat(effort(seldom.pace())).isCloseTo(effort(often.pace()), within(1e-6));
  }

  @Test
  void staysWhereItIsNearALimitAndSaysWhoHolds() {
    Throttle throttle = throttle(Preset.ADAPTIVE, 4);
    Pace pace = look(throttle, 10, seen("lag", 0.8), seen("other", 0.75));
    assertThat(effort(pace)).isEqualTo(0.5);
    assertThat(pace.signal()).isEqualTo("lag");
    assertThat(pace.sentence()).isEqualTo("lag at 0.8");
    assertThat(pace.stopped()).isFalse();
  }

  @Test
  void holdsNothingBackNearALimitWhenItCannotGoFaster() {
    Throttle throttle = throttle(Preset.ADAPTIVE, 1);
    look(throttle, 20, seen("lag", 0));
    assertThat(look(throttle, 1, seen("lag", 0.9)).signal()).isNull();
    assertThat(throttle.slowDowns()).isEmpty();
  }

  @Test
  void halvesAboveALimitAndWaitsUntilThatShows() {
    Throttle throttle = throttle(Preset.ADAPTIVE, 4);
    assertThat(effort(look(throttle, 1, seen("lag", 1.2)))).isEqualTo(0.25);
    assertThat(effort(look(throttle, 1, seen("lag", 1.2)))).isEqualTo(0.25);
    assertThat(effort(look(throttle, 1, seen("lag", 1.2)))).isEqualTo(0.125);
  }

  @Test
  void neverComesToAStandstillBelowTheLimitThatCancels() {
    Throttle throttle = throttle(Preset.ADAPTIVE, 4);
    Pace pace = look(throttle, 100, seen("lag", 1.9));
    assertThat(pace.duty()).isEqualTo(0.05);
    assertThat(pace.workers()).isEqualTo(1);
    assertThat(pace.stopped()).isFalse();
    assertThat(pace.cancel()).isFalse();
    assertThat(pace.rest(Duration.ofMillis(50))).isEqualTo(Duration.ofMillis(950));
    assertThat(pace.rest(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void returnsQuicklyToWhatWentWellAndSlowlyFromThere() {
    Throttle throttle = throttle(Preset.ADAPTIVE, 4);
    double before = effort(look(throttle, 15, seen("lag", 0)));
    look(throttle, 1, seen("lag", 1));
    double soon = effort(look(throttle, 8, seen("lag", 0)));
    assertThat(soon).isBetween(before * 0.8, before);
    double later = effort(look(throttle, 8, seen("lag", 0)));
    assertThat(later - soon).isLessThan(0.3);
  }

  @Test
  void forgetsInTimeHowMuchWasTooMuch() {
    Throttle throttle = throttle(Preset.ADAPTIVE, 8);
    look(throttle, 1, seen("lag", 1));
    look(throttle, 60, seen("lag", 0));
    double before = effort(throttle.pace());
    assertThat(effort(look(throttle, 4, seen("lag", 0))) - before).isCloseTo(0.8, within(1e-9));
  }

  @Test
  void cancelsFarAboveALimitAndRestsForASecond() {
    Throttle throttle = throttle(Preset.ADAPTIVE, 4);
    Pace pace = look(throttle, 1, seen("blocked", 2.8));
    assertThat(pace.cancel()).isTrue();
    assertThat(pace.stopped()).isTrue();
    assertThat(effort(pace)).isEqualTo(0.25);
    Pace resting = look(throttle, 1, seen("blocked", 0));
    assertThat(resting.cancel()).isFalse();
    assertThat(resting.stopped()).isTrue();
    assertThat(resting.signal()).isEqualTo("blocked");
    assertThat(effort(resting)).isEqualTo(0.25);
    Pace after = look(throttle, 1, seen("blocked", 0));
    assertThat(after.stopped()).isFalse();
    assertThat(after.signal()).isNull();
  }

  @Test
  void addsUpHowLongEachSignalHeldTheLongestFirst() {
    Throttle throttle = throttle(Preset.ADAPTIVE, 4);
    look(throttle, 1, seen("a", 0.8), seen("b", 0));
    look(throttle, 3, seen("a", 0), seen("b", 1.5));
    look(throttle, 1, seen("a", 0), seen("b", 1.1));
    look(throttle, 1, seen("a", 0.9), seen("b", 0));
    look(throttle, 1, seen("a", 0), seen("b", 0));
    look(throttle, 1, seen("a", 0), seen("b", 0));
    assertThat(throttle.slowDowns())
        .containsExactly(
            new SlowDown("b", "b at 1.5", 2_000), new SlowDown("a", "a at 0.9", 1_000));
  }

  @Test
  void countsAlsoTheTimeSinceTheLastLook() {
    Throttle throttle = throttle(Preset.ADAPTIVE, 4);
    look(throttle, 1, seen("a", 1));
    clock.addAndGet(TimeUnit.SECONDS.toNanos(3));
    assertThat(throttle.slowDowns()).containsExactly(new SlowDown("a", "a at 1.0", 3_000));
    assertThat(throttle.slowDowns()).containsExactly(new SlowDown("a", "a at 1.0", 3_000));
  }

  @Test
  void goesOnWhereNothingCanBeWatched() {
    Throttle throttle = throttle(Preset.ADAPTIVE, 2);
    Watch.Seen blind = new Watch.Seen("lag", Reading.unwatched("hidden"));
    assertThat(effort(look(throttle, 20, blind))).isEqualTo(2);
    assertThat(effort(look(throttle, 20))).isEqualTo(2);
  }

  @Test
  void pausesForAFixedTimeWithANamedPreset() {
    assertThat(rest(Preset.NONE)).isEqualTo(Duration.ZERO);
    assertThat(rest(Preset.LIGHT)).isEqualTo(Duration.ofMillis(100));
    assertThat(rest(Preset.MEDIUM)).isEqualTo(Duration.ofMillis(200));
    assertThat(rest(Preset.HEAVY)).isEqualTo(Duration.ofMillis(500));
  }

  private Duration rest(Preset preset) {
    Pace pace = look(throttle(preset, 3), 1, seen("active", 0.9));
    assertThat(pace.workers()).isEqualTo(3);
    assertThat(pace.duty()).isEqualTo(1);
    assertThat(pace.stopped()).isFalse();
    return pace.rest(Duration.ofSeconds(7));
  }

  @Test
  void stopsAsLongAsANamedPresetIsAboveItsLimit() {
    Throttle throttle = throttle(Preset.LIGHT, 3);
    Pace pace = look(throttle, 4, seen("active", 1));
    assertThat(pace.stopped()).isTrue();
    assertThat(pace.cancel()).isFalse();
    assertThat(pace.signal()).isEqualTo("active");
    assertThat(look(throttle, 1, seen("active", 0.98)).stopped()).isFalse();
    assertThat(throttle.slowDowns())
        .containsExactly(new SlowDown("active", "active at 1.0", 2_000));
  }

  @Test
  void heedsNothingWithoutAThrottle() {
    Pace pace = look(throttle(Preset.NONE, 3), 3, seen("active", 5));
    assertThat(pace).isEqualTo(new Pace(1, 3, Duration.ZERO, false, false, null, null));
  }

  @Test
  void canBeRetunedOnTheWay() {
    Throttle throttle = throttle(Preset.ADAPTIVE, 8);
    look(throttle, 60, seen("a", 0));
    throttle.retune(Preset.ADAPTIVE, 2);
    assertThat(effort(look(throttle, 1, seen("a", 0)))).isEqualTo(2);
    throttle.retune(Preset.HEAVY, 1);
    assertThat(look(throttle, 1, seen("a", 0)).pause()).isEqualTo(Duration.ofMillis(500));
    throttle.retune(Preset.NONE, 5);
    assertThat(look(throttle, 1, seen("a", 9)).workers()).isEqualTo(5);
  }
}
