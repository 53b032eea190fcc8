package bench.fill;

import bench.fill.Contestant.Arena;
import bench.fill.Foreground.Seen;
import io.github.dbsage.model.BackfillSpec.Passes;
import io.github.dbsage.model.BackfillSpec.Preset;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The scenario in which an application is at work: what it notices. */
final class Beside {

  private static final String QUIET = "no backfill";

  private final Ring ring;
  private final Choices choices;
  private final Targets targets;
  private final long rows;
  private boolean failed;

  Beside(Ring ring, Choices choices, Targets targets) {
    this.ring = ring;
    this.choices = choices;
    this.targets = targets;
    // One UPDATE of as many takes 20 s and more.
    this.rows = 2 * choices.rows();
  }

  /** A contestant and what the application saw of it. */
  private record Bout(Measured measured, Seen seen) {}

  boolean failed() {
    return failed;
  }

  String foreground() throws IOException, InterruptedException, SQLException {
    double most = calibrate();
    double rate = choices.load() == 100 ? 0 : most * choices.load() / 100;
    Map<String, List<Bout>> all = new LinkedHashMap<>();
    List<Supplier<Contestant>> contestants =
        new ArrayList<>(
            List.of(
                InSql::update,
                () -> InSql.second(4, true),
                () -> ours(Preset.NONE),
                () -> ours(Preset.ADAPTIVE),
                () -> ours(Preset.LIGHT),
                () -> ours(Preset.MEDIUM),
                () -> ours(Preset.HEAVY)));
    if (choices.sweep()) {
      for (Preset preset : List.of(Preset.NONE, Preset.ADAPTIVE)) {
        contestants.add(() -> new Ours(1, preset, Passes.AUTO));
        for (int ms : List.of(5, 25, 50)) {
          contestants.add(() -> new Ours(1, preset, Passes.AUTO, Duration.ofMillis(ms)));
          contestants.add(() -> new Ours(Ours.WORKERS, preset, Passes.AUTO, Duration.ofMillis(ms)));
        }
      }
    }
    run(all, new Quiet(), rate);
    for (int round = 0; round < choices.rounds(); round++) {
      for (Supplier<Contestant> maker : contestants) {
        Contestant contestant = maker.get();
        if (contestant.name().equals(InSql.YARDSTICK) || choices.wants(contestant.name())) {
          run(all, contestant, rate);
        }
      }
      run(all, new Quiet(), rate);
    }
    judge(all);
    return Bouts.heading(
            "foreground: " + Grid.whole(rows) + " rows, " + Foreground.CLIENTS + " clients")
        + String.format(
            Locale.ROOT,
            "The clients can do %,.0f transactions a second, and %s. Times of transactions are in ms and"
                + " count from when one was due, those of the last column from its own beginning. A"
                + " contestant other than one UPDATE is stopped after %d s.%n%n",
            most,
            rate == 0
                ? "do them"
                : String.format(Locale.ROOT, "are asked for %,.0f (%d %%)", rate, choices.load()),
            choices.seconds())
        + table(all);
  }

  private static Contestant ours(Preset preset) {
    return new Ours(Ours.WORKERS, preset, Passes.AUTO);
  }

  /** How many transactions the clients can do. */
  private double calibrate() throws IOException, InterruptedException, SQLException {
    Arena arena = ring.arena(Shape.INTEGER, rows);
    try (Foreground foreground = Foreground.start(arena, 0)) {
      TimeUnit.SECONDS.sleep(warmUp());
      foreground.measure();
      TimeUnit.SECONDS.sleep(2L * warmUp());
      return foreground.seen().rate();
    }
  }

  private int warmUp() {
    return choices.quick() ? 1 : 4;
  }

