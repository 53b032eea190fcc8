package io.github.dbsage.report.format;

import static io.github.dbsage.report.format.Samples.place;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.testing.Goldens;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

final class JUnitFormatTest {

  private static final Set<String> SUITE =
      Set.of("name", "tests", "failures", "errors", "skipped", "time");

  static Stream<Report> reports() {
    return Stream.of(Samples.full(), Samples.empty(), hostile(), warned());
  }

  @Test
  void writesWhatTheGoldensHold() {
    Goldens.check("report/full.junit.xml", text(Samples.full()));
    Goldens.check("report/bare.junit.xml", text(Samples.bare()));
    Goldens.check("report/empty.junit.xml", text(Samples.empty()));
  }

  /** What Jenkins, GitLab and Maven's own reports agree on. */
  @ParameterizedTest
  @MethodSource("reports")
  void theSuitesCountsAreThoseOfItsCases(Report report) throws Exception {
    Element root = read(report);
    assertThat(root.getTagName()).isEqualTo("testsuites");
    Element suite = elements(root, "testsuite").get(0);
    for (Element counted : List.of(root, suite)) {
      assertThat(attributes(counted)).isEqualTo(SUITE);
      assertThat(counted.getAttribute("tests")).isEqualTo(count(suite, "testcase"));
      assertThat(counted.getAttribute("failures")).isEqualTo(count(suite, "failure"));
      assertThat(counted.getAttribute("errors")).isEqualTo(count(suite, "error"));
      assertThat(counted.getAttribute("skipped")).isEqualTo(count(suite, "skipped"));
      assertThat(counted.getAttribute("time")).matches("[0-9]+\\.[0-9]{3}");
    }
    assertThat(elements(suite, "testcase"))
        .isNotEmpty()
        .allSatisfy(
            one -> {
              assertThat(attributes(one)).isEqualTo(Set.of("classname", "name", "time"));
              assertThat(one.getAttribute("classname")).isEqualTo("dbsage." + report.goal());
              assertThat(one.getAttribute("name")).isNotEmpty();
              assertThat(one.getElementsByTagName("*").getLength()).isLessThanOrEqualTo(1);
            });
    assertThat(elements(suite, "failure"))
        .allSatisfy(one -> assertThat(attributes(one)).isEqualTo(Set.of("type", "message")));
    boolean failed = !elements(suite, "failure").isEmpty() || !elements(suite, "error").isEmpty();
    assertThat(failed).isEqualTo(!report.passed());
  }

  @Test
  void whatNoXmlCanHoldIsReplacedAndTheRestComesThrough() throws Exception {
    Element failure = elements(read(hostile()), "failure").get(0);
    assertThat(failure.getAttribute("message")).isEqualTo("<a> & \"b\"\n\uFFFD ]]> 😀");
    assertThat(failure.getTextContent()).startsWith("<a> & \"b\"\n\uFFFD ]]> 😀");
  }

  @Test
  void aGoalThatPassedHasNoFailureWhateverItFound() throws Exception {
    Finding found = Finding.error("MASS_DML", place("20251027120100_total", 4, 2), "It is.", null);
    Report report = new Report("status", true, null, null, List.of(), List.of(found), null);
    Element root = read(report);
    assertThat(elements(root, "failure")).isEmpty();
    assertThat(elements(root, "system-out").get(0).getTextContent())
        .startsWith("error MASS_DML at src/main/db/migrations/20251027120100_total.sql:4:2: It is");
  }

  @Test
  void aCheckFailsForItsOwnReasonAndNotTheGoalForItOnceMore() throws Exception {
    Problem first = Problem.of("CHECK_FAILED", "First.", null, null);
    Problem second = Problem.of("CHECK_FAILED", "Second.", null, null);
    List<StepReport> steps =
        List.of(
            StepReport.check("a", 1, first),
            StepReport.check("b", 1200, null),
            StepReport.check("c", 2, second));
    Report report = new Report("smoke-test", false, null, null, steps, List.of(), first);
    Element root = read(report);
    assertThat(elements(root, "failure").stream().map(one -> one.getAttribute("message")))
        .containsExactly("First.", "Second.");
    assertThat(elements(root, "error")).isEmpty();
    assertThat(root.getAttribute("time")).isEqualTo("1.203");
  }

  @Test
  void isOneOfTheFormats() {
    assertThat(Formats.all("1.0.0")).anyMatch(JUnitFormat.class::isInstance);
  }

  private static Report hostile() {
    Finding found =
        Finding.error(
            "MASS_DML", place("20251027120100_total", 4, 2), "<a> & \"b\"\n\u0000 ]]> 😀", null);
    return new Report("validate-plan", false, null, null, List.of(), List.of(found), null);
  }

  private static Report warned() {
    Finding found = Finding.warning("MASS_DML", place("20251027120100_total", 4, 2), "m", null);
    StepReport step = Samples.pending("20251027120100_total");
    return new Report("validate-plan", false, null, null, List.of(step), List.of(found), null);
  }

  private static String text(Report report) {
    return new String(new JUnitFormat().bytes(report), StandardCharsets.UTF_8);
  }

  private static Element read(Report report) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(new JUnitFormat().bytes(report)))
        .getDocumentElement();
  }

  private static String count(Element root, String tag) {
    return String.valueOf(elements(root, tag).size());
  }

  private static List<Element> elements(Element root, String tag) {
    NodeList found = root.getElementsByTagName(tag);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  private static Set<String> attributes(Element element) {
    return IntStream.range(0, element.getAttributes().getLength())
        .mapToObj(i -> element.getAttributes().item(i).getNodeName())
        .collect(Collectors.toSet());
  }
}
