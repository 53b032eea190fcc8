package io.github.dbsage.report.format;

import io.github.dbsage.model.Report;
import io.github.dbsage.report.Format;
import io.github.dbsage.report.format.JUnitCases.Case;
import io.github.dbsage.report.format.JUnitCases.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The report as the XML that JUnit's runners write and every CI server shows: a goal is a suite,
 * its steps and checks are cases, what fails it are failures.
 */
public final class JUnitFormat implements Format {

  private static final int REPLACEMENT = 0xFFFD;

  @Override
  public String suffix() {
    return "junit.xml";
  }

  @Override
  public byte[] bytes(Report report) {
    List<Case> cases = new JUnitCases(report).all();
    String counts =
        "tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\" time=\"%s\""
            .formatted(
                cases.size(),
                count(cases, Verdict.FAILURE),
                count(cases, Verdict.ERROR),
                count(cases, Verdict.SKIPPED),
                seconds(cases.stream().mapToLong(Case::ms).sum()));
    StringBuilder xml = new StringBuilder();
    xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<testsuites name=\"DB Sage\" ").append(counts).append(">\n");
    String suite = attribute("name", "dbsage:" + report.goal());
    xml.append("  <testsuite").append(suite).append(' ').append(counts).append(">\n");
    cases.forEach(one -> write(xml, report.goal(), one));
    String out = new JUnitCases(report).asides();
    if (!out.isEmpty()) {
      xml.append("    <system-out>").append(escaped(out)).append("</system-out>\n");
    }
    xml.append("  </testsuite>\n</testsuites>\n");
    return xml.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(StringBuilder xml, String goal, Case one) {
    xml.append("    <testcase")
        .append(attribute("classname", "dbsage." + goal))
        .append(attribute("name", one.name()))
        .append(attribute("time", seconds(one.ms())));
    switch (one.verdict()) {
      case PASSED -> {
        xml.append("/>\n");
        return;
      }
      case SKIPPED ->
          xml.append(">\n      <skipped")
              .append(attribute("message", one.message()))
              .append("/>\n");
      case FAILURE, ERROR -> {
        String element = one.verdict() == Verdict.FAILURE ? "failure" : "error";
        xml.append(">\n      <")
            .append(element)
            .append(attribute("type", one.type()))
            .append(attribute("message", one.message()))
            .append('>')
            .append(escaped(one.text()))
            .append("</")
            .append(element)
            .append(">\n");
      }
    }
    xml.append("    </testcase>\n");
  }

  private static long count(List<Case> cases, Verdict verdict) {
    return cases.stream().filter(one -> one.verdict() == verdict).count();
  }

  private static String seconds(long ms) {
    return String.format(Locale.ROOT, "%d.%03d", ms / 1000, ms % 1000);
  }

  private static String attribute(String name, String value) {
    String text = escaped(value).replace("\"", "&quot;").replace("\n", "&#10;");
    return " " + name + "=\"" + text + "\"";
  }

  /** Text for an element; what no XML can hold is replaced. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .map(c -> isXml(c) ? c : REPLACEMENT)
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '\r' -> escaped.append("&#13;");
                default -> escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }

  /** The characters of XML 1.0, section 2.2. */
  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= ' ' && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
