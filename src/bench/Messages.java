package bench;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a tool says to the server.
 *
 * @param run all of a run of so many migrations
 * @param further what that many more add: without what a run says once
 */
record Messages(String tool, int n, CountingProxy.Count run, CountingProxy.Count further) {

  static final String HEADER = "tool,n,part,kind,count\n";

  double each() {
    return (double) further.messages() / n;
  }

  double roundTripsEach() {
    return (double) further.ready() / n;
  }

  /** What a run says besides, whatever it applies. */
  long once() {
    return run.messages() - further.messages();
  }

  String kinds() {
    return further.byKind().entrySet().stream()
        .map(
            entry ->
                String.format(
                    Locale.ROOT, "%.1f %s", entry.getValue() / (double) n, entry.getKey()))
        .collect(Collectors.joining(", "));
  }

  String csv() {
    return rows("run", run.byKind()) + rows("further", further.byKind());
  }

  private String rows(String part, Map<String, Long> byKind) {
    return byKind.entrySet().stream()
        .map(entry -> String.join(",", tool, "" + n, part, entry.getKey(), "" + entry.getValue()))
        .map(row -> row + "\n")
        .collect(Collectors.joining());
  }
}
