package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why ADD COLUMN writes every row of the table anew (PostgreSQL manual, ALTER TABLE, "Notes").
 *
 * @param certain whether the files alone prove it
 * @param culprit the expression that does it, or null
 */
public record AddedColumn(Reason reason, boolean certain, @Nullable Expr culprit) {

  /** What makes it rewrite. */
  public enum Reason {
    /** Nothing: the catalog alone is changed. */
    NONE,
    SERIAL,
    IDENTITY,
    STORED_GENERATED,
    CONSTRAINED_DOMAIN,
    VOLATILE_DEFAULT
  }

  /** Types of well-known extensions, which are no domains. */
  private static final Set<String> NO_DOMAINS =
      Set.of(
          "citext",
          "hstore",
          "ltree",
          "lquery",
          "ltxtquery",
          "cube",
          "seg",
          "isbn",
          "isbn13",
          "ean13",
          "geometry",
          "geography",
          "vector",
          "halfvec",
          "sparsevec",
          "raster",
          "box2d",
          "box3d",
          "h3index",
          "semver",
          "roaringbitmap",
          "hll");

  private static final AddedColumn HARMLESS = new AddedColumn(Reason.NONE, true, null);

  /** Whether the files prove that it is this. */
  boolean isCertain(Reason wanted) {
    return certain && reason == wanted;
  }

  /** Judges a column's definition. */
  public static AddedColumn of(State state, Column column) {
    if (column.isSerial()) {
      return new AddedColumn(Reason.SERIAL, true, null);
    }
    if (column.has(Constraint.Kind.IDENTITY)) {
      return new AddedColumn(Reason.IDENTITY, true, null);
    }
    Constraint generated = column.constraint(Constraint.Kind.GENERATED);
    if (generated != null) {
      return generated.stored()
          ? new AddedColumn(Reason.STORED_GENERATED, true, generated.expression())
          : HARMLESS;
    }
    Expr value = defaultOf(state, column);
    if (value != null) {
      Volatility volatility = volatility(state, value);
      if (volatility == Volatility.VOLATILE || volatility == Volatility.UNKNOWN) {
        boolean certain = volatility == Volatility.VOLATILE;
        Expr own = column.has(Constraint.Kind.DEFAULT) ? value : null;
        return new AddedColumn(Reason.VOLATILE_DEFAULT, certain, own);
      }
    }
    return ofType(state, column.type());
  }

  /**
   * What old rows get in the column: its default, else that of its domain; null where they get
   * NULL, or where it is computed in another way.
   */
  public static @Nullable Expr defaultOf(State state, Column column) {
    Constraint given = column.constraint(Constraint.Kind.DEFAULT);
    TypeState domain = state.domain(column.type());
    while (given == null && domain != null) {
      given = domain.constraint(Constraint.Kind.DEFAULT);
      domain = state.domain(domain.base());
    }
    Expr value = given == null ? null : given.expression();
    return value == null || isNull(value) ? null : value;
  }

  private static boolean isNull(Expr value) {
    return value instanceof Expr.Cast cast
        ? isNull(cast.value())
        : value instanceof Expr.Constant constant && constant.kind() == Expr.Literal.NULL;
  }

  /** How often an expression may change, functions of the files included. */
  public static Volatility volatility(State state, Expr expression) {
    return Volatility.of(expression, call -> ofRoutines(state, call));
  }

  /** The worst of what a call may mean. */
  private static Volatility ofRoutines(State state, Expr.Call call) {
    return state.called(call.function(), call.arguments().size()).stream()
        .map(routine -> ofRoutine(state, routine))
        .reduce(Volatility::or)
        .orElse(Volatility.UNKNOWN);
  }

  private static Volatility ofRoutine(State state, Routine routine) {
    Expr inlined = routine.inlined();
    if (inlined != null) {
      // The planner puts its body in its place, and asks that.
      return volatility(state, inlined);
    }
    return switch (routine.volatility()) {
      case "immutable" -> Volatility.IMMUTABLE;
      case "stable" -> Volatility.STABLE;
      default -> Volatility.VOLATILE;
    };
  }

  /** Judges a column's type alone: a domain with constraints checks every row. */
  public static AddedColumn ofType(State state, @Nullable Type type) {
    if (type == null || type.array() || Types.isBuiltIn(type)) {
      return HARMLESS;
    }
    TypeState domain = state.domain(type);
    if (domain == null) {
      boolean known =
          state.type(type.name()) != null
              || state.find(type.name()) != null
              || NO_DOMAINS.contains(type.base());
      return known ? HARMLESS : new AddedColumn(Reason.CONSTRAINED_DOMAIN, false, null);
    }
    boolean told = true;
    while (domain != null) {
      if (domain.has(Constraint.Kind.CHECK) || domain.has(Constraint.Kind.NOT_NULL)) {
        return new AddedColumn(Reason.CONSTRAINED_DOMAIN, true, null);
      }
      told &= domain.birth() != null;
      domain = state.domain(domain.base());
    }
    return told ? HARMLESS : new AddedColumn(Reason.CONSTRAINED_DOMAIN, false, null);
  }
}
