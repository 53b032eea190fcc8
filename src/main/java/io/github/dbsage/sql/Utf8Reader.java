package io.github.dbsage.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Decodes strict UTF-8 into canonical text: no byte order mark, every line end a LF. The text ends
 * before the first byte that cannot be read; {@link #fault} then says which. Not thread-safe.
 *
 * <p>The JDK's decoder would replace or throw without the byte's place, and would need a second
 * pass for the line ends.
 */
final class Utf8Reader extends Reader {

  /** Why the text ends early: a byte that cannot be read, and where it is in the file, from 0. */
  record Fault(Kind kind, int value, long offset) {}

  /** What is wrong with a byte. */
  enum Kind {
    MALFORMED,
    NUL,
    UTF_16
  }

  private static final int MALFORMED = -1;

  /** Bytes read at a time: few at first, because most files are small and there are many. */
  private static final int FIRST = 1 << 12;

  private static final int MOST = 1 << 16;

  private final InputStream in;
  private byte[] bytes = new byte[FIRST];
  private long base;
  private int pos;
  private int end;
  private boolean started;
  private boolean ended;
  private @Nullable Fault fault;

  Utf8Reader(InputStream in) {
    this.in = in;
  }

  /** What ended the text early, once it has ended; else null. */
  @Nullable Fault fault() {
    return fault;
  }

  /** Reads at least one char, or returns -1; {@code length} must be 2 or more. */
  @Override
  public int read(char[] to, int offset, int length) throws IOException {
    if (!started) {
      start();
    }
    int out = offset;
    int stop = offset + length;
    while (out < stop && fault == null && (pos < end || refill(1))) {
      out = ascii(to, out, stop);
      if (out == stop || pos == end) {
        continue;
      }
      byte b = bytes[pos];
      if (b == '\r') {
        to[out++] = '\n';
        pos++;
        if ((pos < end || refill(1)) && bytes[pos] == '\n') {
          pos++;
        }
      } else if (b == 0) {
        fault = new Fault(Kind.NUL, 0, base + pos);
      } else {
        refill(4);
        int length4 = sequenceLength();
        int codePoint = length4 == MALFORMED ? MALFORMED : codePoint(length4);
        if (codePoint == MALFORMED) {
          fault = new Fault(Kind.MALFORMED, b & 0xff, base + pos);
        } else if (length4 < 4) {
          to[out++] = (char) codePoint;
          pos += length4;
        } else if (stop - out < 2) {
          break;
        } else {
          to[out++] = Character.highSurrogate(codePoint);
          to[out++] = Character.lowSurrogate(codePoint);
          pos += length4;
        }
      }
    }
    return out == offset ? -1 : out - offset;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private int ascii(char[] to, int from, int stop) {
    byte[] source = bytes;
    int p = pos;
    int last = Math.min(end, p + (stop - from));
    int out = from;
    while (p < last) {
      byte b = source[p];
      if (b <= 0 || b == '\r') {
        break;
      }
      to[out++] = (char) b;
      p++;
    }
    pos = p;
    return out;
  }

  private void start() throws IOException {
    started = true;
    refill(3);
    if (end >= 2 && unsigned(0) + unsigned(1) == 0xfe + 0xff && unsigned(0) >= 0xfe) {
      fault = new Fault(Kind.UTF_16, unsigned(0), 0);
    } else if (end >= 3 && unsigned(0) == 0xef && unsigned(1) == 0xbb && unsigned(2) == 0xbf) {
      pos = 3;
    }
  }

  /** The length that the first byte announces, if the file is that long and the byte is legal. */
  private int sequenceLength() {
    int first = unsigned(pos);
    int length = first < 0xc2 ? MALFORMED : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    return first > 0xf4 || end - pos < length ? MALFORMED : length;
  }

  /** The code point, unless it is cut short, longer than it must be, or no character. */
  private int codePoint(int length) {
    int value = unsigned(pos) & (0xff >> (length + 1));
    for (int i = 1; i < length; i++) {
      int next = unsigned(pos + i);
      if ((next & 0xc0) != 0x80) {
        return MALFORMED;
      }
      value = (value << 6) | (next & 0x3f);
    }
    boolean overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    boolean surrogate = value >= 0xd800 && value <= 0xdfff;
    return overlong || surrogate || value > 0x10ffff ? MALFORMED : value;
  }

  private int unsigned(int index) {
    return bytes[index] & 0xff;
  }

  /** Reads until {@code wanted} bytes are there, or the file ends; true if there is any. */
  private boolean refill(int wanted) throws IOException {
    if (end - pos >= wanted) {
      return true;
    }
    byte[] target = base + pos >= FIRST && bytes.length < MOST ? new byte[MOST] : bytes;
    System.arraycopy(bytes, pos, target, 0, end - pos);
    bytes = target;
    base += pos;
    end -= pos;
    pos = 0;
    while (end < wanted && !ended) {
      int n = in.read(bytes, end, bytes.length - end);
      ended = n < 0;
      end += Math.max(n, 0);
    }
    return end > 0;
  }
}
