package io.github.dbsage.app;

import java.util.ArrayList;
import java.util.List;

/**
 * What was taken out of a text and what was put in, line by line, with the line before and after.
 */
final class LineDiff {

  /** Above so many comparisons the changed middle is shown as a whole. */
  private static final long MOST_COMPARISONS = 4_000_000;

  private final List<String> before;
  private final List<String> after;
  private final List<String> lines = new ArrayList<>();
  private int shownUpTo;

  private LineDiff(String before, String after) {
    this.before = before.lines().toList();
    this.after = after.lines().toList();
  }

  /** Lines with {@code -}, {@code +} or a blank in front; none where the texts are the same. */
  static List<String> of(String before, String after) {
    LineDiff diff = new LineDiff(before, after);
    diff.compare();
    return diff.lines;
  }

  private void compare() {
    int start = 0;
    int shorter = Math.min(before.size(), after.size());
    while (start < shorter && before.get(start).equals(after.get(start))) {
      start++;
    }
    int oldEnd = before.size();
    int newEnd = after.size();
    while (oldEnd > start
        && newEnd > start
        && before.get(oldEnd - 1).equals(after.get(newEnd - 1))) {
      oldEnd--;
      newEnd--;
    }
    if ((long) (oldEnd - start) * (newEnd - start) > MOST_COMPARISONS) {
      changed(start, oldEnd, start, newEnd);
    } else {
      middle(start, oldEnd, newEnd);
    }
    if (!lines.isEmpty() && shownUpTo < after.size()) {
      lines.add("  " + after.get(shownUpTo));
    }
  }

  /** The longest common subsequence, from the end, so that it can be walked from the beginning. */
  private void middle(int start, int oldEnd, int newEnd) {
    int rows = oldEnd - start;
    int columns = newEnd - start;
    int[][] common = new int[rows + 1][columns + 1];
    for (int i = rows - 1; i >= 0; i--) {
      for (int j = columns - 1; j >= 0; j--) {
        common[i][j] =
            before.get(start + i).equals(after.get(start + j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < rows || j < columns) {
      if (i < rows && j < columns && before.get(start + i).equals(after.get(start + j))) {
        i++;
        j++;
        continue;
      }
      int fromOld = i;
      int fromNew = j;
      while (i < rows || j < columns) {
        if (i < rows && j < columns && before.get(start + i).equals(after.get(start + j))) {
          break;
        }
        if (j == columns || (i < rows && common[i + 1][j] >= common[i][j + 1])) {
          i++;
        } else {
          j++;
        }
      }
      changed(start + fromOld, start + i, start + fromNew, start + j);
    }
  }

  private void changed(int oldFrom, int oldEnd, int newFrom, int newEnd) {
    if (oldFrom == oldEnd && newFrom == newEnd) {
      return;
    }
    if (!lines.isEmpty() && shownUpTo < newFrom) {
      lines.add("  " + after.get(shownUpTo));
      shownUpTo++;
    }
    if (shownUpTo < newFrom - 1) {
      lines.add("@@ line " + newFrom + " @@");
    }
    if (shownUpTo < newFrom) {
      lines.add("  " + after.get(newFrom - 1));
    }
    before.subList(oldFrom, oldEnd).forEach(line -> lines.add("- " + line));
    after.subList(newFrom, newEnd).forEach(line -> lines.add("+ " + line));
    shownUpTo = newEnd;
  }
}
