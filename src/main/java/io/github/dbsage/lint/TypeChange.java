package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Type;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether {@code ALTER COLUMN … TYPE} rewrites its table. */
public final class TypeChange {

  /** What it costs, from harmless to harmful. */
  public enum Verdict {
    /** The rows stay as they are. */
    NONE,
    /** They stay, but a CHECK is tried on each of them. */
    SCAN,
    /** NONE where the session's TimeZone is UTC, otherwise REWRITE. */
    TIME_ZONE_DECIDES,
    /** A type is not PostgreSQL's own: a domain, an enum, an extension's. */
    CATALOG_DECIDES,
    /** Every row is written anew. */
    REWRITE;

    /**
     * The same where a CHECK mentions the column: it is tried again on every row, even if the type
     * stays what it is.
     */
    public Verdict whereChecked() {
      return or(SCAN);
    }

    private Verdict or(Verdict other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  /** Zones without any offset, ever. London is none of them. */
  private static final Pattern UTC =
      Pattern.compile("(etc/)?(utc|uct|gmt|zulu|universal|greenwich)([+-]?0)?|[+-]?0+(:0+)?");

  private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar", "citext");
  private static final Set<String> ZONED = Set.of("timestamp", "timestamptz");

  private TypeChange() {}

  /**
   * What a change does to a column.
   *
   * @param using null where there is none
   * @param timeZone the session's; null where it is not known
   */
  public static Verdict of(
      Type from, Type to, String column, @Nullable Expr using, @Nullable String timeZone) {
    Expr value = using;
    Type next = to;
    Verdict worst = Verdict.NONE;
    while (value != null) {
      if (value instanceof Expr.Cast cast) {
        worst = worst.or(of(cast.type(), next, timeZone));
        next = cast.type();
        value = cast.value();
      } else if (value instanceof Expr.Compound compound
          && compound.kind().equals("CollateClause")
          && compound.parts().size() == 1) {
        value = compound.parts().get(0);
      } else if (value instanceof Expr.Column named && named.name().equals(column)) {
        value = null;
      } else {
        return Verdict.REWRITE;
      }
    }
    return worst.or(of(from, next, timeZone));
  }

  private static Verdict of(Type from, Type to, @Nullable String timeZone) {
    String source = Types.base(from);
    String target = Types.base(to);
    if (from.array() != to.array()) {
      return Types.isKnown(from) && Types.isKnown(to) ? Verdict.REWRITE : Verdict.CATALOG_DECIDES;
    }
    if (!Types.isKnown(from) || !Types.isKnown(to)) {
      return sameForeign(from, to) ? Verdict.NONE : Verdict.CATALOG_DECIDES;
    }
    boolean same = source.equals(target);
    if (from.array()) {
      return verdict(same && (to.modifiers().isEmpty() || to.modifiers().equals(from.modifiers())));
    }
    if (same) {
      return verdict(Types.holds(target, from.modifiers(), to.modifiers()));
    }
    if (ZONED.contains(source) && ZONED.contains(target)) {
      return Types.precision(to.modifiers()) < 6 ? Verdict.REWRITE : inZone(timeZone);
    }
    return verdict(to.modifiers().isEmpty() && sameBytes(source, target));
  }

  /** The same type of the user's; PostGIS writes names as modifiers, which are not kept. */
  private static boolean sameForeign(Type from, Type to) {
    return from.sameAs(to) && !to.base().equals("geometry") && !to.base().equals("geography");
  }

  private static Verdict inZone(@Nullable String timeZone) {
    if (timeZone == null) {
      return Verdict.TIME_ZONE_DECIDES;
    }
    return verdict(UTC.matcher(timeZone.toLowerCase(Locale.ROOT)).matches());
  }

  private static Verdict verdict(boolean free) {
    return free ? Verdict.NONE : Verdict.REWRITE;
  }

  /** Pairs that PostgreSQL can cast without touching the value. */
  private static boolean sameBytes(String from, String to) {
    return switch (from) {
      case "text", "varchar", "citext" -> TEXTS.contains(to);
      case "xml" -> TEXTS.contains(to) && !to.equals("citext");
      case "cidr" -> to.equals("inet");
      case "bit" -> to.equals("varbit");
      case "int4" -> to.equals("oid") || Types.isNameOfObject(to);
      case "oid" -> to.equals("int4") || Types.isNameOfObject(to);
      case "regproc", "regprocedure" ->
          List.of("oid", "int4", "regproc", "regprocedure").contains(to);
      case "regoper", "regoperator" ->
          List.of("oid", "int4", "regoper", "regoperator").contains(to);
      default -> Types.isNameOfObject(from) && (to.equals("oid") || to.equals("int4"));
    };
  }
}
