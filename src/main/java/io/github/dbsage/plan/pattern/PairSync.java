package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.QualifiedName;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what keeps two tables alike, and what takes it away. */
final class PairSync {

  private final Pair pair;
  private final String whole;
  private final String part;
  private final String values;
  private final String otherwise;

  /**
   * For tables.
   *
   * @param pair them
   * @param values of a row of the part, for its columns in their order, as {@code NEW} has them
   * @param otherwise what is done where a row of the whole table has nothing to say in the part
   */
  PairSync(Pair pair, String values, String otherwise) {
    this.pair = pair;
    this.whole = Sql.name(pair.whole());
    this.part = Sql.name(pair.part());
    this.values = values;
    this.otherwise = otherwise;
  }

  /** What empties the part's row, or says what it must not say. */
  static String update(Pair pair) {
    return """
        UPDATE %s AS p
               SET %s
             WHERE %s
               AND (%s);"""
        .formatted(
            Sql.name(pair.part()),
            pair.each(", ", column -> column + " = NEW." + column),
            pair.joined("NEW.", "p."),
            pair.apart("p.", "NEW.").replace("\n", "\n         "));
  }

  /** What the triggers call. */
  String functions() {
    return forth() + "\n" + back();
  }

  private static String function(QualifiedName name, String body) {
    return """
        CREATE FUNCTION %s() RETURNS trigger
        LANGUAGE plpgsql
        SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp
        AS $$
        BEGIN
        %s  RETURN NULL;
        END;
        $$;
        REVOKE EXECUTE ON FUNCTION %s() FROM PUBLIC;
        """
        .formatted(Sql.name(name), body, Sql.name(name));
  }

  private String forth() {
    String keys = Sql.names(pair.partKey());
    return function(
        pair.forth(),
        """
          IF %s THEN
            INSERT INTO %s AS p (%s, %s)
            VALUES (%s, %s)
            ON CONFLICT (%s) DO UPDATE
               SET %s
             WHERE %s;
          ELSE
            %s
          END IF;
        """
            .formatted(
                pair.isThere("NEW."),
                part,
                keys,
                pair.each(", ", column -> column),
                pair.wholeKey().stream()
                    .map(key -> "NEW." + Sql.name(key))
                    .collect(Collectors.joining(", ")),
                values,
                keys,
                pair.each(", ", column -> column + " = EXCLUDED." + column),
                pair.apart("p.", "EXCLUDED."),
                otherwise.replace("\n", "\n  ")));
  }

  private String back() {
    return function(
        pair.back(),
        """
          IF TG_OP <> 'INSERT' THEN
            -- the row is gone, or has another key now
            UPDATE %1$s AS w
               SET %2$s
             WHERE %3$s
               AND (%4$s)
               AND NOT EXISTS (SELECT FROM %5$s p WHERE %6$s);
          END IF;
          IF TG_OP <> 'DELETE' THEN
            UPDATE %1$s AS w
               SET %7$s
             WHERE %8$s
               AND (%9$s);
          END IF;
        """
            .formatted(
                whole,
                pair.each(", ", column -> column + " = NULL"),
                pair.joined("w.", "OLD."),
                pair.each(" OR ", column -> "w." + column + " IS NOT NULL"),
                part,
                own("p.", "OLD."),
                pair.each(", ", column -> column + " = NEW." + column),
                pair.joined("w.", "NEW."),
                pair.apart("w.", "NEW.").replace("\n", "\n      ")));
  }

  private String own(String one, String other) {
    return pair.partKey().stream()
        .map(key -> one + Sql.name(key) + " = " + other + Sql.name(key))
        .collect(Collectors.joining(" AND "));
  }

  private String inserted() {
    return Sql.made(pair.forth().name(), "insert");
  }

  private String updated() {
    return Sql.made(pair.forth().name(), "update");
  }

  /** What calls the functions. */
  String triggers() {
    return """
        CREATE TRIGGER %s AFTER INSERT ON %s
          FOR EACH ROW WHEN (%s)
          EXECUTE FUNCTION %s();
        CREATE TRIGGER %s AFTER UPDATE ON %s
          FOR EACH ROW WHEN (%s)
          EXECUTE FUNCTION %s();
        CREATE TRIGGER %s AFTER INSERT OR UPDATE OR DELETE ON %s
          FOR EACH ROW EXECUTE FUNCTION %s();
        """
        .formatted(
            Sql.name(inserted()),
            whole,
            pair.each(" OR ", column -> "NEW." + column + " IS NOT NULL"),
            Sql.name(pair.forth()),
            Sql.name(updated()),
            whole,
            pair.apart("OLD.", "NEW."),
            Sql.name(pair.forth()),
            Sql.name(pair.back().name()),
            part,
            Sql.name(pair.back()));
  }

  /** Takes the triggers away from the whole table. */
  String dropFromWhole() {
    return List.of(updated(), inserted()).stream()
        .map(trigger -> "DROP TRIGGER " + Sql.name(trigger) + " ON " + whole + ";\n")
        .collect(Collectors.joining());
  }

  /** Takes the trigger away from the part. */
  String dropFromPart() {
    return "DROP TRIGGER " + Sql.name(pair.back().name()) + " ON " + part + ";\n";
  }

  /** Takes away what the whole table's triggers called. */
  String dropForth() {
    return "DROP FUNCTION " + Sql.name(pair.forth()) + "();\n";
  }

  /** Takes away what the part's trigger called. */
  String dropBack() {
    return "DROP FUNCTION " + Sql.name(pair.back()) + "();\n";
  }
}
