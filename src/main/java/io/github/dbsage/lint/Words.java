package io.github.dbsage.lint;

import io.github.dbsage.model.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The words of a file, each by a hash of its letters: a word that seems to be there need not be.
 * Upper and lower case are one; letters beyond ASCII are all alike.
 */
final class Words {

  /** In bytes. */
  private static final int LONGEST = 1 << 22;

  private static final int BASE = 31;

  private static final int BEYOND = 0x80;

  /** Whether the file is too long to tell. */
  private final boolean any;

  private final int[] sorted;

  private Words(boolean any, int... sorted) {
    this.any = any;
    this.sorted = sorted;
  }

  /** The words of a file. */
  static Words of(Source source) throws IOException {
    byte[] bytes;
    try (InputStream in = source.open()) {
      bytes = in.readNBytes(LONGEST + 1);
    }
    return bytes.length > LONGEST ? new Words(true) : of(bytes);
  }

  private static Words of(byte[] bytes) {
    int[] hashes = new int[64];
    int count = 0;
    int hash = 0;
    int last = 0;
    for (int i = 0; i <= bytes.length; i++) {
      int c = i < bytes.length ? letter(bytes[i]) : 0;
      if (c != 0) {
        hash = next(hash, last, c);
      } else if (last != 0) {
        if (count == hashes.length) {
          hashes = Arrays.copyOf(hashes, 2 * count);
        }
        hashes[count++] = hash;
        hash = 0;
      }
      last = c;
    }
    Arrays.sort(hashes, 0, count);
    return new Words(false, Arrays.copyOf(hashes, count));
  }

  /** Letters beyond ASCII count once: in the other case they may have more bytes, or fewer. */
  private static int next(int hash, int last, int c) {
    return c == BEYOND && last == BEYOND ? hash : hash * BASE + c;
  }

  /** What a byte counts as in a word; 0 where it ends one. */
  private static int letter(byte b) {
    if (b < 0) {
      return BEYOND;
    }
    if (b >= 'A' && b <= 'Z') {
      return b + ('a' - 'A');
    }
    boolean counts = (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '_' || b == '$';
    return counts ? b : 0;
  }

  /** The hash of a word, for {@link #has}. */
  static int hash(String word) {
    int hash = 0;
    int last = 0;
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      int c = letter(b);
      hash = next(hash, last, c);
      last = c;
    }
    return hash;
  }

  /** Whether a word of this hash may be there. */
  boolean has(int hash) {
    return any || Arrays.binarySearch(sorted, hash) >= 0;
  }
}