  private void run(Map<String, List<Bout>> all, Contestant contestant, double rate)
      throws IOException, InterruptedException, SQLException {
    Arena arena = ring.arena(Shape.INTEGER, rows);
    Seen[] seen = new Seen[1];
    try (Foreground foreground = Foreground.start(arena, rate)) {
      Ring.Company beside =
          new Ring.Company() {
            @Override
            public void begin() throws IOException, InterruptedException {
              TimeUnit.SECONDS.sleep(warmUp());
              foreground.measure();
            }

            @Override
            public void end() throws IOException {
              seen[0] = foreground.seen();
            }
          };
      boolean whole = contestant.name().equals(InSql.YARDSTICK);
      Measured measured = ring.run(contestant, arena, beside, whole ? 0 : choices.seconds());
      failed |= !measured.valid() && measured.ending() != Contestant.Ending.NOT_THERE;
      all.computeIfAbsent(contestant.name(), unseen -> new ArrayList<>())
          .add(new Bout(measured, seen[0]));
    }
  }

  private void judge(Map<String, List<Bout>> all) {
    String name = ours(Preset.ADAPTIVE).name();
    boolean there =
        all.containsKey(name) && all.get(name).stream().allMatch(one -> one.measured().valid());
    targets.atMost(
        "default throttle, 8 clients: p99 × quiet",
        1.5,
        there ? byQuiet(all, name, Seen::p99) : OptionalDouble.empty());
    targets.atLeast(
        "default throttle, 8 clients: rate × one UPDATE beside them",
        0.5,
        there ? rateByYardstick(all, name) : OptionalDouble.empty());
    targets.atMost(
        "default throttle, 8 clients: lock waits over 100 ms",
        0,
        there
            ? OptionalDouble.of(all.get(name).stream().mapToLong(one -> one.seen().waits()).sum())
            : OptionalDouble.empty());
  }

  private static OptionalDouble byQuiet(
      Map<String, List<Bout>> all, String name, ToDoubleFunction<Seen> figure) {
    double quiet = median(all.get(QUIET), figure);
    return quiet > 0
        ? OptionalDouble.of(median(all.get(name), figure) / quiet)
        : OptionalDouble.empty();
  }

  private static OptionalDouble rateByYardstick(Map<String, List<Bout>> all, String name) {
    return measured(all, name).by(measured(all, InSql.YARDSTICK), Measured::rate);
  }

  private static Measured measured(Map<String, List<Bout>> all, String name) {
    return Measured.median(all.get(name).stream().map(Bout::measured).toList());
  }

  private static double median(List<Bout> bouts, ToDoubleFunction<Seen> figure) {
    return Measured.median(
        bouts.stream().mapToDouble(one -> figure.applyAsDouble(one.seen())).toArray());
  }

  private static String table(Map<String, List<Bout>> all) {
    Grid grid =
        new Grid(
            "contestant",
            "rows/s",
            "× one UPDATE",
            "p50",
            "p99",
            "max",
            "p99 × quiet",
            "transactions/s",
            "waits > 100 ms for it",
            "longest, ms",
            "refused",
            "p99 alone");
    all.forEach(
        (name, bouts) -> {
          Measured measured = measured(all, name);
          if (!measured.valid()) {
            grid.remark(name, measured.flaw());
            return;
          }
          boolean quiet = name.equals(QUIET);
          grid.row(
              name,
              quiet ? "–" : Grid.whole(measured.rate()),
              quiet ? "–" : Grid.times(rateByYardstick(all, name)),
              Grid.decimal(median(bouts, Seen::p50)),
              Grid.decimal(median(bouts, Seen::p99)),
              Grid.decimal(median(bouts, Seen::max)),
              Grid.times(byQuiet(all, name, Seen::p99)),
              Grid.whole(median(bouts, Seen::rate)),
              Grid.whole(bouts.stream().mapToLong(one -> one.seen().waits()).sum()),
              Grid.whole(median(bouts, Seen::longestWait)),
              Grid.whole(bouts.stream().mapToLong(one -> one.seen().errors()).sum()),
              Grid.decimal(median(bouts, Seen::alone)));
        });
    return grid.toString();
  }

  /** Does nothing, until it is stopped. */
  private static final class Quiet implements Contestant {

    private final CountDownLatch over = new CountDownLatch(1);

    @Override
    public String name() {
      return QUIET;
    }

    @Override
    public Ending run(Arena arena) throws InterruptedException {
      over.await();
      return Ending.STOPPED;
    }

    @Override
    public void stop(Arena arena) {
      over.countDown();
    }
  }
}
