package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.OldWriters;
import java.util.List;

/** Writes what keeps two columns alike, and what takes it away. */
final class SyncText {

  private static final String NOTED = "0_old_writer";
  private static final String NOTED_ROW = "1_old_writer";
  private static final String INSERTED = "2_insert";
  private static final String OLD_NAMED = "3_old";
  private static final String NEW_NAMED = "4_new";
  private static final String ANY = "5_any";

  private final Twins twins;
  private final Conversion conversion;
  private final String table;
  private final String old;
  private final String fresh;

  SyncText(Twins twins) {
    this.twins = twins;
    this.conversion = twins.conversion();
    this.table = Sql.name(twins.table());
    this.old = Twins.fresh(twins.from());
    this.fresh = Twins.fresh(twins.to());
  }

  /** The functions, the sequence and the triggers. */
  String create() {
    return function() + "\n" + witness() + "\n" + triggers();
  }

  private String function() {
    String forth = fresh + " := " + conversion.forth(old) + ";";
    String back = old + " := " + conversion.back(fresh) + ";";
    return """
        CREATE FUNCTION %s() RETURNS trigger
        LANGUAGE plpgsql
        SET search_path = pg_catalog, pg_temp
        AS $$
        BEGIN
          IF current_setting('%s', true) = %s THEN
            -- the backfill is undone: nobody means the NULL
            RETURN NEW;
          ELSIF TG_OP = 'INSERT' THEN
            IF %s THEN
              -- only %s is given
              %s
            ELSE
              %s
            END IF;
          ELSIF %s THEN
            -- %s has changed, perhaps both: it wins
            %s
          ELSIF %s THEN
            -- only %s has changed
            %s
          ELSIF TG_ARGV[0] = 'new' OR %s IS NOT NULL THEN
            -- %s alone is named, with the NULL that it had: that is meant
            %s
          ELSE
            -- the backfill has not come here yet
            %s
          END IF;
        %s  RETURN NEW;
        END;
        $$;
        """
        .formatted(
            Sql.name(twins.sync()),
            Twins.UNDOING,
            Sql.literal(twins.column()),
            onlyOld(),
            Sql.name(twins.from()),
            forth,
            back,
            conversion.compare().apart(fresh, Twins.before(twins.to())),
            Sql.name(twins.to()),
            back,
            conversion.compare().apart(old, Twins.before(twins.from())),
            Sql.name(twins.from()),
            forth,
            fresh,
            Sql.name(twins.to()),
            back,
            forth,
            guard());
  }

  /** Whether an INSERT gives the older column alone: the newer one has what it has by itself. */
  private String onlyOld() {
    String standing = twins.standing();
    return standing == null
        ? fresh + " IS NULL"
        : conversion.compare().same(fresh, cast(standing, conversion.newType()))
            + "\n      AND "
            + conversion.compare().apart(old, cast(standing, conversion.oldType()));
  }

  private static String cast(String expression, String type) {
    return expression.endsWith("::" + type)
        ? expression
        : "CAST(" + expression + " AS " + type + ")";
  }

  /** Rather an error than another value. */
  private String guard() {
    String code = conversion.refusal();
    if (code == null) {
      return "";
    }
    String column = twins.column().replace("%", "%%");
    return "  IF "
        + conversion.apart(old, fresh)
        + " THEN\n    RAISE EXCEPTION "
        + Sql.literal(column + " is " + conversion.oldType() + " and cannot hold %")
        + ", "
        + fresh
        + "\n      USING ERRCODE = '"
        + code
        + "',\n            HINT = "
        + Sql.literal("Until that column is dropped, write only what both columns can hold.")
        + ";\n  END IF;\n";
  }

  /** In the order in which they fire. */
  private String triggers() {
    String when = "WHEN (" + conversion.apart(old, fresh) + ")";
    String witness = Sql.name(twins.witness()) + "()";
    String oldNamed = "UPDATE OF " + Sql.name(twins.from());
    // What the server does for a foreign key is no writer's doing.
    String direct = twins.isEmptiedByKeys() ? " WHEN (pg_trigger_depth() = 0)" : "";
    return trigger(NOTED, oldNamed, "FOR EACH STATEMENT" + direct, witness)
        + trigger(NOTED_ROW, "INSERT", "FOR EACH ROW WHEN (" + isGiven() + ")", witness)
        + row(INSERTED, "INSERT", when, "")
        + row(OLD_NAMED, oldNamed, when, "'old'")
        + row(NEW_NAMED, "UPDATE OF " + Sql.name(twins.to()), when, "'new'")
        + row(ANY, "UPDATE", when, "'any'");
  }

  private String row(String ending, String event, String when, String argument) {
    String call = Sql.name(twins.sync()) + "(" + argument + ")";
    return trigger(ending, event, "FOR EACH ROW " + when, call);
  }

  private String trigger(String ending, String event, String each, String call) {
    return "CREATE TRIGGER "
        + Sql.name(twins.trigger(ending))
        + " BEFORE "
        + event
        + " ON "
        + table
        + "\n  "
        + each
        + "\n  EXECUTE FUNCTION "
        + call
        + ";\n";
  }

  private String witness() {
    String function = Sql.name(twins.witness());
    String sequence = Sql.name(twins.writers());
    return """
        CREATE SEQUENCE %s;
        COMMENT ON SEQUENCE %s
          IS %s;

        -- With its owner's rights: who writes to the table need not have any on the sequence.
        CREATE FUNCTION %s() RETURNS trigger
        LANGUAGE plpgsql
        SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp
        AS $$
        BEGIN
          PERFORM nextval(%s);
          RETURN NEW;
        END;
        $$;
        REVOKE EXECUTE ON FUNCTION %s() FROM PUBLIC;
        """
        .formatted(
            sequence,
            sequence,
            Sql.literal(OldWriters.comment(twins.table(), twins.from())),
            function,
            Sql.literal(sequence),
            function);
  }

  /** Whether an INSERT names the older column, as far as its row can tell. */
  private String isGiven() {
    String standing = twins.standing();
    String given = old + " IS NOT NULL";
    if (standing != null) {
      return given
          + " AND "
          + conversion.compare().apart(old, cast(standing, conversion.oldType()));
    }
    return twins.fleeting() == null ? given : given + " AND " + conversion.same(old, fresh);
  }

  /** Takes all of it away. */
  String drop() {
    StringBuilder drop = new StringBuilder();
    for (String ending : List.of(ANY, NEW_NAMED, OLD_NAMED, INSERTED, NOTED_ROW, NOTED)) {
      drop.append("DROP TRIGGER ")
          .append(Sql.name(twins.trigger(ending)))
          .append(" ON ")
          .append(table)
          .append(";\n");
    }
    return drop
        + "DROP FUNCTION "
        + Sql.name(twins.sync())
        + "();\nDROP FUNCTION "
        + Sql.name(twins.witness())
        + "();\nDROP SEQUENCE "
        + Sql.name(twins.writers())
        + ";\n";
  }
}
