package io.github.dbsage.report.format;

import com.google.gson.stream.JsonWriter;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.Suppressed;
import io.github.dbsage.model.Withdrawn;
import io.github.dbsage.report.Format;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The findings for code scanners and editors, in OASIS's Static Analysis Results Interchange Format
 * 2.1.0. Fixes are part of the messages: none of them is a replacement of text that could be made
 * without looking.
 */
public final class SarifFormat implements Format {

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  /** The name that code scanners give the root of a checkout. */
  private static final String ROOT = "%SRCROOT%";

  private static final String SEMANTIC_VERSION =
      "\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?";

  private final String toolVersion;

  SarifFormat(String toolVersion) {
    this.toolVersion = toolVersion;
  }

  @Override
  public String suffix() {
    return "sarif";
  }

  @Override
  public byte[] bytes(Report report) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setIndent("  ");
      json.beginObject();
      json.name("$schema").value(SCHEMA);
      json.name("version").value("2.1.0");
      json.name("runs").beginArray();
      run(json, report);
      json.endArray();
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter throws none
    }
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private void run(JsonWriter json, Report report) throws IOException {
    SarifRules rules = new SarifRules(report);
    json.beginObject();
    json.name("tool").beginObject();
    json.name("driver");
    driver(json, rules);
    json.endObject();
    // Reports of several goals may be uploaded of one commit; this keeps them apart.
    json.name("automationDetails").beginObject();
    json.name("id").value("dbsage/" + report.goal() + "/");
    json.endObject();
    json.name("invocations").beginArray();
    invocation(json, report.error());
    json.endArray();
    json.name("originalUriBaseIds").beginObject();
    json.name(ROOT).beginObject();
    SarifRules.text(json, "description", "The base directory of the Maven project.");
    json.endObject();
    json.endObject();
    json.name("columnKind").value("unicodeCodePoints");
    json.name("results").beginArray();
    Fingerprints fingerprints = new Fingerprints();
    for (Finding finding : report.findings()) {
      result(json, finding, rules, fingerprints, null);
    }
    for (Suppressed suppressed : report.suppressed()) {
      result(
          json,
          suppressed.finding(),
          rules,
          fingerprints,
          new Suppression("inSource", suppressed.reason(), suppressed.at()));
    }
    for (Withdrawn withdrawn : report.withdrawn()) {
      result(
          json,
          withdrawn.finding(),
          rules,
          fingerprints,
          new Suppression("external", withdrawn.reason(), null));
    }
    json.endArray();
    json.endObject();
  }

  private void driver(JsonWriter json, SarifRules rules) throws IOException {
    json.beginObject();
    json.name("name").value("DB Sage");
    json.name("version").value(toolVersion);
    if (toolVersion.matches(SEMANTIC_VERSION)) {
      json.name("semanticVersion").value(toolVersion);
    }
    json.name("rules");
    rules.write(json);
    json.endObject();
  }

  /** Why a finding does not count, and where that is written: in the sources, or nowhere. */
  private record Suppression(String kind, String reason, @Nullable Place at) {}

  private static void invocation(JsonWriter json, @Nullable Problem error) throws IOException {
    json.beginObject();
    json.name("executionSuccessful").value(error == null);
    if (error != null) {
      json.name("toolExecutionNotifications").beginArray();
      json.beginObject();
      json.name("descriptor").beginObject();
      json.name("id").value(error.code());
      json.endObject();
      json.name("level").value("error");
      SarifRules.text(json, "message", message(error));
      Place where = error.where();
      if (where != null) {
        locations(json, where);
      }
      json.endObject();
      json.endArray();
    }
    json.endObject();
  }

  private static void result(
      JsonWriter json,
      Finding finding,
      SarifRules rules,
      Fingerprints fingerprints,
      @Nullable Suppression suppression)
      throws IOException {
    json.beginObject();
    json.name("ruleId").value(finding.rule());
    json.name("ruleIndex").value(rules.index(finding));
    json.name("level").value(SarifRules.level(finding.severity()));
    SarifRules.text(json, "message", message(finding));
    locations(json, finding.where());
    json.name("partialFingerprints").beginObject();
    json.name("statementHash/v1").value(fingerprints.of(finding));
    json.endObject();
    if (suppression != null) {
      json.name("suppressions").beginArray();
      suppression(json, suppression);
      json.endArray();
    }
    json.name("properties").beginObject();
    json.name("certainty").value(finding.certainty().label());
    json.endObject();
    json.endObject();
  }

  private static void suppression(JsonWriter json, Suppression suppression) throws IOException {
    json.beginObject();
    json.name("kind").value(suppression.kind());
    json.name("status").value("accepted");
    json.name("justification").value(suppression.reason());
    if (suppression.at() != null) {
      json.name("location");
      location(json, suppression.at());
    }
    json.endObject();
  }

  private static void locations(JsonWriter json, Place where) throws IOException {
    json.name("locations").beginArray();
    location(json, where);
    json.endArray();
  }

  private static void location(JsonWriter json, Place where) throws IOException {
    SarifUri uri = SarifUri.of(where.file());
    json.beginObject();
    json.name("physicalLocation").beginObject();
    json.name("artifactLocation").beginObject();
    json.name("uri").value(uri.text());
    if (uri.relative()) {
      json.name("uriBaseId").value(ROOT);
    }
    json.endObject();
    json.name("region").beginObject();
    json.name("startLine").value(where.line());
    json.name("startColumn").value(where.column());
    json.endObject();
    json.endObject();
    json.endObject();
  }

  private static String message(Finding finding) {
    return finding.message() + line("Effect: ", finding.effect()) + line("Fix: ", finding.fix());
  }

  private static String message(Problem error) {
    String sqlState = error.sqlState();
    return error.what()
        + (sqlState == null ? "" : " (SQLSTATE " + sqlState + ")")
        + line("Detail: ", error.why())
        + line("Hint: ", error.hint())
        + line("Fix: ", error.fix());
  }

  private static String line(String label, @Nullable String text) {
    return text == null ? "" : "\n" + label + text;
  }
}
