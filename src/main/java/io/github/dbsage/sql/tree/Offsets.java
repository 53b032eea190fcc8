package io.github.dbsage.sql.tree;

/** From offsets in a text's UTF-8 bytes to offsets in its chars. Not thread-safe. */
final class Offsets {

  private final String text;
  private final boolean ascii;
  private int[] charOfByte = new int[0];

  Offsets(String text) {
    this.text = text;
    this.ascii = text.chars().allMatch(c -> c < 128);
  }

  /** The char that a byte belongs to; behind the end, the end. */
  int chars(int bytes) {
    if (ascii) {
      return Math.min(bytes, text.length());
    }
    if (charOfByte.length == 0) {
      charOfByte = map();
    }
    return charOfByte[Math.min(bytes, charOfByte.length - 1)];
  }

  private int[] map() {
    int bytes = 0;
    for (int at = 0; at < text.length(); at = next(at)) {
      bytes += length(text.codePointAt(at));
    }
    int[] map = new int[bytes + 1];
    int passed = 0;
    for (int at = 0; at < text.length(); at = next(at)) {
      for (int end = passed + length(text.codePointAt(at)); passed < end; passed++) {
        map[passed] = at;
      }
    }
    map[passed] = text.length();
    return map;
  }

  private int next(int at) {
    return at + Character.charCount(text.codePointAt(at));
  }

  private static int length(int point) {
    boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    // Half a pair is encoded as a question mark.
    return point < 0x80 || half ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }

  /** Where a part of the text stands, behind an offset in chars; -1 where it does not. */
  int find(String part, int from) {
    return text.indexOf(part, Math.max(from, 0));
  }
}
