package io.github.dbsage.plan.pattern;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which types take up every value of another, so that nothing is lost on the way. */
final class Widening {

  /** The digits that the integers have. */
  private static final Map<String, Integer> DIGITS =
      Map.of("smallint", 5, "integer", 10, "bigint", 19);

  private static final String TEXT = "text";
  private static final String VARCHAR = "character varying";
  private static final String NUMERIC = "numeric";
  private static final String REAL = "real";
  private static final String DOUBLE = "double precision";
  private static final String STAMP = "timestamp without time zone";
  private static final String STAMP_TZ = "timestamp with time zone";
  private static final List<String> MOMENTS = List.of(STAMP, STAMP_TZ, "time without time zone");

  private static final String OUT_OF_RANGE = "22003";
  private static final String TOO_LONG = "22001";
  private static final String NO_DATE = "22008";
  private static final int LONGEST = Integer.MAX_VALUE;
  private static final int MICROSECONDS = 6;
  private static final int UUID_LETTERS = 36;

  private final TypeName from;
  private final TypeName to;

  private Widening(TypeName from, TypeName to) {
    this.from = from;
    this.to = to;
  }

  /** Why values would be lost between these types; null where none is. */
  static @Nullable String loss(TypeName from, TypeName to) {
    return new Widening(from, to).loss();
  }

  /** Both ways between types of which the second takes up the first. */
  static Conversion conversion(TypeName from, TypeName to, @Nullable String collation) {
    // A real is rounded by its nature: that is no other value.
    boolean rounds = from.base().equals(REAL);
    return new Conversion(
        from.toString(),
        to.toString(),
        collation == null ? Sameness.EQUAL : Sameness.of(to.toString(), collation),
        rounds,
        rounds ? null : refusal(from));
  }

  private static String refusal(TypeName from) {
    if (isText(from)) {
      return TOO_LONG;
    }
    return from.base().equals("date") || MOMENTS.contains(from.base()) ? NO_DATE : OUT_OF_RANGE;
  }

  /** What a value of the old type may be too large for, in words; null where none is. */
  static @Nullable String overflow(TypeName from, TypeName to) {
    Integer digits = DIGITS.get(from.base());
    if (digits == null || !to.base().equals(NUMERIC) || to.sizes().isEmpty()) {
      return null;
    }
    int before = to.size(0, 0) - to.size(1, 0);
    return before >= digits ? null : "more than " + before + " digits before the point";
  }

  private @Nullable String loss() {
    Integer digits = DIGITS.get(from.base());
    if (digits != null) {
      return ofInteger(digits);
    }
    if (isText(from)) {
      return ofText();
    }
    return switch (from.base()) {
      case NUMERIC -> ofNumeric();
      case REAL -> to.base().equals(DOUBLE) ? null : rounded();
      case DOUBLE -> rounded();
      case "date" -> ofDate();
      case "uuid" -> isText(to) && length(to) >= UUID_LETTERS ? null : unknown();
      default -> MOMENTS.contains(from.base()) ? ofMoment() : unknown();
    };
  }

  private @Nullable String ofInteger(int digits) {
    Integer others = DIGITS.get(to.base());
    if (others != null) {
      return others > digits ? null : "a large " + from + " is no " + to;
    }
    if (isText(to)) {
      return length(to) > digits ? null : "a long number is cut off by " + to;
    }
    return switch (to.base()) {
      case NUMERIC -> to.size(1, 0) >= 0 ? null : to + " rounds";
      case DOUBLE -> from.base().equals("bigint") ? "above 2^53 " + to + " rounds" : null;
      case REAL -> from.base().equals("smallint") ? null : "above 2^24 " + to + " rounds";
      default -> unknown();
    };
  }

  private @Nullable String ofNumeric() {
    if (!to.base().equals(NUMERIC)) {
      return rounded();
    }
    if (to.sizes().isEmpty()) {
      return null;
    }
    if (from.sizes().isEmpty()) {
      return to + " rounds what numeric holds";
    }
    int scale = to.size(1, 0) - from.size(1, 0);
    int before = to.size(0, 0) - from.size(0, 0) - scale;
    return scale >= 0 && before >= 0 ? null : to + " has fewer digits than " + from;
  }

  private @Nullable String ofText() {
    if (isText(to)) {
      return length(to) >= length(from) ? null : to + " cuts off what is longer";
    }
    return to.base().equals("character")
        ? to + " pads with blanks, and forgets those that were there"
        : "a text need not be a " + to;
  }

  private @Nullable String ofDate() {
    return switch (to.base()) {
      case STAMP -> null;
      case STAMP_TZ -> zone();
      default -> unknown();
    };
  }

  private @Nullable String ofMoment() {
    if (to.base().equals(from.base())) {
      return to.size(0, MICROSECONDS) >= from.size(0, MICROSECONDS) ? null : to + " rounds";
    }
    if (to.base().equals("date")) {
      return "a date forgets the time of day";
    }
    return List.of(STAMP, STAMP_TZ).contains(to.base()) && !from.base().startsWith("time ")
        ? zone()
        : unknown();
  }

  /** Each session has its own. */
  private String zone() {
    return "which moment a " + from + " is as a " + to + " depends on the session's time zone";
  }

  private String rounded() {
    return to + " does not hold what " + from + " does: it rounds";
  }

  private String unknown() {
    return "it is not known that " + to + " holds whatever " + from + " does";
  }

  private static boolean isText(TypeName type) {
    return type.base().equals(TEXT) || type.base().equals(VARCHAR);
  }

  private static int length(TypeName type) {
    return type.size(0, LONGEST);
  }
}
