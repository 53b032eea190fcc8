package io.github.dbsage.model;

import java.util.Set;

/** Names in statements that are to be read and to be run: quoted only where that is needed. */
public final class SafeName {

  /**
   * What PostgreSQL takes for a word of its own where it expects a name, in any of our versions
   * (the manual's "SQL Key Words": reserved ones, also those that may name a function or a type).
   */
  private static final Set<String> RESERVED =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric authorization binary both case cast"
                  + " check collate collation column concurrently constraint create cross"
                  + " current_catalog current_date current_role current_schema current_time"
                  + " current_timestamp current_user default deferrable desc distinct do else end"
                  + " except false fetch for foreign freeze from full grant group having ilike in"
                  + " initially inner intersect into is isnull join lateral leading left like limit"
                  + " localtime localtimestamp natural not notnull null offset on only or order"
                  + " outer overlaps placing primary public references returning right select"
                  + " session_user similar some symmetric system_user table tablesample then to"
                  + " trailing true union unique user using variadic verbose when where window with"
                  + " none")
              .split(" "));

  private SafeName() {}

  /** A name that stands alone, or first. */
  public static String of(String identifier) {
    return RESERVED.contains(identifier) && !identifier.equals("public")
        ? QualifiedName.quote(identifier)
        : Identifiers.write(identifier);
  }

  /** A qualified name; behind a point no word is reserved, but people do not know that. */
  public static String of(QualifiedName name) {
    return name.schema() == null ? of(name.name()) : of(name.schema()) + "." + of(name.name());
  }

  /** A role: {@code public} and {@code none} are none, unless they are quoted. */
  public static String ofRole(String role) {
    return RESERVED.contains(role) ? QualifiedName.quote(role) : Identifiers.write(role);
  }
}
