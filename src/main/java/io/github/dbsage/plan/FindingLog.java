package io.github.dbsage.plan;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects what is found while a project is read; a file that is broken all over is cut short. */
final class FindingLog {

  /** So that a huge file in another language cannot fill the memory. */
  static final int MOST_PER_FILE = 200;

  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Integer> perFile = new HashMap<>();

  void add(Finding finding) {
    if (perFile.merge(finding.where().file(), 1, Integer::sum) <= MOST_PER_FILE) {
      findings.add(finding);
    }
  }

  /** Everything, by file, line and column. */
  List<Finding> sorted() {
    return findings.stream()
        .sorted(
            Comparator.comparing(
                Finding::where,
                Comparator.comparing(Place::file)
                    .thenComparingInt(Place::line)
                    .thenComparingInt(Place::column)))
        .toList();
  }
}
