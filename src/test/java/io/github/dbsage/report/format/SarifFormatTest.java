package io.github.dbsage.report.format;

import static io.github.dbsage.report.format.Samples.place;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Hazard;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.Suppressed;
import io.github.dbsage.model.Withdrawn;
import io.github.dbsage.testing.Goldens;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SarifFormatTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String TOTAL = "20251027120100_total";

  private final JsonSchema schema = schema();

  static Stream<Report> reports() {
    return Stream.of(
        Samples.full(),
        Samples.bare(),
        Samples.empty(),
        found(
            new Finding(
                "SERIAL_TYPE",
                Severity.INFO,
                Certainty.CERTAIN,
                new Place("../other/ä ö#?%[x].sql", 3, 7),
                null,
                "m",
                null,
                null)),
        found(Finding.error("FILE_NAME", Place.startOf("/elsewhere/a b.sql"), "m", "f")));
  }

  @Test
  void writesWhatTheGoldensHold() {
    Goldens.check("report/full.sarif", sarif("0.1.0", Samples.full()));
    Goldens.check("report/empty.sarif", sarif("0.1.0", Samples.empty()));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void writesWhatTheStandardsSchemaDescribes(Report report) {
    assertThat(schema.validate(log(report))).isEmpty();
  }

  /** Else the test above would say nothing. */
  @Test
  void theStandardsSchemaRefusesWhatIsNoSarif() {
    JsonNode log = log(Samples.full());
    ObjectNode result = (ObjectNode) log.at("/runs/0/results/0");
    result.put("level", "fatal");
    assertThat(schema.validate(log)).isNotEmpty();
    result.put("level", "error");
    assertThat(schema.validate(log)).isEmpty();
    result.remove("message");
    assertThat(schema.validate(log)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void everyResultPointsAtItsRule(Report report) {
    JsonNode run = log(report).at("/runs/0");
    for (JsonNode result : run.get("results")) {
      JsonNode rule = run.at("/tool/driver/rules/" + result.get("ruleIndex").intValue());
      assertThat(rule.get("id")).isEqualTo(result.get("ruleId"));
    }
    assertThat(run.get("results"))
        .hasSize(report.findings().size() + report.suppressed().size() + report.withdrawn().size());
  }

  @Test
  void explainsAHazardAndSaysHowToAcceptIt() {
    JsonNode rule = log(Samples.full()).at("/runs/0/tool/driver/rules/2");
    assertThat(rule.get("id").textValue()).isEqualTo("DROP_COLUMN");
    assertThat(rule.at("/shortDescription/text").textValue())
        .isEqualTo(Samples.DROP_COLUMN.title());
    assertThat(rule.at("/defaultConfiguration/level").textValue()).isEqualTo("error");
    assertThat(rule.at("/help/markdown").textValue())
        .contains("`hazards/DROP_COLUMN.md`")
        .endsWith("`-- dbsage:ignore DROP_COLUMN because ...`");
    assertThat(rule.at("/help/text").textValue()).doesNotContain("`");
  }

  @Test
  void aRuleThatIsNoHazardHasItsIdAsWordsAndTheWorstOfItsLevels() {
    Finding warning = Finding.warning("CHECKSUM_CHANGED", place(TOTAL, 1, 1), "m", null);
    Finding error = Finding.error("CHECKSUM_CHANGED", place(TOTAL, 2, 1), "m", null);
    JsonNode rules = log(found(warning, error, warning)).at("/runs/0/tool/driver/rules");
    assertThat(rules).hasSize(1);
    assertThat(rules.at("/0/shortDescription/text").textValue()).isEqualTo("Checksum changed.");
    assertThat(rules.at("/0/help/text").textValue()).isEqualTo("Checksum changed.");
    assertThat(rules.at("/0/defaultConfiguration/level").textValue()).isEqualTo("error");
  }

  @Test
  void namesOnlyRulesThatFindingsSpeakOf() {
    Hazard other = new Hazard("OTHER", Severity.INFO, "Other.", "hazards/OTHER.md");
    Report report =
        new Report(
            "validate-plan",
            true,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(other),
            null,
            null,
            null,
            List.of(),
            null);
    assertThat(log(report).at("/runs/0/tool/driver/rules")).isEmpty();
  }

  @Test
  void hasSarifsWordForEachSeverity() {
    assertThat(result(finding(Severity.ERROR, null)).get("level").textValue()).isEqualTo("error");
    assertThat(result(finding(Severity.WARNING, null)).get("level").textValue())
        .isEqualTo("warning");
    assertThat(result(finding(Severity.INFO, null)).get("level").textValue()).isEqualTo("note");
  }

  @Test
  void saysWhatItWouldDoAndWhatToWriteInTheMessage() {
    Finding finding =
        Finding.error("MASS_DML", place(TOTAL, 4, 2), "It is long.", "Write:\nUPDATE x;")
            .withEffect("It locks.");
    JsonNode result = result(finding);
    assertThat(result.at("/message/text").textValue())
        .isEqualTo("It is long.\nEffect: It locks.\nFix: Write:\nUPDATE x;");
    assertThat(result.at("/locations/0/physicalLocation/region").toString())
        .isEqualTo("{\"startLine\":4,\"startColumn\":2}");
    assertThat(result.at("/properties/certainty").textValue()).isEqualTo("certain");
  }

  @Test
  void carriesASuppressionWithItsReasonAndThePlaceOfTheDirective() {
    JsonNode result = log(Samples.full()).at("/runs/0/results/2");
    assertThat(result.at("/suppressions/0/kind").textValue()).isEqualTo("inSource");
    assertThat(result.at("/suppressions/0/justification").textValue())
        .isEqualTo("the application stopped reading it in v2");
    assertThat(result.at("/suppressions/0/location/physicalLocation/region/startLine").intValue())
        .isEqualTo(8);
    assertThat(log(Samples.full()).at("/runs/0/results/0").has("suppressions")).isFalse();
    JsonNode withdrawn = log(Samples.full()).at("/runs/0/results/3");
    assertThat(withdrawn.at("/suppressions/0/kind").textValue()).isEqualTo("external");
    assertThat(withdrawn.at("/suppressions/0/justification").textValue())
        .isEqualTo("it was not read from end to end");
  }

  @Test
  void tellsOfTheErrorThatEndedTheGoal() {
    Problem problem =
        new Problem(
            "STATEMENT_FAILED",
            "column \"totl\" does not exist",
            place(TOTAL, 3, 8),
            "Why.",
            "Correct it.",
            "42703",
            "Hint.");
    JsonNode invocation =
        log(new Report("apply", false, null, null, List.of(), List.of(), problem))
            .at("/runs/0/invocations/0");
    assertThat(invocation.get("executionSuccessful").booleanValue()).isFalse();
    JsonNode told = invocation.at("/toolExecutionNotifications/0");
    assertThat(told.at("/descriptor/id").textValue()).isEqualTo("STATEMENT_FAILED");
    assertThat(told.at("/message/text").textValue())
        .isEqualTo(
            "column \"totl\" does not exist (SQLSTATE 42703)\nDetail: Why.\nHint: Hint.\nFix:"
                + " Correct it.");
    assertThat(told.at("/locations/0/physicalLocation/region/startLine").intValue()).isEqualTo(3);
  }

  /** The goal did what it should; what it found is the results. */
  @Test
  void aGoalThatFoundSomethingWasExecutedAllTheSame() {
    JsonNode invocation = log(found(finding(Severity.ERROR, null))).at("/runs/0/invocations/0");
    assertThat(invocation.get("executionSuccessful").booleanValue()).isTrue();
    assertThat(invocation.has("toolExecutionNotifications")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.0", "0.1.0-SNAPSHOT", "10.2.3-rc.1+build.7"})
  void callsASemanticVersionOne(String version) throws Exception {
    JsonNode driver = MAPPER.readTree(sarif(version, Samples.empty())).at("/runs/0/tool/driver");
    assertThat(driver.get("semanticVersion").textValue()).isEqualTo(version);
    assertThat(driver.get("version").textValue()).isEqualTo(version);
  }

  @Test
  void callsNoOtherVersionSemantic() throws Exception {
    JsonNode driver = MAPPER.readTree(sarif("unknown", Samples.empty())).at("/runs/0/tool/driver");
    assertThat(driver.has("semanticVersion")).isFalse();
    assertThat(driver.get("version").textValue()).isEqualTo("unknown");
  }

  @Test
  void keepsTheReportsOfSeveralGoalsApart() {
    assertThat(log(Samples.full()).at("/runs/0/automationDetails/id").textValue())
        .isEqualTo("dbsage/apply/");
  }

  @Test
  void namesFilesRelativeToTheRootOfTheCheckout() {
    JsonNode location =
        result(finding(Severity.ERROR, null)).at("/locations/0/physicalLocation/artifactLocation");
    assertThat(location.get("uri").textValue())
        .isEqualTo("src/main/db/migrations/20251027120100_total.sql");
    assertThat(location.get("uriBaseId").textValue()).isEqualTo("%SRCROOT%");
    assertThat(
            result(Finding.error("FILE_NAME", Place.startOf("/a/b.sql"), "m", null))
                .at("/locations/0/physicalLocation/artifactLocation")
                .toString())
        .isEqualTo("{\"uri\":\"file:///a/b.sql\"}");
  }

  private static Finding finding(Severity severity, @Nullable String statement) {
    return new Finding(
        "MASS_DML", severity, Certainty.CERTAIN, place(TOTAL, 4, 2), statement, "m", null, null);
  }

  private static Report found(Finding... findings) {
    return new Report(
        "validate-plan",
        true,
        null,
        null,
        List.of(),
        List.of(findings),
        List.of(new Suppressed(findings[0], "it's known", findings[0].where())),
        List.of(new Withdrawn(findings[0], "it was not seen")),
        List.of(),
        null,
        null,
        null,
        List.of(),
        null);
  }

  private static JsonNode result(Finding finding) {
    return log(found(finding)).at("/runs/0/results/0");
  }

  private static JsonNode log(Report report) {
    try {
      return MAPPER.readTree(sarif("0.1.0", report));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String sarif(String toolVersion, Report report) {
    return new String(new SarifFormat(toolVersion).bytes(report), StandardCharsets.UTF_8);
  }

  private static JsonSchema schema() {
    try (InputStream in =
        Objects.requireNonNull(
            SarifFormatTest.class.getResourceAsStream("/sarif/sarif-2.1.0-rtm.5.json"))) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
