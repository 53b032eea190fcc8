package io.github.dbsage.sql.tree;

import org.jspecify.annotations.Nullable;
import run.endive.runtime.GlobalInstance;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.Memory;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionType;

/**
 * Runs the parser's module several times as fast as the runtime's own interpreter, and with less
 * memory. Not thread-safe.
 */
final class FlatMachine implements Machine {

  private final Instance instance;
  private final Bodies bodies;
  private final int imports;
  private final FunctionType[] types;
  private final FunctionType[] functions;
  private final @Nullable FlatCode[] codes;
  private @Nullable GlobalInstance[] globals = new GlobalInstance[0];

  /**
   * A machine.
   *
   * @param instance whose module is the skeleton of these bodies
   */
  FlatMachine(Instance instance, Bodies bodies) {
    this.instance = instance;
    this.bodies = bodies;
    WasmModule module = instance.module();
    this.imports = instance.imports().functionCount();
    this.types = new FunctionType[module.typeSection().typeCount()];
    for (int i = 0; i < types.length; i++) {
      types[i] = module.typeSection().getType(i);
    }
    int count = imports + bodies.count();
    this.functions = new FunctionType[count];
    for (int i = 0; i < count; i++) {
      functions[i] = types[instance.functionType(i)];
    }
    this.codes = new FlatCode[count];
  }

  @Override
  public long[] call(int function, long[] arguments) {
    if (function < imports) {
      return instance.imports().function(function).handle().apply(instance, arguments);
    }
    FlatCode code = code(function);
    long[] slots = new long[code.slots()];
    System.arraycopy(arguments, 0, slots, 0, code.parameters());
    long result = run(code, slots);
    return code.results() == 0 ? new long[0] : new long[] {result};
  }

  private FlatCode code(int function) {
    FlatCode known = codes[function];
    if (known == null) {
      Instructions in = bodies.of(function - imports);
      known = Flattening.of(in, functions[function], types, functions);
      codes[function] = known;
    }
    return known;
  }

  private GlobalInstance global(int number) {
    if (globals.length == 0) {
      globals = new GlobalInstance[instance.globalCount()];
    }
    GlobalInstance known = globals[number];
    if (known == null) {
      known = instance.global(number);
      globals[number] = known;
    }
    return known;
  }

  /** A call from flat code: arguments and result are in the caller's slots. */
  private void call(int function, long[] slots, int at, int count) {
    if (function >= imports) {
      FlatCode code = code(function);
      long[] own = new long[code.slots()];
      System.arraycopy(slots, at, own, 0, count);
      long result = run(code, own);
      if (code.results() > 0) {
        slots[at] = result;
      }
      return;
    }
    long[] arguments = new long[count];
    System.arraycopy(slots, at, arguments, 0, count);
    long[] results = call(function, arguments);
    if (results != null && results.length > 0) {
      slots[at] = results[0];
    }
  }

