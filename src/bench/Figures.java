package bench;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The samples of all rounds, and what can be said of them. */
record Figures(List<Sample> samples) {

  /** The name under which Maven's own floor is kept. */
  static final String MAVEN = "maven";

  /** The name under which a plugin that does nothing is kept. */
  static final String PLUGIN = "plugin";

  Figures {
    samples = List.copyOf(samples);
  }

  /** Median wall time. */
  OptionalDouble wallMs(String tool, int n, Tool.Phase phase) {
    return median(tool, n, phase, sample -> sample.measured().wallMs());
  }

  /** Maven's own floor: all of its runs at this N, whatever came next. */
  OptionalDouble floorMs(int n) {
    return median(floors(n));
  }

  /** All of them. */
  DoubleStream floors(int n) {
    return samples.stream()
        .filter(sample -> sample.valid() && sample.tool().equals(MAVEN) && sample.n() == n)
        .mapToDouble(sample -> sample.measured().wallMs());
  }

  /** Median wall time without what Maven itself takes; psql's has nothing to take off. */
  OptionalDouble costMs(String tool, int n, Tool.Phase phase) {
    OptionalDouble wall = wallMs(tool, n, phase);
    OptionalDouble floor = floorMs(n);
    if (tool.equals(Tools.FLOOR) || wall.isEmpty()) {
      return wall;
    }
    return floor.isEmpty() ? floor : OptionalDouble.of(wall.getAsDouble() - floor.getAsDouble());
  }

  /** How often the time of the psql session. */
  OptionalDouble ratio(String tool, int n) {
    return quotient(costMs(tool, n, Tool.Phase.APPLY), costMs(Tools.FLOOR, n, Tool.Phase.APPLY));
  }

  /** What a migration costs. */
  OptionalDouble eachMs(String tool, int n) {
    OptionalDouble cost = costMs(tool, n, Tool.Phase.APPLY);
    return cost.isEmpty() ? cost : OptionalDouble.of(cost.getAsDouble() / n);
  }

  /** What each further migration costs, from one N to the next. */
  OptionalDouble furtherMs(String tool, int from, int to) {
    OptionalDouble less = costMs(tool, from, Tool.Phase.APPLY);
    OptionalDouble more = costMs(tool, to, Tool.Phase.APPLY);
    return less.isEmpty() || more.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of((more.getAsDouble() - less.getAsDouble()) / (to - from));
  }

  OptionalDouble cpuMs(String tool, int n, Tool.Phase phase) {
    return whole(tool, n, phase, Meter.Measured::cpuMs);
  }

  OptionalDouble rssKb(String tool, int n, Tool.Phase phase) {
    return whole(tool, n, phase, Meter.Measured::rssKb);
  }

  OptionalDouble heapKb(String tool, int n, Tool.Phase phase) {
    return whole(tool, n, phase, Meter.Measured::heapKb);
  }

  /** Wall times. */
  DoubleStream wallTimesMs(String tool, int n, Tool.Phase phase) {
    return valid(tool, n, phase).stream().mapToDouble(sample -> sample.measured().wallMs());
  }

  static OptionalDouble quotient(OptionalDouble above, OptionalDouble below) {
    return above.isEmpty() || below.isEmpty() || below.getAsDouble() <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(above.getAsDouble() / below.getAsDouble());
  }

  private OptionalDouble whole(
      String tool, int n, Tool.Phase phase, Function<Meter.Measured, OptionalLong> figure) {
    return median(
        valid(tool, n, phase).stream()
            .map(sample -> figure.apply(sample.measured()))
            .filter(OptionalLong::isPresent)
            .mapToDouble(OptionalLong::getAsLong));
  }

  private OptionalDouble median(
      String tool, int n, Tool.Phase phase, ToDoubleFunction<Sample> figure) {
    return median(valid(tool, n, phase).stream().mapToDouble(figure));
  }

  private List<Sample> valid(String tool, int n, Tool.Phase phase) {
    return samples.stream()
        .filter(Sample::valid)
        .filter(sample -> sample.tool().equals(tool))
        .filter(sample -> sample.n() == n && sample.phase() == phase)
        .toList();
  }

  static OptionalDouble median(DoubleStream values) {
    double[] sorted = values.toArray();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2);
  }
}
