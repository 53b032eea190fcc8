package io.github.dbsage.sql;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.Lexer.Kind;
import java.util.Set;

/**
 * Passes over expressions that can do nothing: constants, the user, the time, and arithmetic of
 * times. What it does not know is not passed.
 */
final class PlainValue {

  private static final Set<String> TIMES =
      Set.of("now", "clock_timestamp", "statement_timestamp", "transaction_timestamp");

  private static final Set<String> FUNCTIONS =
      Set.of(
          "age",
          "ceil",
          "ceiling",
          "coalesce",
          "date_part",
          "floor",
          "greatest",
          "least",
          "round",
          "trunc");

  private PlainValue() {}

  /** A constant, the user or the present time, with casts; the cursor stands behind it. */
  static boolean constant(Cursor c) {
    if (c.string() != null) {
      return casts(c);
    }
    if (c.kind() == Kind.NUMBER) {
      c.advance();
      return casts(c);
    }
    if (c.take("default")) {
      return true;
    }
    if (c.takeAny(
        "null",
        "true",
        "false",
        "current_user",
        "session_user",
        "user",
        "current_role",
        "current_timestamp")) {
      return casts(c);
    }
    return isOneOf(c, TIMES) && call(c) && casts(c);
  }

  /** A sum of times and numbers, {@code applied_at} among them; the cursor stands behind it. */
  static boolean time(Cursor c) {
    do {
      if (!product(c)) {
        return false;
      }
    } while (c.take('+') || c.take('-'));
    return true;
  }

  /** Passes over {@code ::type}, as many as there are. */
  static boolean casts(Cursor c) {
    while (c.kind() == Kind.OTHER && c.spelled().equals("::")) {
      c.advance();
      if (!type(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean product(Cursor c) {
    do {
      if (!factor(c) || !casts(c)) {
        return false;
      }
    } while (c.take('*') || c.take('/'));
    return true;
  }

  private static boolean factor(Cursor c) {
    if (c.take('(')) {
      return time(c) && c.take(')');
    }
    if (c.take("extract")) {
      return c.take('(') && field(c) && c.take("from") && time(c) && c.take(')');
    }
    if (c.take("cast")) {
      return c.take('(') && time(c) && c.take("as") && type(c) && c.take(')');
    }
    if (c.take("interval")) {
      return c.string() != null;
    }
    if (c.kind() == Kind.NUMBER) {
      c.advance();
      return true;
    }
    if (c.kind() == Kind.QUOTED) {
      QualifiedName column = c.name();
      return column != null && column.schema() == null && column.name().equals("applied_at");
    }
    return c.string() != null
        || c.takeAny("applied_at", "current_timestamp", "null")
        || (isOneOf(c, TIMES) ? call(c) : isOneOf(c, FUNCTIONS) && callOfTimes(c));
  }

  private static boolean field(Cursor c) {
    return c.string() != null
        || c.takeAny("epoch", "millisecond", "milliseconds", "microseconds", "second", "seconds");
  }

  private static boolean isOneOf(Cursor c, Set<String> names) {
    return c.kind() == Kind.WORD && names.contains(c.folded());
  }

  private static boolean call(Cursor c) {
    c.advance();
    return c.take('(') && c.take(')');
  }

  private static boolean callOfTimes(Cursor c) {
    c.advance();
    if (!c.take('(')) {
      return false;
    }
    do {
      if (!time(c)) {
        return false;
      }
    } while (c.take(','));
    return c.take(')');
  }

  private static boolean type(Cursor c) {
    return c.take("double", "precision")
        || c.takeAny(
            "text",
            "varchar",
            "integer",
            "int",
            "int4",
            "bigint",
            "int8",
            "numeric",
            "float8",
            "boolean",
            "bool",
            "interval",
            "timestamptz");
  }
}
