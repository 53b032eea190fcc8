package io.github.dbsage.lint.rule;

import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts out of a statement's text how a user wrote a part of it: on one line, without comments. Not
 * thread-safe.
 */
final class Written {

  private static final Pattern NAMED =
      Pattern.compile(
          "CONSTRAINT (?:U&)?(?:\"(?:[^\"]|\"\")+\"|[^\\s(\"]+) ?", Pattern.CASE_INSENSITIVE);

  private final String text;
  private final int end;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int depth;

  private Written(String text, int from, int end) {
    this.text = text;
    this.at = from;
    this.end = end;
  }

  /** From an offset up to the comma, closing parenthesis or semicolon that ends its item. */
  static String item(String text, int from) {
    return between(text, from, text.length());
  }

  /** The same, but no further than another offset. */
  static String between(String text, int from, int end) {
    Written written = new Written(text, Math.max(from, 0), end);
    while (written.at < end && !written.isBehindItem()) {
      written.next();
    }
    return written.out.toString().strip();
  }

  /** A constraint in a column's definition, its DEFERRABLE and the like included. */
  static String inline(String text, Column column, Constraint constraint) {
    return between(text, constraint.at(), end(text, column, constraint));
  }

  /** A column's definition without its constraints of some kinds. */
  static String definition(String text, Column column, Set<Constraint.Kind> without) {
    StringBuilder definition = new StringBuilder(between(text, column.at(), first(text, column)));
    boolean left = false;
    for (Constraint constraint : column.constraints()) {
      // DEFERRABLE and its kind belong to what stands before them.
      left =
          constraint.kind() == Constraint.Kind.OTHER ? left : without.contains(constraint.kind());
      if (!left) {
        definition
            .append(' ')
            .append(between(text, constraint.at(), next(text, column, constraint)));
      }
    }
    return definition.toString();
  }

  /** A column's type, and its collation where that stands in front of everything else. */
  static String type(String text, Column column) {
    return column.type() == null ? "" : between(text, column.type().at(), first(text, column));
  }

  /** What stands behind DEFAULT. */
  static String expression(String text, Column column, Constraint given) {
    String whole = inline(text, column, given);
    return whole.regionMatches(true, 0, "DEFAULT", 0, 7) ? whole.substring(7).strip() : whole;
  }

  /** What stands behind CONSTRAINT and a name. */
  static String behindName(String piece) {
    Matcher named = NAMED.matcher(piece);
    return named.lookingAt() ? piece.substring(named.end()) : piece;
  }

  /** What stands between the outermost parentheses of a piece. */
  static String inParentheses(String piece) {
    int open = piece.indexOf('(');
    int close = piece.lastIndexOf(')');
    return open < 0 || close < open ? piece : piece.substring(open + 1, close).strip();
  }

  private static int first(String text, Column column) {
    return column.constraints().stream()
        .mapToInt(Constraint::at)
        .filter(at -> at > column.at())
        .min()
        .orElse(text.length());
  }

  private static int next(String text, Column column, Constraint constraint) {
    return column.constraints().stream()
        .mapToInt(Constraint::at)
        .filter(at -> at > constraint.at())
        .min()
        .orElse(text.length());
  }

  private static int end(String text, Column column, Constraint constraint) {
    return column.constraints().stream()
        .filter(one -> one.kind() != Constraint.Kind.OTHER)
        .mapToInt(Constraint::at)
        .filter(at -> at > constraint.at())
        .min()
        .orElse(text.length());
  }

  private boolean isBehindItem() {
    char c = text.charAt(at);
    return depth == 0 && (c == ',' || c == ';' || c == ')' || c == ']');
  }

  private void next() {
    char c = text.charAt(at);
    int behind = Skim.behindComment(text, at);
    if (behind > at || Character.isWhitespace(c)) {
      if (out.length() > 0 && out.charAt(out.length() - 1) != ' ') {
        out.append(' ');
      }
      at = Math.max(behind, at + 1);
      return;
    }
    behind = Math.min(Skim.behindQuoted(text, at), end);
    if (behind == at) {
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      behind++;
    }
    out.append(text, at, behind);
    at = behind;
  }
}
