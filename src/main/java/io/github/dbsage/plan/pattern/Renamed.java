package io.github.dbsage.plan.pattern;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Definitions as the catalog writes them, of another column. It writes its own words in upper case
 * and quotes each name that is not plain, so that a word is a name, a type or a function.
 */
final class Renamed {

  private static final Pattern TOKEN =
      Pattern.compile(
          "'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[a-z_[^\\x00-\\x7f]][a-z0-9_$[^\\x00-\\x7f]]*");

  private static final String REFERENCES = " REFERENCES ";

  /** In the tail of a foreign key: only what stands in brackets is of its own table. */
  private static final Pattern EMPTIED = Pattern.compile("(SET (?:NULL|DEFAULT) )(\\([^)]*\\))");

  private final String from;
  private final String to;

  /**
   * Writes a column instead of another.
   *
   * @param from as the catalog has it
   */
  Renamed(String from, String to) {
    this.from = from;
    this.to = to;
  }

  /** An expression, or a list of columns. */
  String expression(String text) {
    Matcher token = TOKEN.matcher(text);
    StringBuilder renamed = new StringBuilder();
    while (token.find()) {
      boolean column =
          isIt(token.group())
              && !endsWith(text, token.start(), ".")
              && !endsWith(text, token.start(), "::")
              && !text.startsWith("(", token.end());
      token.appendReplacement(
          renamed, Matcher.quoteReplacement(column ? Sql.name(to) : token.group()));
    }
    return token.appendTail(renamed).toString();
  }

  /** A constraint: a foreign key's target has columns of its own. */
  String constraint(String definition) {
    int target = definition.indexOf(REFERENCES);
    if (target < 0) {
      return expression(definition);
    }
    Matcher emptied = EMPTIED.matcher(definition.substring(target));
    StringBuilder tail = new StringBuilder();
    while (emptied.find()) {
      emptied.appendReplacement(
          tail, Matcher.quoteReplacement(emptied.group(1) + expression(emptied.group(2))));
    }
    return expression(definition.substring(0, target)) + emptied.appendTail(tail);
  }

  /** A name for what belonged to the one column and now belongs to the other. */
  String name(String name) {
    return name.contains(from) ? name.replace(from, to) : name + "_" + to;
  }

  private boolean isIt(String token) {
    return token.startsWith("\"")
        ? token.substring(1, token.length() - 1).replace("\"\"", "\"").equals(from)
        : token.equals(from);
  }

  private static boolean endsWith(String text, int end, String what) {
    return text.startsWith(what, end - what.length());
  }
}
