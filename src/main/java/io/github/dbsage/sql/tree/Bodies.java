package io.github.dbsage.sql.tree;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions of a module, apart from the rest of it. The runtime makes an object of each of
 * their 400,000 instructions, which takes a second and 60 MB; here a function is looked at when it
 * is first called.
 */
final class Bodies {

  private static final int HEADER = 8;
  private static final int CODE_SECTION = 10;

  /** No local variables; unreachable; end. */
  private static final byte[] EMPTY = {3, 0, 0, 0x0B};

  private final byte[] module;
  private final List<Integer> bounds = new ArrayList<>();
  private int codeAt;
  private int codeEnd;
  private int sectionAt;
  private int at = HEADER;

  /** Takes a module apart. */
  Bodies(byte[] module) {
    this.module = module;
    while (at < module.length) {
      int start = at;
      int id = module[at++];
      int size = number();
      if (id == CODE_SECTION) {
        sectionAt = start;
        codeAt = at;
        codeEnd = at + size;
      }
      at += size;
    }
    at = codeAt;
    int count = number();
    for (int i = 0; i < count; i++) {
      int size = number();
      bounds.add(at);
      at += size;
      bounds.add(at);
    }
  }

  int count() {
    return bounds.size() / 2;
  }

  /** The instructions of a function that is no import, by its number among these. */
  Instructions of(int function) {
    return new Instructions(module, bounds.get(2 * function), bounds.get(2 * function + 1));
  }

  /** The module with functions that do nothing. */
  byte[] skeleton() {
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    write(code, count());
    for (int i = 0; i < count(); i++) {
      code.writeBytes(EMPTY);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(module, 0, sectionAt);
    whole.write(CODE_SECTION);
    write(whole, code.size());
    whole.writeBytes(code.toByteArray());
    whole.write(module, codeEnd, module.length - codeEnd);
    return whole.toByteArray();
  }

  /** LEB128. */
  private int number() {
    int value = 0;
    int shift = 0;
    byte next;
    do {
      next = module[at++];
      value |= (next & 0x7F) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  private static void write(ByteArrayOutputStream out, int number) {
    int rest = number;
    while (rest > 0x7F) {
      out.write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
