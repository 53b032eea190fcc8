package io.github.dbsage.plan;

import io.github.dbsage.model.Checksum;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The SHA-256 of a text that arrives in pieces, white space at its end reduced to one line end. Not
 * thread-safe.
 */
final class CanonicalText {

  private final MessageDigest digest = sha256();

  /** White space that may turn out to be the text's end; half of a surrogate pair too. */
  private final StringBuilder held = new StringBuilder();

  private boolean dropLineEnd;

  /** More text, from canonical text: line ends are LF. */
  void add(String text) {
    int from = dropLineEnd && text.startsWith("\n") ? 1 : 0;
    dropLineEnd = dropLineEnd && text.isEmpty();
    int to = text.length();
    while (to > from && isHeld(text.charAt(to - 1))) {
      to--;
    }
    if (to > from) {
      held.append(text, from, to);
      digest.update(held.toString().getBytes(StandardCharsets.UTF_8));
      held.setLength(0);
    }
    held.append(text, to, text.length());
  }

  /** What comes next is a line of its own that does not count; nor do its indent and line end. */
  void skipLine() {
    int line = held.lastIndexOf("\n") + 1;
    held.setLength(line);
    dropLineEnd = true;
  }

  /** The checksum of all of it; the text ends here. */
  Checksum checksum() {
    digest.update((byte) '\n');
    return Checksum.of(digest.digest());
  }

  private static boolean isHeld(char c) {
    return c == ' '
        || c == '\t'
        || c == '\n'
        || c == '\f'
        || c == '\u000b'
        || Character.isHighSurrogate(c);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
