package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Type;
import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A constant of a partition's bound or of a CHECK, as far as it can be compared without a server:
 * the order of texts is a matter of collations, and the same digits are another moment elsewhere.
 *
 * @param text of a number, the plainest; of a time, with the midnight left out
 * @param exact whether times of one day may be told apart: a date forgets them
 */
record BoundValue(Kind kind, String text, boolean exact) {

  private enum Kind {
    INTEGER,
    DECIMAL,
    TIME,
    TEXT,
    BOOLEAN
  }

  private static final Pattern ISO =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d(?:[ T]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,6})?)?(?:[+-]\\d\\d(?::?\\d\\d)?|Z)?)?");

  private static final Pattern MIDNIGHT = Pattern.compile("[ T]00:00(:00(\\.0+)?)?$");
  private static final int DAY = 10;

  private static final Set<String> INTEGERS = Set.of("int2", "int4", "int8");
  private static final Set<String> TEXTS = Set.of("text", "varchar");
  private static final Set<String> TIMES = Set.of("date", "timestamp", "timestamptz");

  /**
   * Reads a constant, with or without a cast.
   *
   * @param column the type that it is compared with; null where it is not known
   * @return null where it is no constant, or one that says nothing here
   */
  static @Nullable BoundValue of(Expr expression, @Nullable Type column) {
    String base = column == null || column.array() ? null : Types.base(column);
    if (expression instanceof Expr.Cast cast) {
      return cast.value() instanceof Expr.Constant constant
              && !cast.type().array()
              && fits(cast.type(), base)
          ? of(constant, cast.type().base())
          : null;
    }
    return expression instanceof Expr.Constant constant ? of(constant, base) : null;
  }

  /** Which of the two is greater; null where that cannot be told. */
  @Nullable Integer compare(BoundValue other) {
    if (kind != other.kind) {
      return null;
    }
    return switch (kind) {
      case INTEGER, DECIMAL -> new BigDecimal(text).compareTo(new BigDecimal(other.text));
      case TIME -> moments(other);
      case TEXT, BOOLEAN -> text.equals(other.text) ? 0 : null;
    };
  }

  /** Whether they are two values for certain; texts are, whatever their order is. */
  boolean differs(BoundValue other) {
    if (kind == Kind.TEXT || kind == Kind.BOOLEAN) {
      return kind == other.kind && !text.equals(other.text);
    }
    Integer order = compare(other);
    return order != null && order != 0;
  }

  private @Nullable Integer moments(BoundValue other) {
    if (text.equals(other.text)) {
      return 0;
    }
    if (!offset().equals(other.offset())) {
      return null;
    }
    int days = text.substring(0, DAY).compareTo(other.text.substring(0, DAY));
    if (days != 0) {
      return days;
    }
    return exact && other.exact && text.length() == other.text.length()
        ? Integer.valueOf(text.compareTo(other.text))
        : null;
  }

  private String offset() {
    return text.replaceFirst("^[-\\d]{10}(?:[ T][:.\\d]+)?", "");
  }

  private static @Nullable BoundValue of(Expr.Constant constant, @Nullable String base) {
    return switch (constant.kind()) {
      case NULL -> null;
      case BOOLEAN -> new BoundValue(Kind.BOOLEAN, constant.text(), true);
      case NUMBER -> number(constant.text(), base);
      case STRING -> string(constant.text(), base);
    };
  }

  private static @Nullable BoundValue string(String text, @Nullable String base) {
    if (base != null && (INTEGERS.contains(base) || base.equals("numeric"))) {
      return number(text.strip(), base);
    }
    if ((base == null || TIMES.contains(base)) && ISO.matcher(text).matches()) {
      String plain = base == null ? text : MIDNIGHT.matcher(text).replaceFirst("");
      return new BoundValue(Kind.TIME, plain, base != null && !base.equals("date"));
    }
    return new BoundValue(Kind.TEXT, text, true);
  }

  /** Of a column of integers a fraction is none: PostgreSQL would compare as numeric. */
  private static @Nullable BoundValue number(String text, @Nullable String base) {
    if (base != null && base.startsWith("float")) {
      return new BoundValue(Kind.TEXT, text, true);
    }
    try {
      BigDecimal value = new BigDecimal(text);
      boolean integer = text.matches("-?\\d+") && value.toBigInteger().bitLength() < Long.SIZE;
      if (!integer && base != null && INTEGERS.contains(base)) {
        return null;
      }
      boolean decimal = !integer || "numeric".equals(base);
      return new BoundValue(decimal ? Kind.DECIMAL : Kind.INTEGER, text, true);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * Whether a constant of the type, or an array of it, is compared with the column as it stands.
   */
  static boolean fits(Type cast, @Nullable String column) {
    String base = cast.base();
    if (!Types.isKnown(cast) || !cast.modifiers().isEmpty()) {
      return false;
    }
    if (INTEGERS.contains(base) && (column == null || INTEGERS.contains(column))) {
      return true;
    }
    return base.equals(column)
        || (column != null && TEXTS.contains(base) && TEXTS.contains(column))
        || ("timestamp".equals(column) && base.equals("date"))
        || ("date".equals(column) && base.equals("timestamp"));
  }
}
