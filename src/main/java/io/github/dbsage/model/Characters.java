package io.github.dbsage.model;

/** A text asked about by position; any position behind the end may be asked about too. */
record Characters(String text) {

  boolean is(int at, char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  boolean isOneOf(int at, String chars) {
    return at < text.length() && chars.indexOf(text.charAt(at)) >= 0;
  }

  boolean isSpace(int at) {
    return at < text.length() && Character.isWhitespace(text.charAt(at));
  }

  boolean isDigit(int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  /** A letter, a digit or an underscore. */
  boolean isNamePart(int at) {
    return at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_');
  }

  /** The first position from here that is no white space. */
  int skipSpace(int from) {
    int at = from;
    while (isSpace(at)) {
      at++;
    }
    return at;
  }

  /** The first position from here that is none of these. */
  int skip(int from, String chars) {
    int at = from;
    while (isOneOf(at, chars)) {
      at++;
    }
    return at;
  }
}
