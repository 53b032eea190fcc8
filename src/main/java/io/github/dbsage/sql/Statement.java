package io.github.dbsage.sql;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Place;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;

/**
 * One statement as the server receives it: from its first token to its last, placeholders expanded,
 * without the semicolon; comments between its tokens are kept.
 *
 * @param ordinal from 1 within the script, every statement counted
 * @param text what is sent
 * @param start of its first token in the file
 * @param expansions the places where the text differs from the file, in order
 * @param command what it is
 * @param locks whom it holds up while it waits for a lock
 */
public record Statement(
    int ordinal,
    String text,
    Place start,
    List<Expansion> expansions,
    Command command,
    LockKind locks) {

  public Statement {
    expansions = List.copyOf(expansions);
  }

  /**
   * A placeholder that was replaced.
   *
   * @param offset in {@link Statement#text}, in chars, where the value begins
   * @param valueLength the value's length in chars
   * @param raw what the file holds instead: {@code ${name}}
   */
  public record Expansion(int offset, int valueLength, String raw) {}

  /**
   * Where a char of the text stands in the file; a char of a value stands where its placeholder
   * begins.
   *
   * @param charOffset from 0 to the text's length, in chars
   */
  public Place placeAt(int charOffset) {
    Objects.checkIndex(charOffset, text.length() + 1);
    Position position = new Position(start);
    int at = 0;
    for (Expansion expansion : expansions) {
      int end = expansion.offset() + expansion.valueLength();
      if (expansion.offset() > charOffset) {
        break;
      }
      position.over(text.substring(at, expansion.offset()));
      at = expansion.offset();
      if (charOffset < end) {
        return position.place();
      }
      position.over(expansion.raw());
      at = end;
    }
    position.over(text.substring(at, charOffset));
    return position.place();
  }

  /**
   * Where an error position of the server stands in the file; one behind the text is its end.
   *
   * @param position from 1, in code points
   */
  public Place placeAtPosition(int position) {
    int codePoints = text.codePointCount(0, text.length());
    int before = Math.min(Math.max(position - 1, 0), codePoints);
    return placeAt(text.offsetByCodePoints(0, before));
  }

  /** The SHA-256 of the text in UTF-8: 64 hexadecimal digits in lower case. */
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Checksum.of(digest.digest(text.getBytes(StandardCharsets.UTF_8))).hex();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
