package io.github.dbsage.sql.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import run.endive.wasm.types.AnnotatedInstruction;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.OpCode;

/**
 * Works out the jumps of a function. The grammar's actions are one switch of thousands of cases,
 * which WebAssembly writes as thousands of nested blocks; the runtime enters every one of them for
 * each action. Here a block costs nothing.
 */
final class Flattening {

  /** Nothing to move at a jump. */
  private static final int STAY = -1;

  /** The operand of a block without a result, as the runtime reads it. */
  private static final long NO_RESULT = Long.MIN_VALUE;

  /** Set in the operand of a block with one. */
  private static final long ONE_RESULT = 1L << 62;

  private final FunctionBody body;
  private final FunctionType[] types;
  private final FunctionType[] functions;
  private final int locals;
  private final List<Block> blocks = new ArrayList<>();
  private final List<int[]> tables = new ArrayList<>();
  private final List<Long> wide = new ArrayList<>();
  private final List<int[]> patches = new ArrayList<>();
  private int[] code = new int[256];
  private int end;
  private int height;
  private int highest;
  private int last = STAY;
  private int dead;

  /** A block that is open; {@code start} is negative where jumps go to its end. */
  private static final class Block {
    private final int start;
    private final int height;
    private final int results;
    private final List<Integer> toEnd = new ArrayList<>();
    private int otherwise = STAY;

    Block(int start, int height, int results) {
      this.start = start;
      this.height = height;
      this.results = results;
    }
  }

  private Flattening(
      FunctionBody body, FunctionType own, FunctionType[] types, FunctionType[] functions) {
    this.body = body;
    this.types = types;
    this.functions = functions;
    this.locals = own.params().size() + body.localTypes().size();
  }

  /**
   * Flattens a function.
   *
   * @param types of the module, by number
   * @param functions the type of each function, by number
   * @return null where it holds something that is left to the runtime
   */
  static @Nullable FlatCode of(
      FunctionBody body, FunctionType own, FunctionType[] types, FunctionType[] functions) {
    if (own.returns().size() > 1) {
      return null;
    }
    Flattening flattening = new Flattening(body, own, types, functions);
    return flattening.flatten(own) ? flattening.code(own) : null;
  }

  private FlatCode code(FunctionType own) {
    return new FlatCode(
        Arrays.copyOf(code, end),
        wide.stream().mapToLong(Long::longValue).toArray(),
        tables.toArray(new int[0][]),
        own.params().size(),
        locals + highest + 1,
        own.returns().size());
  }

  private boolean flatten(FunctionType own) {
    blocks.add(new Block(STAY, 0, own.returns().size()));
    for (AnnotatedInstruction instruction : body.instructions()) {
      if (!instruction(instruction)) {
        return false;
      }
    }
    return blocks.isEmpty();
  }

  private boolean instruction(AnnotatedInstruction instruction) {
    OpCode op = instruction.opcode();
    if (dead > 0) {
      return skipped(instruction);
    }
    switch (op) {
      case BLOCK, LOOP, IF -> {
        return open(instruction);
      }
      case ELSE -> otherwise();
      case END -> close();
      case BR -> {
        jump(FlatCode.JUMP, target(instruction.operand(0)), STAY);
        dead = 1;
      }
      case BR_IF -> {
        height--;
        jump(FlatCode.JUMP_IF, target(instruction.operand(0)), slot(height));
      }
      case BR_TABLE -> table(instruction);
      case RETURN -> {
        emit(FlatCode.RETURN, slot(height - 1), 0, 0);
        dead = 1;
      }
      case UNREACHABLE -> {
        emit(FlatCode.UNREACHABLE, 0, 0, 0);
        dead = 1;
      }
      case CALL -> call(FlatCode.CALL, (int) instruction.operand(0));
      case CALL_INDIRECT -> {
        height--;
        callIndirect((int) instruction.operand(0));
      }
      default -> {
        return straight(instruction);
      }
    }
    return true;
  }

