package io.github.dbsage.plan;

import io.github.dbsage.model.Place;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;

/**
 * Where a character of a text stands. SnakeYAML counts lines too, but begins new ones where no
 * editor does (U+0085, U+2028).
 */
final class YamlPlaces {

  private final String file;

  /** Of each line its first character, in code points. */
  private final int[] starts;

  YamlPlaces(String file, String text) {
    this.file = file;
    int[] lines = new int[16];
    int count = 1;
    int codePoint = 0;
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      codePoint++;
      if (text.charAt(i) == '\n') {
        lines = count == lines.length ? Arrays.copyOf(lines, count * 2) : lines;
        lines[count++] = codePoint;
      }
    }
    this.starts = Arrays.copyOf(lines, count);
  }

  Place of(@Nullable Mark mark) {
    return mark == null ? Place.startOf(file) : of(mark.getIndex());
  }

  /** The place of a code point, counted from 0. */
  Place of(int codePoint) {
    int found = Arrays.binarySearch(starts, codePoint);
    int line = found >= 0 ? found : -found - 2;
    return new Place(file, line + 1, codePoint - starts[line] + 1);
  }
}
