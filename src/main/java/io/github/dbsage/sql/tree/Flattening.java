package io.github.dbsage.sql.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private final Instructions in;
  private final FunctionType[] types;
  private final FunctionType[] functions;
  private final int locals;
  private final List<Block> blocks = new ArrayList<>();
  private final List<int[]> tables = new ArrayList<>();
  private final List<Long> wide = new ArrayList<>();
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
    private final List<Entry> entries = new ArrayList<>();
    private int otherwise = STAY;

    Block(int start, int height, int results) {
      this.start = start;
      this.height = height;
      this.results = results;
    }
  }

  /** One of a table's jumps. */
  private record Entry(int table, int index) {}

  private Flattening(
      Instructions in, FunctionType own, FunctionType[] types, FunctionType[] functions) {
    this.in = in;
    this.types = types;
    this.functions = functions;
    this.locals = own.params().size() + in.locals();
  }

  /**
   * Flattens a function.
   *
   * @param types of the module, by number
   * @param functions the type of each function, by number
   * @throws IllegalStateException when it holds something that is not known here
   */
  static FlatCode of(
      Instructions in, FunctionType own, FunctionType[] types, FunctionType[] functions) {
    if (own.returns().size() > 1) {
      throw unknown("a function of several results");
    }
    Flattening flattening = new Flattening(in, own, types, functions);
    flattening.flatten(own);
    return flattening.code(own);
  }

  private static IllegalStateException unknown(String what) {
    return new IllegalStateException("the parser's module holds " + what);
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

  private void flatten(FunctionType own) {
    blocks.add(new Block(STAY, 0, own.returns().size()));
    while (in.next()) {
      if (dead > 0) {
        skipped();
      } else {
        instruction();
      }
    }
  }

  private void instruction() {
    switch (in.op()) {
      case BLOCK, LOOP, IF -> open();
      case ELSE -> otherwise();
      case END -> finish();
      case BR -> {
        jump(FlatCode.JUMP, target(in.operand(0)), STAY);
        dead = 1;
      }
      case BR_IF -> {
        height--;
        jump(FlatCode.JUMP_IF, target(in.operand(0)), slot(height));
      }
      case BR_TABLE -> table();
      case RETURN -> {
        emit(FlatCode.RETURN, slot(height - 1), 0, 0);
        dead = 1;
      }
      case UNREACHABLE -> {
        emit(FlatCode.UNREACHABLE, 0, 0, 0);
        dead = 1;
      }
      case CALL -> call(FlatCode.CALL, (int) in.operand(0));
      case CALL_INDIRECT -> {
        height--;
        callIndirect((int) in.operand(0));
      }
      default -> straight();
    }
  }

  /** What cannot be reached is left out; only its blocks are counted. */
  private void skipped() {
    switch (in.op()) {
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
  }

  private void open() {
    int results = in.results();
    if (results < 0) {
      throw unknown("a block of a type of its own");
    }
    if (in.op() == OpCode.IF) {
      height--;
    }
    Block block = new Block(in.op() == OpCode.LOOP ? end : STAY, height, results);
    if (in.op() == OpCode.IF) {
      block.otherwise = end;
      emit(FlatCode.JUMP_UNLESS, 0, STAY, slot(height));
    }
    blocks.add(block);
    last = STAY;
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

  private void finish() {
    Block block = blocks.remove(blocks.size() - 1);
    if (block.otherwise != STAY) {
      code[block.otherwise + 1] = end;
    }
    for (int jump : block.toEnd) {
      code[jump + 1] = end;
    }
    for (Entry entry : block.entries) {
      tables.get(entry.table())[entry.index()] = end;
    }
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

  private void table() {
    height--;
    int[] targets = new int[in.operandCount()];
    int number = tables.size();
    tables.add(targets);
    emit(FlatCode.JUMP_TABLE, number, slot(height), 0);
    for (int i = 0; i < targets.length; i++) {
      Block to = target(in.operand(i));
      if (to.start >= 0) {
        targets[i] = to.start;
      } else {
        to.entries.add(new Entry(number, i));
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

  private void straight() {
    switch (in.op()) {
      case LOCAL_GET -> push(FlatCode.MOVE, (int) in.operand(0), 0);
      case LOCAL_SET -> {
        height--;
        emit(FlatCode.MOVE, (int) in.operand(0), slot(height), 0);
        last = STAY;
      }
      case LOCAL_TEE -> {
        emit(FlatCode.MOVE, (int) in.operand(0), slot(height - 1), 0);
        last = STAY;
      }
      case GLOBAL_GET -> push(FlatCode.GLOBAL_GET, (int) in.operand(0), 0);
      case GLOBAL_SET -> {
        height--;
        emit(FlatCode.GLOBAL_SET, (int) in.operand(0), slot(height), 0);
      }
      case I32_CONST, F32_CONST -> push(FlatCode.CONST, (int) in.operand(0), 0);
      case I64_CONST, F64_CONST -> {
        wide.add(in.operand(0));
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
      default -> number(in.op());
    }
  }

  private void number(OpCode op) {
    int known = Operations.load(op);
    if (known >= 0) {
      load(known, (int) in.operand(1));
      return;
    }
    known = Operations.store(op);
    if (known >= 0) {
      height -= 2;
      emit(known, slot(height), (int) in.operand(1), 0);
      last = STAY;
      return;
    }
    known = Operations.unary(op);
    if (known >= 0) {
      emit(known, slot(height - 1), 0, 0);
      last = STAY;
      return;
    }
    known = Operations.binary(op);
    if (known >= 0) {
      height--;
      emit(known, slot(height - 1), 0, 0);
      last = STAY;
      return;
    }
    throw unknown(op.name());
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
