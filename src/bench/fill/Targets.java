package bench.fill;

import java.util.OptionalDouble;

/** What issue 6 asks for, what came out, and whether that will do. */
final class Targets {

  private final Grid grid = new Grid("target", "wanted", "measured", "held");

  void atLeast(String what, double least, OptionalDouble measured) {
    row(
        what,
        "at least " + Grid.decimal(least),
        measured,
        measured.isPresent() && measured.getAsDouble() >= least);
  }

  void atMost(String what, double most, OptionalDouble measured) {
    row(
        what,
        "at most " + Grid.decimal(most),
        measured,
        measured.isPresent() && measured.getAsDouble() <= most);
  }

  private void row(String what, String wanted, OptionalDouble measured, boolean held) {
    if (measured.isEmpty()) {
      grid.row(what, wanted, "not measured", "");
    } else {
      grid.row(what, wanted, Grid.decimal(measured.getAsDouble()), held ? "yes" : "no");
    }
  }

  @Override
  public String toString() {
    return grid.toString();
  }
}
