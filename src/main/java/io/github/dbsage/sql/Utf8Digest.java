package io.github.dbsage.sql;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Feeds a digest with text as UTF-8, without holding it. Not thread-safe. */
final class Utf8Digest {

  private final MessageDigest digest;
  private final CharsetEncoder encoder =
      StandardCharsets.UTF_8
          .newEncoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 13);

  Utf8Digest(MessageDigest digest) {
    this.digest = digest;
  }

  void add(String text) {
    add(CharBuffer.wrap(text));
  }

  void add(char[] chars, int begin, int end) {
    add(CharBuffer.wrap(chars, begin, end - begin));
  }

  /** Hands on what was collected. */
  void flush() {
    digest.update(bytes.array(), 0, bytes.position());
    bytes.clear();
  }

  private void add(CharBuffer chars) {
    encoder.reset();
    while (encoder.encode(chars, bytes, true).isOverflow()) {
      flush();
    }
  }
}
