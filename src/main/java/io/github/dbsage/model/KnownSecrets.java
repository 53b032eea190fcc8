package io.github.dbsage.model;

import java.util.List;

/** Masks what is known to be secret. A mask that stands in the text already is left alone. */
final class KnownSecrets {

  private KnownSecrets() {}

  /** Masks the forms wherever they occur; those that overlap or touch become one mask. */
  static String maskAnywhere(String text, List<String> forms) {
    if (forms.stream().noneMatch(text::contains)) {
      return text;
    }
    Masking masking = new Masking(text);
    int stars = starsFrom(text, 0);
    int at = 0;
    while (at < text.length()) {
      if (at == stars) {
        at = endOfStars(text, at);
        stars = starsFrom(text, at);
        continue;
      }
      int end = longest(text, at, stars, forms);
      if (end == at) {
        at++;
        continue;
      }
      for (int next = at + 1; next <= end; next++) {
        end = Math.max(end, longest(text, next, stars, forms));
      }
      masking.mask(at, end);
      at = end;
    }
    return masking.done();
  }

  /** Masks the words where they are not a part of a longer word. */
  static String maskWords(String text, List<String> words) {
    if (words.stream().noneMatch(text::contains)) {
      return text;
    }
    Masking masking = new Masking(text);
    int at = 0;
    while (at < text.length()) {
      int end = longest(text, at, text.length(), words);
      if (end > at && beginsWord(text, at) && endsWord(text, end)) {
        masking.mask(at, end);
        at = end;
      } else {
        at++;
      }
    }
    return masking.done();
  }

  /** Where the longest form ends that begins here and ends at or before the limit. */
  private static int longest(String text, int at, int limit, List<String> forms) {
    int end = at;
    for (String form : forms) {
      if (at + form.length() <= limit && text.startsWith(form, at)) {
        end = Math.max(end, at + form.length());
      }
    }
    return end;
  }

  private static int starsFrom(String text, int at) {
    int stars = text.indexOf(Redaction.MASK, at);
    return stars < 0 ? text.length() : stars;
  }

  private static int endOfStars(String text, int at) {
    int end = at;
    while (end < text.length() && text.charAt(end) == '*') {
      end++;
    }
    return end;
  }

  private static boolean beginsWord(String text, int at) {
    return at == 0 || !isWordPart(text.charAt(at - 1)) || endsEscape(text, at);
  }

  private static boolean endsWord(String text, int at) {
    return at == text.length() || !isWordPart(text.charAt(at));
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  /** Whether a {@code %3D}, {@code \n} or {@code \}{@code u003d} ends here. */
  private static boolean endsEscape(String text, int at) {
    return (at >= 3 && text.charAt(at - 3) == '%' && isHex(text, at - 2))
        || (at >= 2 && text.charAt(at - 2) == '\\')
        || (at >= 6 && text.startsWith("\\u", at - 6));
  }

  private static boolean isHex(String text, int at) {
    return Character.digit(text.charAt(at), 16) >= 0
        && Character.digit(text.charAt(at + 1), 16) >= 0;
  }
}
