package io.github.dbsage.backfill;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The place in a statement where a batch's rows are named: {@code {chunk}}. */
final class Chunk {

  private static final Pattern PLACE = Pattern.compile("\\{chunk[^}]*\\}");

  private static final Pattern END = Pattern.compile("[;\\s]+$");

  private Chunk() {}

  /** The statement with a condition there. */
  static String into(String statement, String condition) {
    String bare = END.matcher(statement).replaceFirst("");
    return PLACE.matcher(bare).replaceFirst(Matcher.quoteReplacement(condition));
  }
}
