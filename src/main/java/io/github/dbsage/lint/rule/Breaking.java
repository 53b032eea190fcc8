package io.github.dbsage.lint.rule;

import java.util.Set;

/** What breaks the application that runs, beyond the time that a lock is held. */
public final class Breaking {

  /** A column that must have a value: right once every instance writes one. */
  public static final Set<String> REFUSING = Set.of("SET_NOT_NULL_SCAN");

  /** Hazards after which the application that runs gets errors, or finds its rows gone. */
  public static final Set<String> ALL =
      Set.of(
          "ADD_COLUMN_NOT_NULL_NO_DEFAULT",
          "SET_NOT_NULL_SCAN",
          "ALTER_TYPE_REWRITE",
          "RENAME_COLUMN",
          "RENAME_TABLE",
          "RENAME_SCHEMA",
          "SET_SCHEMA",
          "ENUM_RENAME_VALUE",
          "DROP_COLUMN",
          "DROP_TABLE",
          "DROP_SCHEMA",
          "DROP_VIEW",
          "DROP_DATABASE",
          "TRUNCATE",
          "TRUNCATE_CASCADE");

  private Breaking() {}
}
