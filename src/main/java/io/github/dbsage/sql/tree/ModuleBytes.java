package io.github.dbsage.sql.tree;

/** Reads the numbers of a WebAssembly module, one behind the other. */
final class ModuleBytes {

  private final byte[] bytes;
  private int at;

  ModuleBytes(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Where the next number begins. */
  int at() {
    return at;
  }

  void skip(int length) {
    at += length;
  }

  byte next() {
    return bytes[at++];
  }

  /** LEB128. */
  long unsigned() {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = next();
      value |= (next & 0x7FL) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  /** A size or a number of things. */
  int count() {
    return (int) unsigned();
  }

  /** LEB128 with a sign. */
  long signed() {
    int begin = at;
    long value = unsigned();
    int bits = 7 * (at - begin);
    boolean negative = (bytes[at - 1] & 0x40) != 0 && bits < Long.SIZE;
    return negative ? value | (-1L << bits) : value;
  }

  /** Little-endian, of four bytes or eight; of four with their sign. */
  long fixed(int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (next() & 0xFFL) << (8 * i);
    }
    return length == Integer.BYTES ? (int) value : value;
  }
}
