package bench;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * One run.
 *
 * @param n how many migrations; the tables show the median of a tool's samples of an N and a phase
 * @param flaw why it does not count; empty where all was there that should be
 */
record Sample(
    String tool, int n, int round, Tool.Phase phase, Meter.Measured measured, String flaw) {

  static final String HEADER = "tool,n,round,phase,wall_ms,cpu_ms,rss_kb,heap_kb,exit,flaw\n";

  boolean valid() {
    return flaw.isEmpty();
  }

  String csv() {
    return String.format(
        Locale.ROOT,
        "%s,%d,%d,%s,%.1f,%s,%s,%s,%d,\"%s\"\n",
        tool,
        n,
        round,
        phase.shown(),
        measured.wallMs(),
        or(measured.cpuMs()),
        or(measured.rssKb()),
        or(measured.heapKb()),
        measured.exit(),
        flaw.replace("\"", "\"\""));
  }

  private static String or(OptionalLong value) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : "";
  }
}
