package io.github.dbsage.lint.rule;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server is said to show for an example. {@link Trial} tells what it did show in the same
 * words, so that a proof holds where it finds its line. A lock is "strong" when writers wait for
 * it: SHARE and above.
 *
 * <table>
 * <caption>The words</caption>
 * <tr><td>{@code rewrite t}<td>t, a table that was there, has a new file
 * <tr><td>{@code scan t}<td>t was read from end to end under a strong lock on it
 * <tr><td>{@code builds i}<td>the index i was built under a strong lock on its table
 * <tr><td>{@code lock Mode t}<td>the lock was held, or waited for
 * <tr><td>{@code held Mode t during n}<td>an earlier statement's lock, while statement n ran
 * <tr><td>{@code rows n t}<td>so many rows or more were updated or deleted in one transaction
 * <tr><td>{@code empties t}<td>t had rows, and has none or is no more
 * <tr><td>{@code invalid i}<td>the index i is INVALID afterwards
 * <tr><td>{@code error S}<td>the migration ends with this SQLSTATE
 * <tr><td>{@code warning S}<td>a warning or notice of the server during the migration
 * <tr><td>{@code again S}<td>the migration, run a second time, ends with this SQLSTATE
 * <tr><td>{@code breaks SQL [with S]}<td>worked before the migration and fails after it
 * <tr><td>{@code fails SQL [with S]}<td>fails after the migration
 * <tr><td>{@code query SQL = value}<td>what a query gives after the migration; the good example has
 *     another value
 * <tr><td>{@code undone SQL = value}<td>the same, behind the file's rollback section, where it has
 *     one
 * </table>
 *
 * @param word the first one
 * @param text the whole line
 */
record Proof(String word, String text) {

  private static final String NAME = "[a-z_0-9]+\\.[a-z_0-9]+";
  private static final String MODE = "[A-Z][A-Za-z]+Lock";
  private static final String STATE = "[0-9A-Z]{5}";

  private static final Map<String, Pattern> FORMS =
      Map.ofEntries(
          form("rewrite", NAME),
          form("scan", NAME),
          form("builds", NAME),
          form("lock", MODE + " " + NAME),
          form("held", MODE + " " + NAME + " during (\\d+)"),
          form("rows", "(\\d+) (" + NAME + ")"),
          form("empties", NAME),
          form("invalid", NAME),
          form("error", STATE),
          form("warning", STATE),
          form("again", STATE),
          form("breaks", "(.+?)( with " + STATE + ")?"),
          form("fails", "(.+?)( with " + STATE + ")?"),
          form("query", "(.+) = (.*)"),
          form("undone", "(.+) = (.*)"));

  private static Map.Entry<String, Pattern> form(String word, String rest) {
    return Map.entry(word, Pattern.compile(word + " " + rest));
  }

  static Proof of(String text) {
    String word = text.substring(0, Math.max(0, text.indexOf(' ')));
    Pattern form = FORMS.get(word);
    if (form == null || !form.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "not a proof (" + String.join(", ", FORMS.keySet()) + "): " + text);
    }
    return new Proof(word, text);
  }

  boolean is(String other) {
    return word.equals(other);
  }

  /** Whether it names the value that it expects, and the good example so another one. */
  boolean isQuery() {
    return is("query") || is("undone");
  }

  /** The statement of a {@code breaks}, {@code fails}, {@code query} or {@code undone}. */
  String sql() {
    return group(1);
  }

  /** The proof without what is expected of it: both examples have the same ones. */
  String about() {
    return isQuery() ? word + " " + sql() : text;
  }

  /** Whether what was seen is this. */
  boolean shownBy(String seen) {
    return switch (word) {
      case "rows" -> {
        Matcher other = form().matcher(seen);
        yield other.matches()
            && other.group(2).equals(group(2))
            && Long.parseLong(other.group(1)) >= Long.parseLong(group(1));
      }
      case "breaks", "fails" -> seen.equals(text) || seen.startsWith(text + " with ");
      default -> seen.equals(text);
    };
  }

  private Pattern form() {
    return Objects.requireNonNull(FORMS.get(word));
  }

  private String group(int number) {
    Matcher matcher = form().matcher(text);
    if (!matcher.matches()) {
      throw new IllegalStateException(text);
    }
    return matcher.group(number);
  }
}
