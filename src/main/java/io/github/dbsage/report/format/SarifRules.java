package io.github.dbsage.report.format;

import com.google.gson.stream.JsonWriter;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Hazard;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.Suppressed;
import io.github.dbsage.model.Withdrawn;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules that a report's findings speak of, in the order in which they come up. */
final class SarifRules {

  private final Map<String, Hazard> hazards;
  private final Map<String, Severity> worst = new LinkedHashMap<>();
  private final List<String> ids;

  SarifRules(Report report) {
    this.hazards =
        report.hazards().stream().collect(Collectors.toMap(Hazard::id, Function.identity()));
    Stream.of(
            report.findings().stream(),
            report.suppressed().stream().map(Suppressed::finding),
            report.withdrawn().stream().map(Withdrawn::finding))
        .flatMap(Function.identity())
        .forEach(
            finding ->
                worst.merge(
                    finding.rule(), finding.severity(), (a, b) -> a.compareTo(b) < 0 ? b : a));
    this.ids = List.copyOf(worst.keySet());
  }

  /** Where the finding's rule stands among them. */
  int index(Finding finding) {
    return ids.indexOf(finding.rule());
  }

  /** SARIF's word for a severity. */
  static String level(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO -> "note";
    };
  }

  /** Writes the array. */
  void write(JsonWriter json) throws IOException {
    json.beginArray();
    for (Map.Entry<String, Severity> rule : worst.entrySet()) {
      rule(json, rule.getKey(), hazards.get(rule.getKey()), rule.getValue());
    }
    json.endArray();
  }

  private static void rule(JsonWriter json, String id, @Nullable Hazard hazard, Severity found)
      throws IOException {
    String title = hazard == null ? words(id) : hazard.title();
    json.beginObject();
    json.name("id").value(id);
    text(json, "shortDescription", title);
    text(json, "fullDescription", title);
    json.name("defaultConfiguration").beginObject();
    json.name("level").value(level(hazard == null ? found : hazard.severity()));
    json.endObject();
    json.name("help").beginObject();
    json.name("text").value(help(title, id, hazard, ""));
    json.name("markdown").value(help(title, id, hazard, "`"));
    json.endObject();
    json.endObject();
  }

  private static String help(String title, String id, @Nullable Hazard hazard, String quote) {
    if (hazard == null) {
      return title;
    }
    return """
        %1$s

        See %4$s%2$s%4$s in the documentation of DB Sage. To accept it, write in front of the
        statement:

        %4$s-- dbsage:ignore %3$s because ...%4$s"""
        .formatted(title, hazard.page(), id, quote);
  }

  /** {@code CHECKSUM_CHANGED} as {@code Checksum changed.} */
  private static String words(String id) {
    String words = id.toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }

  static void text(JsonWriter json, String name, String text) throws IOException {
    json.name(name).beginObject();
    json.name("text").value(text);
    json.endObject();
  }
}