  /** What cannot be reached is left out; only its blocks are counted. */
  private boolean skipped(AnnotatedInstruction instruction) {
    switch (instruction.opcode()) {
      case BLOCK, LOOP, IF -> dead++;
      case ELSE -> {
        if (dead == 1) {
          dead = 0;
          reopen();
        }
      }
      case END -> {
        dead--;
        if (dead == 0) {
          finish();
        }
      }
      default -> {
        // Never run.
      }
    }
    return true;
  }

  private boolean open(AnnotatedInstruction instruction) {
    long type = instruction.operand(0);
    boolean none = type == NO_RESULT;
    if (!none && (type & ONE_RESULT) == 0) {
      return false;
    }
    boolean loop = instruction.opcode() == OpCode.LOOP;
    if (instruction.opcode() == OpCode.IF) {
      height--;
    }
    Block block = new Block(loop ? end : STAY, height, none ? 0 : 1);
    if (instruction.opcode() == OpCode.IF) {
      block.otherwise = end;
      emit(FlatCode.JUMP_UNLESS, 0, STAY, slot(height));
    }
    blocks.add(block);
    last = STAY;
    return true;
  }

  /** The end of a branch of IF: over the other one. */
  private void otherwise() {
    Block block = top();
    block.toEnd.add(end);
    emit(FlatCode.JUMP, 0, STAY, STAY);
    reopen();
  }

  private void reopen() {
    Block block = top();
    code[block.otherwise + 1] = end;
    block.otherwise = STAY;
    height = block.height;
    last = STAY;
  }

  private void close() {
    finish();
  }

  private void finish() {
    Block block = blocks.remove(blocks.size() - 1);
    if (block.otherwise != STAY) {
      code[block.otherwise + 1] = end;
    }
    for (int jump : block.toEnd) {
      code[jump + 1] = end;
    }
    for (int[] patch : patches) {
      if (patch[0] == System.identityHashCode(block)) {
        tables.get(patch[1])[patch[2]] = end;
      }
    }
    patches.removeIf(patch -> patch[0] == System.identityHashCode(block));
    height = block.height + block.results;
    last = STAY;
    if (blocks.isEmpty()) {
      emit(FlatCode.RETURN, slot(height - 1), 0, 0);
    }
  }

  private Block top() {
    return blocks.get(blocks.size() - 1);
  }

  private Block target(long depth) {
    return blocks.get(blocks.size() - 1 - (int) depth);
  }

  /** A jump: its result, where it has one, is moved to where the block's end expects it. */
  private void jump(int op, Block to, int condition) {
    boolean moves = to.start < 0 && to.results == 1 && height - 1 != to.height;
    if (moves) {
      if (op == FlatCode.JUMP) {
        emit(FlatCode.MOVE, slot(to.height), slot(height - 1), 0);
      } else {
        // Moved on the way only: around the jump where the condition does not hold.
        int around = end;
        emit(FlatCode.JUMP_UNLESS, 0, STAY, condition);
        emit(FlatCode.MOVE, slot(to.height), slot(height - 1), 0);
        jumpTo(FlatCode.JUMP, to, STAY);
        code[around + 1] = end;
        last = STAY;
        return;
      }
    }
    jumpTo(op, to, condition);
  }

  private void jumpTo(int op, Block to, int condition) {
    if (to.start < 0) {
      to.toEnd.add(end);
    }
    emit(op, Math.max(to.start, 0), STAY, condition);
    last = STAY;
  }

  private void table(AnnotatedInstruction instruction) {
    height--;
    int[] targets = new int[instruction.operandCount()];
    int number = tables.size();
    tables.add(targets);
    emit(FlatCode.JUMP_TABLE, number, slot(height), 0);
    for (int i = 0; i < targets.length; i++) {
      Block to = target(instruction.operand(i));
      if (to.start >= 0) {
        targets[i] = to.start;
      } else {
        patches.add(new int[] {System.identityHashCode(to), number, i});
      }
    }
    dead = 1;
  }

  private void call(int op, int function) {
    FunctionType type = functions[function];
    int arguments = type.params().size();
    height -= arguments;
    emit(op, function, slot(height), arguments);
    grow(type.returns().size());
  }