  // Numbers of 32 bits overflow as WebAssembly wants it before they become slots of 64.
  @SuppressWarnings({"IntLongMath", "NarrowCalculation"})
  // One loop without a call to a method of ours for each operation: the JVM compiles it early.
  private long run(FlatCode flat, long[] r) {
    int[] code = flat.code();
    Memory memory = instance.memory();
    int pc = 0;
    while (true) {
      int a = code[pc + 1];
      int b = code[pc + 2];
      int c = code[pc + 3];
      int op = code[pc];
      pc += FlatCode.WIDTH;
      switch (op) {
        case FlatCode.MOVE -> r[a] = r[b];
        case FlatCode.CONST -> r[a] = b;
        case FlatCode.LOAD_32 -> r[a] = memory.readInt((int) r[c] + b);
        case FlatCode.ADD_CONST -> r[a] = (int) r[a] + b;
        case FlatCode.JUMP -> pc = a;
        case FlatCode.JUMP_IF -> pc = (int) r[c] != 0 ? a : pc;
        case FlatCode.JUMP_UNLESS -> pc = (int) r[c] == 0 ? a : pc;
        case FlatCode.JUMP_TABLE -> {
          int[] table = flat.tables()[a];
          int index = (int) r[b];
          pc = table[index < 0 || index >= table.length ? table.length - 1 : index];
        }
        case FlatCode.STORE_32 -> memory.writeI32((int) r[a] + b, (int) r[a + 1]);
        case FlatCode.ADD -> r[a] = (int) r[a] + (int) r[a + 1];
        case FlatCode.EQZ -> r[a] = (int) r[a] == 0 ? 1 : 0;
        case FlatCode.EQ -> r[a] = (int) r[a] == (int) r[a + 1] ? 1 : 0;
        case FlatCode.NE -> r[a] = (int) r[a] != (int) r[a + 1] ? 1 : 0;
        case FlatCode.CALL -> call(a, r, b, c);
        case FlatCode.CALL_INDIRECT -> call(instance.table(0).requiredRef((int) r[a]), r, b, c);
        case FlatCode.RETURN -> {
          return flat.results() == 0 ? 0 : r[a];
        }
        case FlatCode.UNREACHABLE ->
            throw new IllegalStateException("the parser's module gave up (unreachable)");
        case FlatCode.LOAD_8U -> r[a] = memory.read((int) r[c] + b) & 0xff;
        case FlatCode.LOAD_8S -> r[a] = memory.read((int) r[c] + b);
        case FlatCode.LOAD_16U -> r[a] = memory.readShort((int) r[c] + b) & 0xffff;
        case FlatCode.LOAD_16S -> r[a] = memory.readShort((int) r[c] + b);
        case FlatCode.LOAD_64 -> r[a] = memory.readLong((int) r[c] + b);
        case FlatCode.LOAD_32U -> r[a] = memory.readInt((int) r[c] + b) & 0xffffffffL;
        case FlatCode.STORE_8 -> memory.writeByte((int) r[a] + b, (byte) r[a + 1]);
        case FlatCode.STORE_16 -> memory.writeShort((int) r[a] + b, (short) r[a + 1]);
        case FlatCode.STORE_64 -> memory.writeLong((int) r[a] + b, r[a + 1]);
        case FlatCode.COPY -> memory.copy((int) r[a], (int) r[a + 1], (int) r[a + 2]);
        case FlatCode.FILL -> memory.fill((byte) r[a + 1], (int) r[a], (int) r[a] + (int) r[a + 2]);
        case FlatCode.PAGES -> r[a] = memory.pages();
        case FlatCode.SELECT -> r[a] = (int) r[a + 2] != 0 ? r[a] : r[a + 1];
        case FlatCode.GLOBAL_GET -> r[a] = global(b).getValue();
        case FlatCode.GLOBAL_SET -> global(a).setValue(r[b]);
        case FlatCode.CONST_WIDE -> r[a] = flat.wide()[b];
        case FlatCode.SUB -> r[a] = (int) r[a] - (int) r[a + 1];
        case FlatCode.AND -> r[a] = (int) r[a] & (int) r[a + 1];
        case FlatCode.OR -> r[a] = (int) r[a] | (int) r[a + 1];
        case FlatCode.XOR -> r[a] = (int) r[a] ^ (int) r[a + 1];
        case FlatCode.SHL -> r[a] = (int) r[a] << (int) r[a + 1];
        case FlatCode.SHR_S -> r[a] = (int) r[a] >> (int) r[a + 1];
        case FlatCode.SHR_U -> r[a] = (int) r[a] >>> (int) r[a + 1];
        case FlatCode.LT_S -> r[a] = (int) r[a] < (int) r[a + 1] ? 1 : 0;
        case FlatCode.GT_S -> r[a] = (int) r[a] > (int) r[a + 1] ? 1 : 0;
        case FlatCode.LE_S -> r[a] = (int) r[a] <= (int) r[a + 1] ? 1 : 0;
        case FlatCode.GE_S -> r[a] = (int) r[a] >= (int) r[a + 1] ? 1 : 0;
        default -> rare(op, r, a);
      }
    }
  }

  @SuppressWarnings({"IntLongMath", "NarrowCalculation"})
  private static void rare(int op, long[] r, int a) {
    int left = (int) r[a];
    int right = a + 1 < r.length ? (int) r[a + 1] : 0;
    long wide = a + 1 < r.length ? r[a + 1] : 0;
    r[a] =
        switch (op) {
          case FlatCode.MUL -> left * right;
          case FlatCode.DIV_S -> left / right;
          case FlatCode.DIV_U -> Integer.divideUnsigned(left, right);
          case FlatCode.REM_U -> Integer.remainderUnsigned(left, right);
          case FlatCode.ROTL -> Integer.rotateLeft(left, right);
          case FlatCode.ROTR -> Integer.rotateRight(left, right);
          case FlatCode.CLZ -> Integer.numberOfLeadingZeros(left);
          case FlatCode.CTZ -> Integer.numberOfTrailingZeros(left);
          case FlatCode.LT_U -> Integer.compareUnsigned(left, right) < 0 ? 1 : 0;
          case FlatCode.GT_U -> Integer.compareUnsigned(left, right) > 0 ? 1 : 0;
          case FlatCode.LE_U -> Integer.compareUnsigned(left, right) <= 0 ? 1 : 0;
          case FlatCode.GE_U -> Integer.compareUnsigned(left, right) >= 0 ? 1 : 0;
          case FlatCode.EXTEND_8 -> (byte) left;
          case FlatCode.EXTEND_16 -> (short) left;
          case FlatCode.WRAP -> left;
          case FlatCode.NE_F32 -> Float.intBitsToFloat(left) != Float.intBitsToFloat(right) ? 1 : 0;
          case FlatCode.EXTEND_U -> left & 0xffffffffL;
          default -> wide(op, r[a], wide);
        };
  }

