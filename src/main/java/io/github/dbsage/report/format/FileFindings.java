package io.github.dbsage.report.format;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The findings of one file: as many as people read, and how the rest is summed up.
 *
 * @param all by line and column
 * @param shown the first ones
 * @param folded the others, by rule
 */
record FileFindings(
    String file, List<Finding> all, List<Finding> shown, Map<String, List<Finding>> folded) {

  /** So many of the same rule are shown in full. */
  private static final long MOST_OF_A_RULE = 3;

  /** So many are shown that are no more than an info. */
  private static final int MOST_INFOS = 20;

  /** Groups findings by file, in the order in which the files come. */
  static List<FileFindings> of(List<Finding> findings) {
    Map<String, List<Finding>> files = new LinkedHashMap<>();
    for (Finding finding : findings) {
      files.computeIfAbsent(finding.where().file(), file -> new ArrayList<>()).add(finding);
    }
    return files.entrySet().stream().map(file -> of(file.getKey(), file.getValue())).toList();
  }

  private static FileFindings of(String file, List<Finding> found) {
    List<Finding> all =
        found.stream()
            .sorted(
                Comparator.comparing(
                    Finding::where,
                    Comparator.comparingInt(Place::line).thenComparingInt(Place::column)))
            .toList();
    List<Finding> shown = new ArrayList<>();
    Map<String, List<Finding>> folded = new LinkedHashMap<>();
    Map<String, Long> most =
        all.stream().collect(Collectors.groupingBy(Finding::rule, Collectors.counting()));
    // A line that says "1 more" tells less than the one that it stands for.
    most.replaceAll((rule, count) -> count == MOST_OF_A_RULE + 1 ? count : MOST_OF_A_RULE);
    int infos = 0;
    for (Finding finding : all) {
      boolean info = finding.severity() == Severity.INFO;
      boolean oneMore =
          most.merge(finding.rule(), -1L, Long::sum) >= 0 && !(info && infos == MOST_INFOS);
      if (oneMore) {
        shown.add(finding);
        infos += info ? 1 : 0;
      } else {
        folded.computeIfAbsent(finding.rule(), rule -> new ArrayList<>()).add(finding);
      }
    }
    return new FileFindings(file, all, shown, folded);
  }

  /** The file's name without its folder. */
  String name() {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /** How bad it is. */
  static Severity worst(Collection<Finding> findings) {
    return findings.stream()
        .map(Finding::severity)
        .max(Comparator.naturalOrder())
        .orElse(Severity.INFO);
  }
}
