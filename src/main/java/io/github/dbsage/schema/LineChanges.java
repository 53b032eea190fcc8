package io.github.dbsage.schema;

import java.util.ArrayList;
import java.util.List;

/** The lines that only one of two lists has, in their order. */
final class LineChanges {

  /** Above so many comparisons, what lies between the first and the last change is all changed. */
  private static final long MOST_COMPARISONS = 4_000_000;

  private LineChanges() {}

  /** Lines of the first with {@code - } in front, of the second with {@code + }. */
  static List<String> of(List<String> before, List<String> after) {
    int start = 0;
    int shorter = Math.min(before.size(), after.size());
    while (start < shorter && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    List<String> old = before.subList(start, before.size() - end);
    List<String> now = after.subList(start, after.size() - end);
    List<String> changes = new ArrayList<>();
    boolean many = (long) old.size() * now.size() > MOST_COMPARISONS;
    int[][] common = many ? new int[0][0] : common(old, now);
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      boolean both = i < old.size() && j < now.size();
      if (!many && both && old.get(i).equals(now.get(j))) {
        i++;
        j++;
      } else if (j == now.size()
          || (i < old.size() && (many || common[i + 1][j] >= common[i][j + 1]))) {
        changes.add("- " + old.get(i++));
      } else {
        changes.add("+ " + now.get(j++));
      }
    }
    return changes;
  }

  /** The length of the longest common subsequence from each pair of lines to the ends. */
  private static int[][] common(List<String> old, List<String> now) {
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
