package io.github.dbsage.sql.tree;

/**
 * A function of the parser's module with its jumps worked out.
 *
 * @param code instructions of four numbers: what, and up to three operands; slots count the
 *     function's locals first, then its operands
 * @param wide constants of 64 bits
 * @param tables the jumps of each br_table
 * @param parameters how many of the locals are given
 * @param slots how many there are
 * @param results 0 or 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and read by the million
record FlatCode(int[] code, long[] wide, int[][] tables, int parameters, int slots, int results) {

  static final int WIDTH = 4;

  // Control. Of a jump: target, slot to move to, slot to move from (-1 for nothing to move).
  static final int JUMP = 0;
  static final int JUMP_IF = 1;
  static final int JUMP_UNLESS = 2;
  static final int JUMP_TABLE = 3;
  static final int RETURN = 4;
  static final int UNREACHABLE = 5;
  static final int CALL = 6;
  static final int CALL_INDIRECT = 7;

  // Moves.
  static final int MOVE = 8;
  static final int CONST = 9;
  static final int CONST_WIDE = 10;
  static final int SELECT = 11;
  static final int GLOBAL_GET = 12;
  static final int GLOBAL_SET = 13;

  // Memory: slot, offset, slot of the address.
  static final int LOAD_32 = 14;
  static final int LOAD_8U = 15;
  static final int LOAD_8S = 16;
  static final int LOAD_16U = 17;
  static final int LOAD_16S = 18;
  static final int LOAD_64 = 19;
  static final int LOAD_32U = 20;
  static final int STORE_32 = 21;
  static final int STORE_8 = 22;
  static final int STORE_16 = 23;
  static final int STORE_64 = 24;
  static final int COPY = 25;
  static final int FILL = 26;
  static final int PAGES = 27;

  // Numbers of 32 bits: result and left operand in the same slot, right operand behind it.
  static final int ADD = 28;
  static final int ADD_CONST = 29;
  static final int SUB = 30;
  static final int MUL = 31;
  static final int DIV_S = 32;
  static final int DIV_U = 33;
  static final int REM_U = 34;
  static final int AND = 35;
  static final int OR = 36;
  static final int XOR = 37;
  static final int SHL = 38;
  static final int SHR_S = 39;
  static final int SHR_U = 40;
  static final int ROTL = 41;
  static final int ROTR = 42;
  static final int CLZ = 43;
  static final int CTZ = 44;
  static final int EQZ = 45;
  static final int EQ = 46;
  static final int NE = 47;
  static final int LT_S = 48;
  static final int LT_U = 49;
  static final int GT_S = 50;
  static final int GT_U = 51;
  static final int LE_S = 52;
  static final int LE_U = 53;
  static final int GE_S = 54;
  static final int GE_U = 55;
  static final int EXTEND_8 = 56;
  static final int EXTEND_16 = 57;

  // Numbers of 64 bits.
  static final int WRAP = 58;
  static final int EXTEND_U = 59;
  static final int ADD_64 = 60;
  static final int SUB_64 = 61;
  static final int MUL_64 = 62;
  static final int AND_64 = 63;
  static final int OR_64 = 64;
  static final int XOR_64 = 65;
  static final int SHL_64 = 66;
  static final int SHR_U_64 = 67;
  static final int ROTL_64 = 68;
  static final int EQ_64 = 69;
  static final int NE_64 = 70;
  static final int EQZ_64 = 71;
  static final int LT_U_64 = 72;
  static final int GT_U_64 = 73;
  static final int LE_U_64 = 74;
  static final int GE_U_64 = 75;
  static final int LT_S_64 = 76;
  static final int GE_S_64 = 77;
  static final int SHR_S_64 = 78;
  static final int DIV_U_64 = 79;
  static final int CLZ_64 = 80;

  // Numbers with a point, as the bits of a double.
  static final int ADD_F = 81;
  static final int SUB_F = 82;
  static final int MUL_F = 83;
  static final int DIV_F = 84;
  static final int EQ_F = 85;
  static final int NE_F = 86;
  static final int LT_F = 87;
  static final int GE_F = 88;
  static final int NEG_F = 89;
  static final int ABS_F = 90;
  static final int FROM_S = 91;
  static final int FROM_U = 92;
  static final int FROM_U_64 = 93;
  static final int TO_S = 94;
  static final int TO_U = 95;
  static final int TO_U_64 = 96;
  static final int MAX_F = 97;
  static final int NE_F32 = 98;
}