  private void callIndirect(int number) {
    FunctionType type = types[number];
    int arguments = type.params().size();
    int chosen = slot(height);
    height -= arguments;
    // The number of results is that of the function that is found.
    emit(FlatCode.CALL_INDIRECT, chosen, slot(height), arguments);
    grow(type.returns().size());
  }

  private void grow(int by) {
    height += by;
    highest = Math.max(highest, height);
    last = STAY;
  }

  private boolean straight(AnnotatedInstruction instruction) {
    OpCode op = instruction.opcode();
    switch (op) {
      case LOCAL_GET -> push(FlatCode.MOVE, (int) instruction.operand(0), 0);
      case LOCAL_SET -> {
        height--;
        emit(FlatCode.MOVE, (int) instruction.operand(0), slot(height), 0);
        last = STAY;
      }
      case LOCAL_TEE -> {
        emit(FlatCode.MOVE, (int) instruction.operand(0), slot(height - 1), 0);
        last = STAY;
      }
      case GLOBAL_GET -> push(FlatCode.GLOBAL_GET, (int) instruction.operand(0), 0);
      case GLOBAL_SET -> {
        height--;
        emit(FlatCode.GLOBAL_SET, (int) instruction.operand(0), slot(height), 0);
      }
      case I32_CONST -> push(FlatCode.CONST, (int) instruction.operand(0), 0);
      case I64_CONST, F64_CONST -> {
        wide.add(instruction.operand(0));
        push(FlatCode.CONST_WIDE, wide.size() - 1, 0);
      }
      case I64_REINTERPRET_F64, F64_REINTERPRET_I64 -> {
        // The same bits.
      }
      case DROP -> height--;
      case SELECT -> {
        height -= 2;
        emit(FlatCode.SELECT, slot(height - 1), 0, 0);
        last = STAY;
      }
      case MEMORY_COPY -> {
        height -= 3;
        emit(FlatCode.COPY, slot(height), 0, 0);
      }
      case MEMORY_FILL -> {
        height -= 3;
        emit(FlatCode.FILL, slot(height), 0, 0);
      }
      case MEMORY_SIZE -> push(FlatCode.PAGES, 0, 0);
      case I32_ADD -> add();
      default -> {
        return number(instruction);
      }
    }
    return true;
  }

  private boolean number(AnnotatedInstruction instruction) {
    OpCode op = instruction.opcode();
    int known = Operations.load(op);
    if (known >= 0) {
      load(known, (int) instruction.operand(1));
      return true;
    }
    known = Operations.store(op);
    if (known >= 0) {
      height -= 2;
      emit(known, slot(height), (int) instruction.operand(1), 0);
      last = STAY;
      return true;
    }
    known = Operations.unary(op);
    if (known >= 0) {
      emit(known, slot(height - 1), 0, 0);
      last = STAY;
      return true;
    }
    known = Operations.binary(op);
    if (known >= 0) {
      height--;
      emit(known, slot(height - 1), 0, 0);
      last = STAY;
      return true;
    }
    return false;
  }

  /** From an address in a local variable without a detour. */
  private void load(int op, int offset) {
    int address = slot(height - 1);
    int source = address;
    if (last >= 0 && code[last] == FlatCode.MOVE && code[last + 1] == address) {
      source = code[last + 2];
      end = last;
    }
    emit(op, address, offset, source);
    last = STAY;
  }

  private void add() {
    height--;
    int left = slot(height - 1);
    if (last >= 0 && code[last] == FlatCode.CONST && code[last + 1] == slot(height)) {
      int constant = code[last + 2];
      end = last;
      emit(FlatCode.ADD_CONST, left, constant, 0);
    } else {
      emit(FlatCode.ADD, left, 0, 0);
    }
    last = STAY;
  }

  private void push(int op, int a, int b) {
    int at = end;
    emit(op, slot(height), a, b);
    grow(1);
    last = at;
  }

  private int slot(int operand) {
    return locals + operand;
  }

  private void emit(int op, int a, int b, int c) {
    if (end + FlatCode.WIDTH > code.length) {
      code = Arrays.copyOf(code, 2 * code.length);
    }
    code[end] = op;
    code[end + 1] = a;
    code[end + 2] = b;
    code[end + 3] = c;
    end += FlatCode.WIDTH;
  }
}
