package io.github.dbsage.sql.tree;

import java.util.Arrays;
import run.endive.wasm.types.OpCode;
import run.endive.wasm.types.WasmEncoding;

/** Goes through the instructions of one function of a module, as they stand in its bytes. */
final class Instructions {

  private static final int PREFIX = 0xFC;

  /** A block without a result, and the types of those with one: negative numbers of one byte. */
  private static final long NO_RESULT = -0x40;

  private static final long FIRST_TYPE = -0x04;
  private static final long LAST_TYPE = -0x01;

  private final byte[] bytes;
  private final int end;
  private final int locals;
  private int at;
  private OpCode op = OpCode.NOP;
  private long[] operands = new long[2];
  private int count;

  /**
   * A function's.
   *
   * @param at where its body begins, with its local variables
   */
  Instructions(byte[] bytes, int at, int end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    int groups = (int) unsigned();
    int all = 0;
    for (int i = 0; i < groups; i++) {
      all += (int) unsigned();
      this.at++;
    }
    this.locals = all;
  }

  /** How many local variables it has beside its parameters. */
  int locals() {
    return locals;
  }

  /** Goes on to the next one; false at the end. */
  boolean next() {
    if (at == end) {
      return false;
    }
    int code = bytes[at++] & 0xFF;
    op = OpCode.byOpCode(code == PREFIX ? (PREFIX << 8) | (int) unsigned() : code);
    count = 0;
    for (WasmEncoding encoding : OpCode.signature(op)) {
      operand(encoding);
    }
    return true;
  }

  OpCode op() {
    return op;
  }

  long operand(int number) {
    return operands[number];
  }

  int operandCount() {
    return count;
  }

  /** The results of the block that begins here: 0 or 1; -1 where it is of a type of its own. */
  int results() {
    if (operands[0] == NO_RESULT) {
      return 0;
    }
    return operands[0] >= FIRST_TYPE && operands[0] <= LAST_TYPE ? 1 : -1;
  }

  private void operand(WasmEncoding encoding) {
    switch (encoding) {
      case VARUINT -> add(unsigned());
      case VARSINT32, VARSINT64, BLOCK_TYPE -> add(signed());
      case FLOAT32 -> add(fixed(Integer.BYTES));
      case FLOAT64 -> add(fixed(Long.BYTES));
      case BYTE -> add(bytes[at++]);
      case MEMARG -> {
        add(unsigned());
        add(unsigned());
      }
      case VEC_VARUINT -> {
        int size = (int) unsigned();
        for (int i = 0; i < size; i++) {
          add(unsigned());
        }
      }
      default -> throw new IllegalStateException("the parser's module holds " + op);
    }
  }

  private void add(long operand) {
    if (count == operands.length) {
      operands = Arrays.copyOf(operands, 2 * count);
    }
    operands[count++] = operand;
  }

  /** LEB128. */
  private long unsigned() {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = bytes[at++];
      value |= (next & 0x7FL) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  private long signed() {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = bytes[at++];
      value |= (next & 0x7FL) << shift;
      shift += 7;
    } while (next < 0);
    boolean negative = (next & 0x40) != 0 && shift < Long.SIZE;
    return negative ? value | (-1L << shift) : value;
  }

  /** Little-endian. */
  private long fixed(int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (bytes[at++] & 0xFFL) << (8 * i);
    }
    return length == Integer.BYTES ? (int) value : value;
  }
}
