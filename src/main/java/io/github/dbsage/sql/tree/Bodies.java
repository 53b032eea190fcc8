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
  private int codeEnd;
  private int sectionAt;

  /** Takes a module apart. */
  Bodies(byte[] module) {
    this.module = module;
    ModuleBytes in = new ModuleBytes(module, HEADER);
    while (in.at() < module.length) {
      int start = in.at();
      int id = in.next();
      int size = in.count();
      if (id == CODE_SECTION) {
        sectionAt = start;
        codeEnd = in.at() + size;
        functions(new ModuleBytes(module, in.at()));
      }
      in.skip(size);
    }
  }

  private void functions(ModuleBytes in) {
    int count = in.count();
    for (int i = 0; i < count; i++) {
      int size = in.count();
      bounds.add(in.at());
      in.skip(size);
      bounds.add(in.at());
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
  private static void write(ByteArrayOutputStream out, int number) {
    int rest = number;
    while (rest > 0x7F) {
      out.write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
