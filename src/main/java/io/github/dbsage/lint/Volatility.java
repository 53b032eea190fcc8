package io.github.dbsage.lint;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Expr;
import java.util.Set;
import java.util.function.Function;

/**
 * How often an expression has to be evaluated: a default that is not volatile is evaluated once,
 * when its column is added, and rewrites nothing. From harmless to harmful.
 */
public enum Volatility {
  IMMUTABLE,
  STABLE,
  /** A function that nobody told us of; only the catalog knows. */
  UNKNOWN,
  VOLATILE;

  /** Types whose constants mean the same in every session. */
  private static final Set<String> FIXED =
      Set.of(
          "bool",
          "int2",
          "int4",
          "int8",
          "numeric",
          "float4",
          "float8",
          "text",
          "varchar",
          "bpchar",
          "char",
          "name",
          "bytea",
          "uuid",
          "json",
          "jsonb",
          "bit",
          "varbit",
          "oid",
          "inet",
          "cidr",
          "macaddr",
          "macaddr8",
          "point",
          "box",
          "tsvector",
          "tsquery");

  /** Forms of the grammar that call nothing themselves; others may. */
  private static final Set<String> PLAIN =
      Set.of(
          "CaseExpr",
          "CaseWhen",
          "CoalesceExpr",
          "A_ArrayExpr",
          "RowExpr",
          "MinMaxExpr",
          "BooleanTest",
          "List",
          "A_Indirection",
          "A_Indices",
          "CollateClause",
          "NamedArgExpr");

  /**
   * Of an expression: the worst of its parts.
   *
   * @param files what the project's own files tell of a function; UNKNOWN where they do not
   */
  public static Volatility of(Expr expression, Function<Expr.Call, Volatility> files) {
    Volatility worst = own(expression, files);
    for (Expr part : expression.parts()) {
      worst = worst.or(of(part, files));
    }
    return worst;
  }

  /** The worse of the two. */
  public Volatility or(Volatility other) {
    return compareTo(other) >= 0 ? this : other;
  }

  private static Volatility own(Expr expression, Function<Expr.Call, Volatility> files) {
    if (expression instanceof Expr.Call call) {
      return call(call, files);
    }
    if (expression instanceof Expr.Cast cast) {
      boolean fixed =
          cast.value() instanceof Expr.Constant
              && cast.type().isBuiltIn()
              && FIXED.contains(cast.type().base());
      return fixed ? IMMUTABLE : STABLE;
    }
    if (expression instanceof Expr.Operation operation) {
      // No operator of PostgreSQL is volatile; which of them this one is depends on types.
      return operation.all().stream().allMatch(Volatility::isArithmetic) ? IMMUTABLE : STABLE;
    }
    if (expression instanceof Expr.KeywordFunction || expression instanceof Expr.SubQuery) {
      return STABLE;
    }
    if (expression instanceof Expr.Compound compound) {
      return PLAIN.contains(compound.kind()) ? IMMUTABLE : STABLE;
    }
    return IMMUTABLE;
  }

  private static boolean isArithmetic(Expr expression) {
    return expression instanceof Expr.Operation
        || (expression instanceof Expr.Constant constant && constant.kind() == Expr.Literal.NUMBER);
  }

  private static Volatility call(Expr.Call call, Function<Expr.Call, Volatility> files) {
    QualifiedName name = call.function();
    boolean catalog = "pg_catalog".equals(name.schema());
    if (catalog || name.schema() == null) {
      if (name.name().equals("timezone")
          && call.arguments().stream().anyMatch(Volatility::isTimeTz)) {
        // AT TIME ZONE of a time with time zone was volatile up to version 14.
        return UNKNOWN;
      }
      Volatility builtIn = Functions.builtIn(name.name());
      if (catalog) {
        return builtIn;
      }
      if (builtIn != UNKNOWN) {
        Volatility told = files.apply(call);
        return told == UNKNOWN ? builtIn : builtIn.or(told);
      }
    }
    Volatility told = files.apply(call);
    return told == UNKNOWN ? Functions.extension(name.name()) : told;
  }

  private static boolean isTimeTz(Expr argument) {
    if (argument instanceof Expr.KeywordFunction key) {
      return key.name().equals("CURRENT_TIME") || key.name().equals("CURRENT_TIME_N");
    }
    return argument instanceof Expr.Cast cast && cast.type().base().equals("timetz");
  }
}
