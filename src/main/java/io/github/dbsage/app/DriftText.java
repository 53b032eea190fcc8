package io.github.dbsage.app;

import io.github.dbsage.schema.SchemaDeviation;
import io.github.dbsage.schema.SchemaDiff;
import java.util.ArrayList;
import java.util.List;

/**
 * How a schema differs from what its files make, all of it, as text.
 *
 * @param lines where each change begins, and behind them where each owner stands
 */
record DriftText(String text, List<Integer> lines) {

  private static final String HEAD =
      "-- From what the applied files make (-) to what is in the database (+).\n";

  DriftText {
    lines = List.copyOf(lines);
  }

  static DriftText of(SchemaDeviation deviation) {
    StringBuilder text = new StringBuilder(HEAD);
    List<Integer> lines = new ArrayList<>();
    int line = 2;
    for (SchemaDiff.Change change : deviation.diff().changes()) {
      String block = "\n" + change.text();
      lines.add(line + 1);
      text.append(block);
      line += (int) block.chars().filter(c -> c == '\n').count();
    }
    for (SchemaDeviation.Foreign foreign : deviation.owners()) {
      lines.add(line + 1);
      text.append("\nowner of ")
          .append(foreign.heading())
          .append("\n  - ")
          .append(foreign.expected())
          .append("\n  + ")
          .append(foreign.owner())
          .append("\n  ")
          .append(foreign.mend())
          .append('\n');
      line += 5;
    }
    return new DriftText(text.toString(), lines);
  }
}
