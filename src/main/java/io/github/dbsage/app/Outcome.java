package io.github.dbsage.app;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.Severity;
import java.util.List;
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
    List<Finding> errors = findings(Severity.ERROR);
    if (!errors.isEmpty()) {
      return sentence(errors, "errors", "");
    }
    // No error, and failed: the user asked for that.
    return sentence(findings(Severity.WARNING), "warnings", " (dbsage.failOn=warning)");
  }

  private List<Finding> findings(Severity severity) {
    return report.findings().stream().filter(f -> f.severity() == severity).toList();
  }

  private static String sentence(List<Finding> findings, String several, String why) {
    return findings.size() == 1
        ? findings.get(0).message() + " (" + findings.get(0).where() + ")" + why
        : findings.size() + " " + several + " were found; each is listed above" + why + ".";
  }
}
