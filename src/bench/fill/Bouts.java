package bench.fill;

import io.github.dbsage.model.BackfillSpec.Passes;
import io.github.dbsage.model.BackfillSpec.Preset;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The scenarios in which nobody else is at work. */
final class Bouts {

  private final Ring ring;
  private final Choices choices;
  private final Targets targets;
  private boolean failed;

  Bouts(Ring ring, Choices choices, Targets targets) {
    this.ring = ring;
    this.choices = choices;
    this.targets = targets;
  }

  boolean failed() {
    return failed;
  }

  /** How fast, and at which price. */
  String throughput() throws IOException, InterruptedException, SQLException {
    long rows = choices.rows();
    Map<String, Measured> all =
        bout(
            Shape.INTEGER,
            rows,
            List.of(
                InSql::update,
                () -> InSql.third(false),
                KeysetLoop::new,
                () -> Ours.free(1),
                () -> Ours.free(2),
                () -> Ours.free(4),
                () -> new Ours(Ours.WORKERS, Preset.ADAPTIVE, Passes.AUTO)));
    rate("1 worker, throttle none: rate × one UPDATE", 0.9, all, Ours.free(1));
    rate("2 workers, throttle none: rate × one UPDATE", 1.6, all, Ours.free(2));
    // These take time in proportion to the square of the rows.
    Map<String, Measured> slow =
        bout(
            Shape.INTEGER,
            rows / 4,
            List.of(
                InSql::update,
                () -> InSql.first(false),
                () -> InSql.second(1, false),
                () -> InSql.second(2, false),
                () -> InSql.second(4, false)));
    return heading("throughput: integer key, " + Grid.whole(rows) + " rows")
        + table(all)
        + heading("throughput: integer key, " + Grid.whole(rows / 4.0) + " rows")
        + "Without the pauses that the template has.\n\n"
        + table(slow);
  }

  /** Whether a row costs more where there are more of them. */
  String growth() throws IOException, InterruptedException, SQLException {
    long rows = choices.rows();
    Grid grid = new Grid("contestant", "rows", "CPU µs a row", "× the smallest", "rows/s");
    Map<String, Measured> smallest = new LinkedHashMap<>();
    OptionalDouble last = OptionalDouble.empty();
    for (long size : List.of(rows / 4, rows, 2 * rows)) {
      List<Supplier<Contestant>> some = new ArrayList<>(List.of(InSql::update, () -> Ours.free(1)));
      if (size == rows / 4 || choices.quick()) {
        some.add(() -> InSql.second(1, false));
      }
      for (Map.Entry<String, Measured> one : bout(Shape.INTEGER, size, some).entrySet()) {
        Measured measured = one.getValue();
        smallest.putIfAbsent(one.getKey(), measured);
        OptionalDouble times = measured.by(smallest.get(one.getKey()), Measured::cpuMicros);
        if (measured.valid()) {
          grid.row(
              one.getKey(),
              Grid.whole(size),
              Grid.decimal(measured.cpuMicros()),
              Grid.times(times),
              Grid.whole(measured.rate()));
        } else {
          grid.remark(one.getKey(), measured.flaw());
        }
        if (one.getKey().equals(Ours.free(1).name())) {
          last = times;
        }
      }
    }
    targets.atMost("CPU a row, most rows by fewest", 1.1, last);
    return heading("growth: integer key") + grid;
  }

  /** What passes are for. */
  String indexes() throws IOException, InterruptedException, SQLException {
    long rows = choices.rows() / 2;
    Map<String, Measured> all =
        bout(
            Shape.INDEXED,
            rows,
            List.of(
                InSql::update,
                () -> Ours.free(1),
                () -> new Ours(1, Preset.NONE, Passes.OFF),
                () -> Ours.free(2)));
    targets.atMost(
        "five indexes: WAL a row by one UPDATE's", 0.5, by(all, Ours.free(1), Measured::walEach));
    targets.atMost(
        "five indexes: what the heap grew by, by one UPDATE's",
        0.6,
        by(all, Ours.free(1), one -> one.heap().grown()));
    targets.atMost(
        "five indexes: the heap afterwards, by one UPDATE's",
        0.6,
        by(all, Ours.free(1), one -> one.heap().times()));
    return heading("indexes: five more than the key's, " + Grid.whole(rows) + " rows") + table(all);
  }

