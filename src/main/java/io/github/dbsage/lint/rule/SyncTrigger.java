package io.github.dbsage.lint.rule;

import io.github.dbsage.model.QualifiedName;

/**
 * The trigger that keeps an old and a new column alike while two versions of the application write
 * them: whichever one a statement changes is carried over, NULL included.
 */
record SyncTrigger(
    QualifiedName table, QualifiedName function, String trigger, String from, String to) {

  /** One with the usual names. */
  static SyncTrigger of(QualifiedName table, String from, String to) {
    String name = "sync_" + table.name() + "_" + to;
    return new SyncTrigger(table, new QualifiedName(table.schema(), name), name, from, to);
  }

  /** The function and the trigger. */
  String sql() {
    String name = Sql.name(table);
    return Sql.lines(
        body(),
        "CREATE OR REPLACE TRIGGER " + Sql.name(trigger) + " BEFORE INSERT OR UPDATE ON " + name,
        "  FOR EACH ROW EXECUTE FUNCTION " + Sql.name(function) + "();");
  }

  /** The function alone. */
  String body() {
    String a = Sql.name(from);
    String b = Sql.name(to);
    return Sql.lines(
        "CREATE OR REPLACE FUNCTION "
            + Sql.name(function)
            + "() RETURNS trigger LANGUAGE plpgsql AS $$",
        "BEGIN",
        "  IF TG_OP = 'INSERT' THEN",
        "    IF NEW." + b + " IS NULL THEN",
        "      NEW." + b + " := NEW." + a + ";",
        "    ELSE",
        "      NEW." + a + " := NEW." + b + ";",
        "    END IF;",
        "  ELSIF NEW." + b + " IS DISTINCT FROM OLD." + b + " THEN",
        "    NEW." + a + " := NEW." + b + ";",
        "  ELSIF NEW." + a + " IS DISTINCT FROM OLD." + a + " THEN",
        "    NEW." + b + " := NEW." + a + ";",
        "  END IF;",
        "  RETURN NEW;",
        "END $$;");
  }

  /** What takes it away again. */
  String drop() {
    return Sql.lines(
        "DROP TRIGGER " + Sql.name(trigger) + " ON " + Sql.name(table) + ";",
        "DROP FUNCTION " + Sql.name(function) + "();");
  }
}