  private static long wide(int op, long left, long right) {
    return switch (op) {
      case FlatCode.ADD_64 -> left + right;
      case FlatCode.SUB_64 -> left - right;
      case FlatCode.MUL_64 -> left * right;
      case FlatCode.AND_64 -> left & right;
      case FlatCode.OR_64 -> left | right;
      case FlatCode.XOR_64 -> left ^ right;
      case FlatCode.SHL_64 -> left << right;
      case FlatCode.SHR_U_64 -> left >>> right;
      case FlatCode.ROTL_64 -> Long.rotateLeft(left, (int) right);
      case FlatCode.EQ_64 -> left == right ? 1 : 0;
      case FlatCode.NE_64 -> left != right ? 1 : 0;
      case FlatCode.EQZ_64 -> left == 0 ? 1 : 0;
      case FlatCode.LT_U_64 -> Long.compareUnsigned(left, right) < 0 ? 1 : 0;
      case FlatCode.GT_U_64 -> Long.compareUnsigned(left, right) > 0 ? 1 : 0;
      case FlatCode.LE_U_64 -> Long.compareUnsigned(left, right) <= 0 ? 1 : 0;
      case FlatCode.GE_U_64 -> Long.compareUnsigned(left, right) >= 0 ? 1 : 0;
      case FlatCode.LT_S_64 -> left < right ? 1 : 0;
      case FlatCode.GE_S_64 -> left >= right ? 1 : 0;
      case FlatCode.SHR_S_64 -> left >> right;
      case FlatCode.DIV_U_64 -> Long.divideUnsigned(left, right);
      case FlatCode.CLZ_64 -> Long.numberOfLeadingZeros(left);
      default -> point(op, left, Double.longBitsToDouble(left), Double.longBitsToDouble(right));
    };
  }

  private static long point(int op, long raw, double left, double right) {
    return switch (op) {
      case FlatCode.ADD_F -> Double.doubleToRawLongBits(left + right);
      case FlatCode.SUB_F -> Double.doubleToRawLongBits(left - right);
      case FlatCode.MUL_F -> Double.doubleToRawLongBits(left * right);
      case FlatCode.DIV_F -> Double.doubleToRawLongBits(left / right);
      case FlatCode.EQ_F -> left == right ? 1 : 0;
      case FlatCode.NE_F -> left != right ? 1 : 0;
      case FlatCode.LT_F -> left < right ? 1 : 0;
      case FlatCode.GE_F -> left >= right ? 1 : 0;
      case FlatCode.MAX_F -> Double.doubleToRawLongBits(Math.max(left, right));
      case FlatCode.NEG_F -> raw ^ Long.MIN_VALUE;
      case FlatCode.ABS_F -> raw & Long.MAX_VALUE;
      case FlatCode.FROM_S -> Double.doubleToRawLongBits((double) (int) raw);
      case FlatCode.FROM_U ->
          Double.doubleToRawLongBits((double) Integer.toUnsignedLong((int) raw));
      case FlatCode.FROM_U_64 -> Double.doubleToRawLongBits(unsigned(raw));
      case FlatCode.TO_S -> (int) left;
      case FlatCode.TO_U -> (int) Math.max(0, Math.min((long) left, 0xffffffffL));
      case FlatCode.TO_U_64 -> unsigned(left);
      default -> throw new IllegalStateException("no such operation: " + op);
    };
  }

  private static long unsigned(double value) {
    if (value >= 0x1p63) {
      return value >= 0x1p64 ? -1 : (long) (value - 0x1p63) ^ Long.MIN_VALUE;
    }
    return Math.max(0, (long) value);
  }

  private static double unsigned(long raw) {
    // Halved with its last bit kept, so that rounding is what it is for the whole.
    return raw >= 0 ? (double) raw : (double) ((raw >>> 1) | (raw & 1)) * 2.0;
  }
}
