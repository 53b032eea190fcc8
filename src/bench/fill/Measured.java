package bench.fill;

import bench.fill.Contestant.Ending;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What a run took, or the medians of several.
 *
 * @param rows that were changed
 * @param serverMs CPU time of all of the server's processes
 * @param clientMs CPU time of this JVM
 * @param wal bytes
 * @param heap the table's size afterwards and before, in bytes
 * @param indexes the indexes' sizes afterwards and before, in bytes
 * @param longestMs the longest transaction that was seen
 * @param clientHeap the most bytes of this JVM's heap that were in use
 * @param flaw why it does not count; empty where it does
 */
record Measured(
    Ending ending,
    double rows,
    double seconds,
    double serverMs,
    double clientMs,
    double wal,
    Size heap,
    Size indexes,
    double longestMs,
    double clientHeap,
    String flaw) {

  /** A size before and after, in bytes. */
  record Size(double before, double after) {
    double grown() {
      return after - before;
    }

    double times() {
      return before == 0 ? 1 : after / before;
    }
  }

  private static final Size NO_SIZE = new Size(0, 0);

  /** One that says nothing but why. */
  static Measured flawed(Ending ending, String flaw) {
    return new Measured(ending, 0, 0, 0, 0, 0, NO_SIZE, NO_SIZE, 0, 0, flaw);
  }

  /** Where one has a flaw, that one. */
  static Measured median(List<Measured> all) {
    return all.stream()
        .filter(one -> !one.valid())
        .findFirst()
        .orElseGet(
            () ->
                new Measured(
                    all.get(0).ending,
                    median(all, Measured::rows),
                    median(all, Measured::seconds),
                    median(all, Measured::serverMs),
                    median(all, Measured::clientMs),
                    median(all, Measured::wal),
                    size(all, Measured::heap),
                    size(all, Measured::indexes),
                    median(all, Measured::longestMs),
                    all.stream().mapToDouble(Measured::clientHeap).max().orElse(0),
                    ""));
  }

  boolean valid() {
    return flaw.isEmpty();
  }

  double rate() {
    return rows / seconds;
  }

  double cpuMicros() {
    return (serverMs + clientMs) * 1000 / rows;
  }

  double walEach() {
    return wal / rows;
  }

  /** A figure in terms of another run's. */
  OptionalDouble by(Measured other, ToDoubleFunction<Measured> figure) {
    double below = figure.applyAsDouble(other);
    return valid() && other.valid() && below > 0
        ? OptionalDouble.of(figure.applyAsDouble(this) / below)
        : OptionalDouble.empty();
  }

  private static Size size(List<Measured> all, Function<Measured, Size> which) {
    return new Size(
        median(all, one -> which.apply(one).before()),
        median(all, one -> which.apply(one).after()));
  }

  private static double median(List<Measured> all, ToDoubleFunction<Measured> figure) {
    return median(all.stream().mapToDouble(figure).toArray());
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
