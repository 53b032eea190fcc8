package io.github.dbsage.lint;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Expr;
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
    Constraint given = column.constraint(Constraint.Kind.DEFAULT);
    if (given != null && given.expression() != null) {
      Volatility volatility = volatility(state, given.expression());
      if (volatility == Volatility.VOLATILE || volatility == Volatility.UNKNOWN) {
        boolean certain = volatility == Volatility.VOLATILE;
        return new AddedColumn(Reason.VOLATILE_DEFAULT, certain, given.expression());
      }
    }
    return domain(state, column);
  }

  /** How often an expression may change, functions of the files included. */
  public static Volatility volatility(State state, Expr expression) {
    return Volatility.of(expression, name -> ofRoutine(state, name));
  }

  private static Volatility ofRoutine(State state, QualifiedName name) {
    Routine routine = state.routine(name);
    if (routine == null) {
      return Volatility.UNKNOWN;
    }
    return switch (routine.volatility()) {
      case "immutable" -> Volatility.IMMUTABLE;
      case "stable" -> Volatility.STABLE;
      default -> Volatility.VOLATILE;
    };
  }

  private static AddedColumn domain(State state, Column column) {
    if (column.type() == null || column.type().array()) {
      return HARMLESS;
    }
    TypeState domain = state.domain(column.type());
    if (domain != null) {
      boolean constrained =
          domain.birth() == null
              || domain.constraints().stream().anyMatch(AddedColumn::constrains)
              || isConstrained(state, domain);
      return constrained
          ? new AddedColumn(Reason.CONSTRAINED_DOMAIN, domain.birth() != null, null)
          : HARMLESS;
    }
    boolean known =
        BuiltInTypes.has(column.type())
            || state.type(column.type().name()) != null
            || state.find(column.type().name()) != null
            || NO_DOMAINS.contains(column.type().base());
    return known ? HARMLESS : new AddedColumn(Reason.CONSTRAINED_DOMAIN, false, null);
  }

  private static boolean constrains(Constraint constraint) {
    return constraint.kind() == Constraint.Kind.CHECK
        || constraint.kind() == Constraint.Kind.NOT_NULL;
  }

  /** A domain over a domain. */
  private static boolean isConstrained(State state, TypeState domain) {
    TypeState below = state.domain(domain.base());
    return below != null
        && (below.constraints().stream().anyMatch(AddedColumn::constrains)
            || isConstrained(state, below));
  }
}
