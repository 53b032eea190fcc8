package io.github.dbsage.backfill;

import io.github.dbsage.model.BackfillReport.SlowDown;
import io.github.dbsage.model.BackfillSpec.Preset;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns readings into a pace.
 *
 * <p>Adaptive, it steers one number, the effort: how many workers are at work on the average. 0.5
 * is one worker that sleeps half of its time, 1.8 two at 90 percent. While all is well the effort
 * grows with time, quickly until it comes near the effort that was last too much, slowly from there
 * on; near a limit it stays; above one it is halved, and again only when that has had time to show.
 *
 * <p>With a fixed pause no batch begins while a reading is above its limit. In either way a reading
 * far above cancels what runs, and everybody rests.
 *
 * <p>Thread-safe: one thread looks, workers read {@link #pace} as often as they like.
 */
final class Throttle {

  // What it steers by; to be tuned by measurement, not by taste.

  /** Use of a limit from which on the effort grows no further. */
  static final double HOLD = 0.7;

  /** Use of a limit from which on it is less. */
  static final double BACK = 1;

  /** Use of a limit from which on batches are cancelled. */
  static final double CANCEL = 2;

  /** The effort it begins with: half of what one UPDATE would be. */
  static final double START = 0.5;

  /** The effort that always remains, unless batches are cancelled: a backfill has to end. */
  static final double LEAST = 0.05;

  /** What is left of the effort when it was too much. */
  static final double CUT = 0.5;

  /** Effort gained in a second far below what was last too much. */
  static final double QUICK = 0.4;

  /** Effort gained in a second near to it. */
  static final double SLOW = 0.05;

  /** The part of what was last too much up to which it grows quickly. */
  static final double NEAR = 0.8;

  /** How long a cut is waited for to show, before the next one. */
  static final Duration SETTLE = Duration.ofSeconds(1);

  /** How long it is remembered how much was too much. */
  static final Duration MEMORY = Duration.ofSeconds(30);

  /** How long everybody rests when batches were cancelled. */
  static final Duration REST = Duration.ofSeconds(1);

  /** The most time that one look counts for: whoever looked late knows nothing of before. */
  private static final double LONGEST_STEP = 1;

  private final LongSupplier nanos;
  private final Map<String, Held> held = new LinkedHashMap<>();
  private Preset preset;
  private int most;
  private double effort;
  private double tooMuch = Double.POSITIVE_INFINITY;
  private long cutAt;
  private long lookedAt;
  private long restUntil;
  private Watch.@Nullable Seen restsFor;
  private volatile Pace pace;

  /**
   * One that has seen nothing yet.
   *
   * @param most workers
   * @param nanos the clock: {@code System::nanoTime}
   */
  Throttle(Preset preset, int most, LongSupplier nanos) {
    this.preset = preset;
    this.most = most;
    this.nanos = nanos;
    this.effort = Math.min(START, most);
    this.lookedAt = nanos.getAsLong();
    this.cutAt = lookedAt - MEMORY.toNanos();
    this.pace = pace(null, 0);
  }

  private static final class Held {
    private long nanos;
    private double worst;
    private String sentence = "";
  }

  /** How fast to go; from any thread. */
  Pace pace() {
    return pace;
  }

  /** Goes on with another preset or number of workers; what it has learnt remains. */
  synchronized void retune(Preset to, int workers) {
    preset = to;
    most = workers;
    effort = Math.min(effort, most);
  }

  /** Takes in what was seen; every quarter or half of a second. */
  synchronized Pace look(List<Watch.Seen> readings) {
    long now = nanos.getAsLong();
    double seconds = Math.min((now - lookedAt) / 1e9, LONGEST_STEP);
    account(now);
    Watch.Seen worst =
        readings.stream()
            .max(Comparator.comparingDouble(seen -> seen.reading().use()))
            .filter(seen -> preset != Preset.NONE)
            .orElse(null);
    double use = worst == null ? 0 : worst.reading().use();
    if (preset == Preset.ADAPTIVE) {
      steer(use, now, seconds);
    }
    if (use >= CANCEL) {
      restUntil = now + REST.toNanos();
      restsFor = worst;
    } else if (now - restUntil >= 0) {
      restsFor = null;
    }
    pace = pace(worst, use);
    note(worst, use);
    return pace;
  }

  /** What held it back, the longest first. */
  synchronized List<SlowDown> slowDowns() {
    account(nanos.getAsLong());
    return held.entrySet().stream()
        .sorted(Comparator.comparingLong(entry -> -entry.getValue().nanos))
        .map(
            entry ->
                new SlowDown(
                    entry.getKey(), entry.getValue().sentence, entry.getValue().nanos / 1_000_000))
        .toList();
  }

  private void steer(double use, long now, double seconds) {
    if (use >= BACK) {
      if (now - cutAt >= SETTLE.toNanos()) {
        tooMuch = effort;
        effort = Math.max(LEAST, effort * CUT);
        cutAt = now;
      }
    } else if (use < HOLD && restsFor == null) {
      if (now - cutAt >= MEMORY.toNanos()) {
        tooMuch = Double.POSITIVE_INFINITY;
      }
      double speed = effort < NEAR * tooMuch ? QUICK : SLOW;
      effort = Math.min(most, effort + speed * seconds);
    }
  }

  private Pace pace(Watch.@Nullable Seen worst, double use) {
    boolean adaptive = preset == Preset.ADAPTIVE;
    int workers = adaptive ? Math.max(1, (int) Math.ceil(effort - 1e-6)) : most;
    boolean holds = use >= BACK || (adaptive && use >= HOLD && effort < most);
    Watch.Seen holder = holds ? worst : restsFor;
    return new Pace(
        adaptive ? Math.min(1, effort / workers) : 1,
        workers,
        preset.pause(),
        restsFor != null || (!adaptive && use >= BACK),
        use >= CANCEL,
        holder == null ? null : holder.signal(),
        holder == null ? null : holder.reading().sentence());
  }

  private void account(long now) {
    String signal = pace.signal();
    Held since = signal == null ? null : held.get(signal);
    if (since != null) {
      since.nanos += now - lookedAt;
    }
    lookedAt = now;
  }

  private void note(Watch.@Nullable Seen worst, double use) {
    if (worst == null || !worst.signal().equals(pace.signal())) {
      return;
    }
    Held one = held.computeIfAbsent(worst.signal(), name -> new Held());
    if (use > one.worst) {
      one.worst = use;
      one.sentence = worst.reading().sentence();
    }
  }
}
