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
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 10);

  Utf8Digest(MessageDigest digest) {
    this.digest = digest;
  }

  void add(String text) {
    int from = 0;
    while (from < text.length() && text.charAt(from) < 0x80) {
      ascii(text.charAt(from++));
    }
    if (from < text.length()) {
      encode(CharBuffer.wrap(text, from, text.length()));
    }
  }

  void add(char[] chars, int begin, int end) {
    int from = begin;
    while (from < end && chars[from] < 0x80) {
      ascii(chars[from++]);
    }
    if (from < end) {
      encode(CharBuffer.wrap(chars, from, end - from));
    }
  }

  /** Hands on what was collected. */
  void flush() {
    digest.update(bytes.array(), 0, bytes.position());
    bytes.clear();
  }

  private void ascii(char c) {
    if (!bytes.hasRemaining()) {
      flush();
    }
    bytes.put((byte) c);
  }

  private void encode(CharBuffer chars) {
    encoder.reset();
    while (encoder.encode(chars, bytes, true).isOverflow()) {
      flush();
    }
  }
}
