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

  private final ModuleBytes in;
  private final int end;
  private final int locals;
  private OpCode op = OpCode.NOP;
  private long[] operands = new long[2];
  private int count;

  /**
   * A function's.
   *
   * @param at where its body begins, with its local variables
   */
  Instructions(byte[] bytes, int at, int end) {
    this.in = new ModuleBytes(bytes, at);
    this.end = end;
    int groups = in.count();
    int all = 0;
    for (int i = 0; i < groups; i++) {
      all += in.count();
      in.skip(1);
    }
    this.locals = all;
  }

  /** How many local variables it has beside its parameters. */
  int locals() {
    return locals;
  }

  /** Goes on to the next one; false at the end. */
  boolean next() {
    if (in.at() == end) {
      return false;
    }
    int code = in.next() & 0xFF;
    op = OpCode.byOpCode(code == PREFIX ? (PREFIX << 8) | in.count() : code);
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
      case VARUINT -> add(in.unsigned());
      case VARSINT32, VARSINT64, BLOCK_TYPE -> add(in.signed());
      case FLOAT32 -> add(in.fixed(Integer.BYTES));
      case FLOAT64 -> add(in.fixed(Long.BYTES));
      case BYTE -> add(in.next());
      case MEMARG -> {
        add(in.unsigned());
        add(in.unsigned());
      }
      case VEC_VARUINT -> {
        int size = in.count();
        for (int i = 0; i < size; i++) {
          add(in.unsigned());
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
}