  /** Keys that are no integers. */
  String keys() throws IOException, InterruptedException, SQLException {
    long rows = choices.rows() / 2;
    StringBuilder text = new StringBuilder();
    for (Shape shape : List.of(Shape.INTEGER, Shape.UUID, Shape.COMPOSITE)) {
      Map<String, Measured> all =
          bout(shape, rows, List.of(InSql::update, () -> Ours.free(1), () -> Ours.free(2)));
      text.append(heading("keys: " + shape.label() + ", " + Grid.whole(rows) + " rows"))
          .append(table(all));
    }
    return text.toString();
  }

  /** What a table's size does to the client: nothing. */
  String memory() throws IOException, InterruptedException, SQLException {
    Grid grid = new Grid("contestant", "rows", "heap of this JVM, MB");
    OptionalDouble most = OptionalDouble.empty();
    for (long size : List.of(choices.rows() / 4, 2 * choices.rows())) {
      Contestant ours = Ours.free(4);
      Measured measured = once(ours, Shape.INTEGER, size);
      if (measured.valid()) {
        double megabytes = measured.clientHeap() / (1 << 20);
        most = OptionalDouble.of(Math.max(megabytes, most.orElse(0)));
        grid.row(ours.name(), Grid.whole(size), Grid.decimal(megabytes));
      } else {
        grid.remark(ours.name(), measured.flaw());
      }
    }
    targets.atMost("heap of the client, this benchmark included, MB", 100, most);
    return heading("memory")
        + String.format(
            Locale.ROOT,
            "The most that was in use, garbage included, of the %d MB that this JVM may have.%n%n",
            Runtime.getRuntime().maxMemory() >> 20)
        + grid;
  }

  /** Compiles what will be measured, in us and in the server's caches; nobody sees the figures. */
  void warmUp() throws IOException, InterruptedException, SQLException {
    for (Supplier<Contestant> one :
        List.<Supplier<Contestant>>of(InSql::update, () -> Ours.free(2))) {
      once(one.get(), Shape.INTEGER, Math.min(50_000, choices.rows()));
    }
  }

  /** All of them, round by round; the yardstick, which is the first, once more at the end. */
  private Map<String, Measured> bout(Shape shape, long rows, List<Supplier<Contestant>> contestants)
      throws IOException, InterruptedException, SQLException {
    Map<String, List<Measured>> all = new LinkedHashMap<>();
    for (int round = 0; round <= choices.rounds(); round++) {
      boolean after = round == choices.rounds();
      for (Supplier<Contestant> maker : after ? contestants.subList(0, 1) : contestants) {
        Contestant contestant = maker.get();
        String name = contestant.name();
        if (name.equals(InSql.YARDSTICK) || choices.wants(name)) {
          all.computeIfAbsent(name, unseen -> new ArrayList<>()).add(once(contestant, shape, rows));
        }
      }
    }
    Map<String, Measured> medians = new LinkedHashMap<>();
    all.forEach((name, some) -> medians.put(name, Measured.median(some)));
    return medians;
  }

  private Measured once(Contestant contestant, Shape shape, long rows)
      throws IOException, InterruptedException, SQLException {
    Measured measured = ring.run(contestant, ring.arena(shape, rows), Ring.Company.NOTHING, 0);
    failed |= !measured.valid() && measured.ending() != Contestant.Ending.NOT_THERE;
    return measured;
  }

  private void rate(String what, double least, Map<String, Measured> all, Contestant whose) {
    targets.atLeast(what, least, by(all, whose, Measured::rate));
  }

  private static OptionalDouble by(
      Map<String, Measured> all, Contestant whose, ToDoubleFunction<Measured> figure) {
    Measured measured = all.get(whose.name());
    return measured == null
        ? OptionalDouble.empty()
        : measured.by(all.get(InSql.YARDSTICK), figure);
  }

  private static String table(Map<String, Measured> all) {
    Grid grid =
        new Grid(
            "contestant",
            "rows/s",
            "× one UPDATE",
            "CPU µs a row",
            "of it the client's",
            "WAL bytes a row",
            "heap",
            "indexes",
            "longest transaction, ms");
    Measured yardstick = all.get(InSql.YARDSTICK);
    all.forEach(
        (name, one) -> {
          if (!one.valid()) {
            grid.remark(name, one.flaw());
            return;
          }
          grid.row(
              name,
              Grid.whole(one.rate()),
              Grid.times(one.by(yardstick, Measured::rate)),
              Grid.decimal(one.cpuMicros()),
              Grid.decimal(one.clientMs() * 1000 / one.rows()),
              Grid.whole(one.walEach()),
              Grid.times(OptionalDouble.of(one.heap().times())),
              Grid.times(OptionalDouble.of(one.indexes().times())),
              Grid.whole(one.longestMs()));
        });
    return grid.toString();
  }

  static String heading(String text) {
    return "\n## " + text + "\n\n";
  }
}
