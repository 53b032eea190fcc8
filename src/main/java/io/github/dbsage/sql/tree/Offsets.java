package io.github.dbsage.sql.tree;

/** From offsets in a text's UTF-8 bytes to offsets in its chars. */
final class Offsets {

  private final String text;
  private final boolean ascii;

  Offsets(String text) {
    this.text = text;
    this.ascii = text.chars().allMatch(c -> c < 128);
  }

  int chars(int bytes) {
    if (ascii) {
      return Math.min(bytes, text.length());
    }
    int passed = 0;
    int at = 0;
    while (at < text.length() && passed < bytes) {
      int point = text.codePointAt(at);
      passed += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      at += Character.charCount(point);
    }
    return at;
  }

  /** Where a part of the text stands, behind an offset in chars; -1 where it does not. */
  int find(String part, int from) {
    return text.indexOf(part, Math.max(from, 0));
  }
}
