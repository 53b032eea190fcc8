package io.github.dbsage.model;

import java.util.HexFormat;

/**
 * A SHA-256 of a migration's canonical text.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Checksum(String hex) {

  /** The SHA-256 of nothing: what an unstamped header of the template carries. */
  public static final Checksum OF_NOTHING =
      new Checksum("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

  public Checksum {
    if (!isChecksum(hex)) {
      throw new IllegalArgumentException("not 64 lower-case hexadecimal digits: " + hex);
    }
  }

  /** The checksum whose 32 bytes a SHA-256 digest returned. */
  public static Checksum of(byte[] digest) {
    return new Checksum(HexFormat.of().formatHex(digest));
  }

  /** Whether the text is 64 lower-case hexadecimal digits. */
  public static boolean isChecksum(String text) {
    if (text.length() != 64) {
      return false;
    }
    for (int i = 0; i < 64; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return hex;
  }
}
