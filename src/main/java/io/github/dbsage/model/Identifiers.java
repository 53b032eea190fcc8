package io.github.dbsage.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names as PostgreSQL reads them: ASCII letters are folded to lower case, double quotes keep what
 * is between them (the manual's "Identifiers and Key Words").
 */
public final class Identifiers {

  /** PostgreSQL cuts what is longer, with no more than a notice; bytes. */
  public static final int LONGEST = 63;

  private static final Pattern PART =
      Pattern.compile(
          "([A-Za-z_[^\\x00-\\x7f]][A-Za-z0-9_$[^\\x00-\\x7f]]*)"
              + "|\"((?:[^\"\\x00]++|\"\")+)\"");

  private static final Pattern PLAIN =
      Pattern.compile("[a-z_[^\\x00-\\x7f]][a-z0-9_$[^\\x00-\\x7f]]*");

  private Identifiers() {}

  /** The parts of a name such as {@code public."Users".email}, or null where it is none. */
  public static @Nullable List<String> parse(String text) {
    List<String> parts = new ArrayList<>();
    Matcher part = PART.matcher(text);
    int at = 0;
    while (part.find(at) && part.start() == at) {
      String plain = part.group(1);
      parts.add(plain != null ? fold(plain) : part.group(2).replace("\"\"", "\""));
      at = part.end();
      if (at == text.length()) {
        return List.copyOf(parts);
      }
      if (text.charAt(at) != '.') {
        return null;
      }
      at++;
    }
    return null;
  }

  /** The name as it must be written, in quotes only where they are needed. */
  public static String write(String identifier) {
    return PLAIN.matcher(identifier).matches() ? identifier : QualifiedName.quote(identifier);
  }

  /** Whether PostgreSQL would cut it. */
  public static boolean isTooLong(String identifier) {
    return identifier.getBytes(StandardCharsets.UTF_8).length > LONGEST;
  }

  private static String fold(String plain) {
    StringBuilder folded = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      folded.append(c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c);
    }
    return folded.toString();
  }
}
