package io.github.dbsage.report.format;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.Suppressed;
import java.util.List;
import java.util.stream.Collectors;

/** Writes findings file by file, each below its file's name in the order of the lines. */
final class FindingList {

  private static final int MOST_LINES = 12;
  private static final int REASON_WIDTH = 100;

  private final Complaints complaints;
  private final Page page;
  private final Paint paint;

  FindingList(Complaints complaints, Page page, Paint paint) {
    this.complaints = complaints;
    this.page = page;
    this.paint = paint;
  }

  void write(List<Finding> findings, List<Suppressed> suppressed) {
    List<FileFindings> files = FileFindings.of(findings);
    files.forEach(this::write);
    if (files.stream().anyMatch(file -> !file.folded().isEmpty())) {
      page.gap();
      page.write(Severity.INFO, paint.quiet("report.json lists every finding in full."));
    }
    if (!suppressed.isEmpty()) {
      page.gap();
    }
    for (Suppressed one : suppressed) {
      page.write(Severity.INFO, paint.quiet(line(one)));
    }
  }

  private void write(FileFindings file) {
    page.gap();
    String tally = String.join(", ", Summary.bySeverity(file.all()));
    page.write(
        FileFindings.worst(file.all()),
        paint.strong(Cells.harmless(file.name())) + paint.quiet(": " + tally));
    Severity above = null;
    for (Finding finding : file.shown()) {
      // Infos stand close together, and the first finding stands close to the file's name.
      boolean close = above == null || (above == Severity.INFO && finding.severity() == above);
      if (!close) {
        page.gap();
      }
      page.write(finding.severity(), complaints.of(finding));
      above = finding.severity();
    }
    file.folded().forEach((rule, rest) -> page.write(FileFindings.worst(rest), folded(rule, rest)));
  }

  private String folded(String rule, List<Finding> rest) {
    List<Integer> numbers = rest.stream().map(one -> one.where().line()).distinct().toList();
    String lines =
        numbers.stream().limit(MOST_LINES).map(String::valueOf).collect(Collectors.joining(", "));
    return paint.quiet(
        "  … and %s more %s: line%s %s%s"
            .formatted(
                Words.number(rest.size()),
                rule,
                numbers.size() == 1 ? "" : "s",
                lines,
                numbers.size() > MOST_LINES ? ", …" : ""));
  }

  private static String line(Suppressed suppressed) {
    Finding finding = suppressed.finding();
    return "suppressed %s at %s, because %s"
        .formatted(
            finding.rule(),
            Cells.harmless(finding.where().toString()),
            Cells.oneLine(suppressed.reason(), REASON_WIDTH));
  }
}
