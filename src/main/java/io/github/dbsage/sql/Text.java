package io.github.dbsage.sql;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The window of a script that is being read, placeholders expanded, as an array that the lexer
 * walks. It never runs ahead of the next placeholder, so that whoever reads it can still decide
 * that the next one stands in a comment or in COPY data. Not thread-safe.
 *
 * <p>Indexes stay valid until {@link #release}.
 */
final class Text {

  /**
   * A placeholder in the window.
   *
   * @param offset where its value begins, in the window
   * @param length of the value, in the window
   * @param raw what the file holds
   * @param standIn whether the window holds one letter for it, and what is sent is {@code raw}
   * @param unknown the name that has no value, or null
   */
  record Span(int offset, int length, String raw, boolean standIn, @Nullable String unknown) {
    int end() {
      return offset + length;
    }
  }

  /** What is sent to the server for a part of the window. */
  record Sent(String text, List<Statement.Expansion> expansions) {}

  /** Chars read at a time: few at first, because most files are small and there are many. */
  private static final int FIRST = 1 << 11;

  private static final int CHUNK = 1 << 15;

  /** A letter to PostgreSQL, so that a stand-in is (part of) a word. */
  private static final char STAND_IN = '\uE000';

  private final @Nullable Reader in;
  private final Placeholders placeholders;
  private final int most;
  private char[] chars;
  private int limit;
  private char[] ahead = new char[0];
  private int from;
  private int to;
  private boolean verbatim;
  private boolean met;
  private boolean full;
  private List<Span> spans = new ArrayList<>();

  /**
   * Reads a script.
   *
   * @param most the chars that the window may grow to
   */
  Text(Reader in, Placeholders placeholders, int most) {
    this.in = in;
    this.placeholders = placeholders;
    this.most = most;
    this.chars = new char[Math.min(FIRST, most)];
  }

  /** A text that is there already and holds no placeholder. */
  Text(String whole) {
    this.in = null;
    this.placeholders = Placeholders.off();
    this.most = Integer.MAX_VALUE;
    this.chars = whole.toCharArray();
    this.limit = chars.length;
  }

  /** The window's array; another one after {@link #more} and {@link #release}. */
  char[] chars() {
    return chars;
  }

  /** Where what was read so far ends. */
  int limit() {
    return limit;
  }

  /** Whether the window could not grow any more: reading has ended. */
  boolean full() {
    return full;
  }

  boolean metPlaceholder() {
    return met;
  }

  /** Whether placeholders are left alone from here on; returns what was set before. */
  boolean verbatim(boolean on) {
    boolean before = verbatim;
    verbatim = on;
    return before;
  }

  /** Reads on, by one char or more; false at the end. */
  boolean more() throws IOException {
    int before = limit;
    while (limit == before) {
      if (full || (from == to && !read())) {
        return false;
      }
      int dollar = indexOf('$');
      if (dollar > from) {
        append(dollar - from);
      } else {
        dollars();
      }
    }
    return true;
  }

  /** Reads on up to and including a line end, as it stands, or a part of it; false at the end. */
  boolean moreOfLine() throws IOException {
    if (full || (from == to && !read())) {
      return false;
    }
    append(Math.min(indexOf('\n') + 1, to) - from);
    return !full;
  }

  /** Forgets what stands before an index; returns where that index is now. */
  int release(int index) {
    if (!spans.isEmpty()) {
      spans.removeIf(span -> span.offset < index && span.end() <= index);
    }
    if (index < CHUNK && index < limit) {
      return index;
    }
    int rest = limit - index;
    char[] target = chars.length > 8 * CHUNK && rest < CHUNK ? new char[2 * CHUNK] : chars;
    System.arraycopy(chars, index, target, 0, rest);
    chars = target;
    limit = rest;
    if (!spans.isEmpty()) {
      List<Span> moved = new ArrayList<>();
      for (Span s : spans) {
        moved.add(new Span(s.offset - index, s.length, s.raw, s.standIn, s.unknown));
      }
      spans = moved;
    }
    return 0;
  }

  /** The canonical text of a part of the window: a placeholder belongs where it begins. */
  String raw(int begin, int end) {
    if (spans.isEmpty()) {
      return new String(chars, begin, end - begin);
    }
    StringBuilder raw = new StringBuilder(end - begin);
    int at = begin;
    for (Span span : spans) {
      if (span.offset >= end) {
        break;
      }
      if (span.offset >= begin) {
        raw.append(chars, at, span.offset - at).append(span.raw);
      }
      at = Math.min(Math.max(at, span.end()), end);
    }
    return raw.append(chars, at, end - at).toString();
  }

  /** What is sent for a part of the window. */
  Sent sent(int begin, int end) {
    if (spans.isEmpty()) {
      return new Sent(new String(chars, begin, end - begin), List.of());
    }
    StringBuilder text = new StringBuilder(end - begin);
    List<Statement.Expansion> expansions = new ArrayList<>();
    int at = begin;
    for (Span span : spans) {
      if (span.offset >= end) {
        break;
      }
      if (span.offset < begin && span.end() <= begin) {
        continue;
      }
      int first = Math.max(span.offset, begin);
      int last = Math.min(span.end(), end);
      text.append(chars, at, first - at);
      if (span.standIn) {
        text.append(span.raw);
      } else {
        expansions.add(new Statement.Expansion(text.length(), last - first, span.raw));
        text.append(chars, first, last - first);
      }
      at = last;
    }
    return new Sent(text.append(chars, at, end - at).toString(), expansions);
  }

  /** The names without a value among the placeholders of a part of the window. */
  List<Span> unknown(int begin, int end) {
    if (spans.isEmpty()) {
      return List.of();
    }
    return spans.stream()
        .filter(s -> s.unknown != null && s.offset >= begin && s.offset < end)
        .toList();
  }

  /** The placeholder whose value an index lies in, behind its first char; or null. */
  @Nullable Span over(int index) {
    for (Span span : spans) {
      if (span.offset < index && index < span.end()) {
        return span;
      }
    }
    return null;
  }

  /** What the file holds at an index for placeholders that stand for nothing. */
  String emptyAt(int index) {
    StringBuilder raw = new StringBuilder();
    for (Span span : spans) {
      if (span.offset == index && span.length == 0) {
        raw.append(span.raw);
      }
    }
    return raw.toString();
  }

  /** Moves a position over a part of the window, as it stands in the file. */
  void advance(Position position, int begin, int end) {
    int at = begin;
    for (Span span : spans) {
      if (span.offset >= end) {
        break;
      }
      if (span.offset >= begin) {
        position.over(chars, at, span.offset);
        position.over(span.raw);
      }
      at = Math.min(Math.max(at, span.end()), end);
    }
    position.over(chars, at, end);
  }

  private void dollars() throws IOException {
    int run = 1;
    while (peek(run) == '$') {
      run++;
    }
    int end = run;
    if (peek(end) == '{') {
      end++;
      if (isNameStart(peek(end))) {
        while (isNamePart(peek(end))) {
          end++;
        }
        if (peek(end) == '}') {
          placeholder(run, end + 1);
          return;
        }
      }
    }
    append(end);
  }

  private void placeholder(int run, int length) {
    if (verbatim) {
      append(length);
      return;
    }
    met = true;
    if (placeholders.mode() == Placeholders.Mode.OFF) {
      append(length);
      return;
    }
    boolean literal = run % 2 == 0;
    int kept = literal ? run - 2 : run - 1;
    String raw = new String(ahead, from + kept, length - kept);
    append(kept);
    from += length - kept;
    if (placeholders.mode() == Placeholders.Mode.OPAQUE) {
      standIn(raw, null);
      return;
    }
    String name = raw.substring(literal ? 3 : 2, raw.length() - 1);
    String value = literal ? raw.substring(1) : placeholders.values().get(name);
    if (value == null) {
      standIn(raw, name);
      return;
    }
    if (grow(value.length())) {
      spans.add(new Span(limit, value.length(), raw, false, null));
      value.getChars(0, value.length(), chars, limit);
      limit += value.length();
    }
  }

  private void standIn(String raw, @Nullable String unknown) {
    if (grow(1)) {
      spans.add(new Span(limit, 1, raw, true, unknown));
      chars[limit++] = STAND_IN;
    }
  }

  private void append(int length) {
    if (grow(length)) {
      System.arraycopy(ahead, from, chars, limit, length);
      limit += length;
      from += length;
    }
  }

  private boolean grow(int by) {
    if (by > most - limit) {
      full = true;
      return false;
    }
    if (limit + by > chars.length) {
      long doubled = Math.max(2L * chars.length, (long) limit + by);
      chars = Arrays.copyOf(chars, (int) Math.min(doubled, most));
    }
    return true;
  }

  private int indexOf(char wanted) {
    char[] source = ahead;
    int p = from;
    int stop = to;
    while (p < stop && source[p] != wanted) {
      p++;
    }
    return p;
  }

  /** The char that many places ahead of what was read, or -1 behind the end. */
  private int peek(int distance) throws IOException {
    while (from + distance >= to) {
      if (!read()) {
        return -1;
      }
    }
    return ahead[from + distance];
  }

  private boolean read() throws IOException {
    if (in == null) {
      return false;
    }
    if (from > 0 || ahead.length == 0) {
      char[] target = buffer();
      System.arraycopy(ahead, from, target, 0, to - from);
      ahead = target;
      to -= from;
      from = 0;
    }
    if (ahead.length - to < 2) {
      if (ahead.length >= most) {
        full = true;
        return false;
      }
      ahead = Arrays.copyOf(ahead, 2 * ahead.length);
    }
    int n = in.read(ahead, to, ahead.length - to);
    to += Math.max(n, 0);
    return n > 0;
  }

  /** What to read into next; a small one that was used up is followed by a large one. */
  private char[] buffer() {
    if (ahead.length == 0) {
      return new char[Math.min(FIRST, most)];
    }
    return ahead.length < CHUNK && from >= FIRST / 2 ? new char[CHUNK] : ahead;
  }

  private static boolean isNameStart(int c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
  }

  private static boolean isNamePart(int c) {
    return isNameStart(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
  }
}
