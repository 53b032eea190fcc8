package io.github.dbsage.lint.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A statement's text by its clauses: what a fix takes over from it to the letter. Key words inside
 * parentheses, quotes and comments are passed by.
 */
final class Clauses {

  private static final Set<String> BEHIND_WHERE =
      Set.of("returning", "order", "limit", "for", "group", "offset", "fetch", "window", "union");

  private final String text;
  private final List<Word> words = new ArrayList<>();

  /** A word, or a single sign, outside of parentheses; an opened one stands for all inside it. */
  private record Word(String lower, int start, int end) {}

  Clauses(String text) {
    this.text = text;
    read();
  }

  /** The text between a key word and the next one of those, or the end; null without the word. */
  @Nullable String between(String word, Set<String> ends) {
    int first = index(word, 0);
    if (first < 0) {
      return null;
    }
    int end = text.length();
    for (int i = first + 1; i < words.size(); i++) {
      if (ends.contains(words.get(i).lower) || words.get(i).lower.equals(";")) {
        end = words.get(i).start;
        break;
      }
    }
    return oneLine(text.substring(words.get(first).end, end));
  }

  /** The condition of a SELECT, UPDATE or DELETE, or null. */
  @Nullable String where() {
    return between("where", BEHIND_WHERE);
  }

  /** The assignments of an UPDATE, as they are written. */
  List<String> assignments() {
    String set = between("set", Set.of("from", "where", "returning"));
    return set == null ? List.of() : new Clauses(set).split(",");
  }

  /** The text cut at a word or sign outside of parentheses. */
  List<String> split(String at) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    boolean between = false;
    for (Word word : words) {
      // BETWEEN has an AND of its own.
      if (word.lower.equals(at) && !between) {
        parts.add(text.substring(from, word.start).strip());
        from = word.end;
      } else if (word.lower.equals("between") || (between && word.lower.equals("and"))) {
        between = word.lower.equals("between");
      }
    }
    parts.add(text.substring(from).strip());
    return parts;
  }

  /** Whether a word stands outside of parentheses. */
  boolean has(String word) {
    return index(word, 0) >= 0;
  }

  /** Where a word stands outside of parentheses; -1 where it does not. */
  int start(String word) {
    int found = index(word, 0);
    return found < 0 ? -1 : words.get(found).start;
  }

  String text() {
    return text;
  }

  /** The texts in parentheses that begin with a word, outer ones first. */
  List<String> inside(String begin) {
    List<String> found = new ArrayList<>();
    for (Word word : words) {
      if (word.lower.equals("(")) {
        Clauses inside = new Clauses(text.substring(word.start + 1, word.end - 1));
        if (inside.begins(begin)) {
          found.add(inside.text);
        }
        found.addAll(inside.inside(begin));
      }
    }
    return found;
  }

  private boolean begins(String word) {
    return !words.isEmpty() && words.get(0).lower.equals(word);
  }

  private int index(String word, int from) {
    for (int i = from; i < words.size(); i++) {
      if (words.get(i).lower.equals(word)) {
        return i;
      }
    }
    return -1;
  }

  private void read() {
    int i = 0;
    while (i < text.length()) {
      int start = i;
      char c = text.charAt(i);
      if (Character.isWhitespace(c)) {
        i++;
        continue;
      }
      i = end(i);
      if (text.startsWith("--", start) || text.startsWith("/*", start)) {
        continue;
      }
      String word = c == '(' ? "(" : text.substring(start, i).toLowerCase(Locale.ROOT);
      words.add(new Word(word, start, i));
    }
  }

  /** Where the token that begins here ends; a parenthesis ends behind its partner. */
  private int end(int at) {
    char c = text.charAt(at);
    if (c == '(') {
      return partner(at);
    }
    if (c == '\'' || c == '"') {
      int end = text.indexOf(c, at + 1);
      return end < 0 ? text.length() : end + 1;
    }
    if (text.startsWith("--", at)) {
      int end = text.indexOf('\n', at);
      return end < 0 ? text.length() : end;
    }
    if (text.startsWith("/*", at)) {
      int end = text.indexOf("*/", at);
      return end < 0 ? text.length() : end + 2;
    }
    if (c == '$') {
      int tag = text.indexOf('$', at + 1);
      int end = tag < 0 ? -1 : text.indexOf(text.substring(at, tag + 1), tag + 1);
      return end < 0 ? at + 1 : end + tag + 1 - at;
    }
    int end = at;
    while (end < text.length() && isOfWord(text.charAt(end))) {
      end++;
    }
    return Math.max(end, at + 1);
  }

  private int partner(int at) {
    int i = at + 1;
    while (i < text.length() && text.charAt(i) != ')') {
      i = end(i);
    }
    return Math.min(i + 1, text.length());
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.';
  }

  /** Without line ends, and without comments that would swallow what follows them. */
  static String oneLine(String sql) {
    return sql.replaceAll("--[^\n]*", " ").replaceAll("\\s+", " ").strip();
  }
}
