package io.github.dbsage.app;

import io.github.dbsage.model.Report;
import io.github.dbsage.model.Severity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a goal gives back.
 *
 * @param report what it has to say
 * @param defect what went wrong inside the tool itself, or null
 * @param properties {@code dbsage.embedded.*} of the embedded server, empty where none runs
 */
public record Outcome(Report report, @Nullable Throwable defect, Map<String, String> properties) {

  public Outcome {
    properties = Map.copyOf(properties);
  }

  /** One sentence for the build's last line. */
  public String sentence() {
    if (report.error() != null) {
      return report.error().where() == null
          ? report.error().what()
          : report.error().what() + " (" + report.error().where() + ")";
    }
    long errors = report.findings().stream().filter(f -> f.severity() == Severity.ERROR).count();
    return errors == 1
        ? report.findings().stream()
            .filter(f -> f.severity() == Severity.ERROR)
            .findFirst()
            .map(f -> f.message() + " (" + f.where() + ")")
            .orElse("")
        : errors + " errors were found; each is listed above.";
  }
}
