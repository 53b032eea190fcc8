package io.github.dbsage.sql;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the known names that a misspelt one may mean. */
final class Nearest {

  private static final int MOST = 3;

  private Nearest() {}

  /** Up to three names, the nearest first, each at most a third of its letters away. */
  static List<String> to(String name, Collection<String> known) {
    record Candidate(String name, int distance) {}
    return known.stream()
        .map(candidate -> new Candidate(candidate, distance(name, candidate)))
        .filter(c -> c.distance() <= Math.max(2, Math.max(name.length(), c.name().length()) / 3))
        .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .limit(MOST)
        .map(Candidate::name)
        .toList();
  }

  /** Letters to add, drop or change (Levenshtein), case ignored. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        char a = Character.toLowerCase(one.charAt(i - 1));
        char b = Character.toLowerCase(other.charAt(j - 1));
        int changed = diagonal + (a == b ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
