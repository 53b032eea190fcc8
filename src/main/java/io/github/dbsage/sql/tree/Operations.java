package io.github.dbsage.sql.tree;

import run.endive.wasm.types.OpCode;

/** As what WebAssembly's operations are run flat; -1 for those of another kind. */
final class Operations {

  private Operations() {}

  static int load(OpCode op) {
    return switch (op) {
      case I32_LOAD, I64_LOAD32_S, F32_LOAD -> FlatCode.LOAD_32;
      case I32_LOAD8_U, I64_LOAD8_U -> FlatCode.LOAD_8U;
      case I32_LOAD8_S, I64_LOAD8_S -> FlatCode.LOAD_8S;
      case I32_LOAD16_U, I64_LOAD16_U -> FlatCode.LOAD_16U;
      case I32_LOAD16_S, I64_LOAD16_S -> FlatCode.LOAD_16S;
      // Numbers with a point are only moved about, as 64 bits.
      case I64_LOAD, F64_LOAD -> FlatCode.LOAD_64;
      case I64_LOAD32_U -> FlatCode.LOAD_32U;
      default -> -1;
    };
  }

  static int store(OpCode op) {
    return switch (op) {
      case I32_STORE, I64_STORE32 -> FlatCode.STORE_32;
      case I32_STORE8, I64_STORE8 -> FlatCode.STORE_8;
      case I32_STORE16, I64_STORE16 -> FlatCode.STORE_16;
      case I64_STORE, F64_STORE -> FlatCode.STORE_64;
      default -> -1;
    };
  }

  static int unary(OpCode op) {
    return switch (op) {
      case I32_EQZ -> FlatCode.EQZ;
      case I32_CLZ -> FlatCode.CLZ;
      case I32_CTZ -> FlatCode.CTZ;
      case I32_EXTEND_8_S -> FlatCode.EXTEND_8;
      case I32_EXTEND_16_S -> FlatCode.EXTEND_16;
      case I32_WRAP_I64, I64_EXTEND_I32_S, I64_EXTEND_32_S -> FlatCode.WRAP;
      case I64_EXTEND_I32_U -> FlatCode.EXTEND_U;
      case I64_EQZ -> FlatCode.EQZ_64;
      case I64_CLZ -> FlatCode.CLZ_64;
      case F64_NEG -> FlatCode.NEG_F;
      case F64_ABS -> FlatCode.ABS_F;
      case F64_CONVERT_I32_S -> FlatCode.FROM_S;
      case F64_CONVERT_I32_U -> FlatCode.FROM_U;
      case F64_CONVERT_I64_U -> FlatCode.FROM_U_64;
      case I32_TRUNC_SAT_F64_S -> FlatCode.TO_S;
      case I32_TRUNC_SAT_F64_U -> FlatCode.TO_U;
      case I64_TRUNC_SAT_F64_U -> FlatCode.TO_U_64;
      default -> -1;
    };
  }

  static int binary(OpCode op) {
    return switch (op) {
      case I32_SUB -> FlatCode.SUB;
      case I32_MUL -> FlatCode.MUL;
      case I32_DIV_S -> FlatCode.DIV_S;
      case I32_DIV_U -> FlatCode.DIV_U;
      case I32_REM_U -> FlatCode.REM_U;
      case I32_AND -> FlatCode.AND;
      case I32_OR -> FlatCode.OR;
      case I32_XOR -> FlatCode.XOR;
      case I32_SHL -> FlatCode.SHL;
      case I32_SHR_S -> FlatCode.SHR_S;
      case I32_SHR_U -> FlatCode.SHR_U;
      case I32_ROTL -> FlatCode.ROTL;
      case I32_ROTR -> FlatCode.ROTR;
      case I32_EQ -> FlatCode.EQ;
      case I32_NE -> FlatCode.NE;
      case I32_LT_S -> FlatCode.LT_S;
      case I32_LT_U -> FlatCode.LT_U;
      case I32_GT_S -> FlatCode.GT_S;
      case I32_GT_U -> FlatCode.GT_U;
      case I32_LE_S -> FlatCode.LE_S;
      case I32_LE_U -> FlatCode.LE_U;
      case I32_GE_S -> FlatCode.GE_S;
      case I32_GE_U -> FlatCode.GE_U;
      default -> wide(op);
    };
  }

  private static int wide(OpCode op) {
    return switch (op) {
      case I64_ADD -> FlatCode.ADD_64;
      case I64_SUB -> FlatCode.SUB_64;
      case I64_MUL -> FlatCode.MUL_64;
      case I64_AND -> FlatCode.AND_64;
      case I64_OR -> FlatCode.OR_64;
      case I64_XOR -> FlatCode.XOR_64;
      case I64_SHL -> FlatCode.SHL_64;
      case I64_SHR_U -> FlatCode.SHR_U_64;
      case I64_ROTL -> FlatCode.ROTL_64;
      case I64_EQ -> FlatCode.EQ_64;
      case I64_NE -> FlatCode.NE_64;
      case I64_LT_U -> FlatCode.LT_U_64;
      case I64_GT_U -> FlatCode.GT_U_64;
      case I64_LE_U -> FlatCode.LE_U_64;
      case I64_GE_U -> FlatCode.GE_U_64;
      case I64_LT_S -> FlatCode.LT_S_64;
      case I64_GE_S -> FlatCode.GE_S_64;
      case I64_SHR_S -> FlatCode.SHR_S_64;
      case I64_DIV_U -> FlatCode.DIV_U_64;
      case F64_ADD -> FlatCode.ADD_F;
      case F64_SUB -> FlatCode.SUB_F;
      case F64_MUL -> FlatCode.MUL_F;
      case F64_DIV -> FlatCode.DIV_F;
      case F64_EQ -> FlatCode.EQ_F;
      case F64_NE -> FlatCode.NE_F;
      case F64_LT -> FlatCode.LT_F;
      case F64_GE -> FlatCode.GE_F;
      case F64_MAX -> FlatCode.MAX_F;
      case F32_NE -> FlatCode.NE_F32;
      default -> -1;
    };
  }
}
