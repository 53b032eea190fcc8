package io.github.dbsage.model;

import java.util.Locale;

/**
 * The kinds of database objects that a plan lists, in the order in which the plan's template
 * creates them.
 */
public enum ObjectKind {
  EXTENSION("extensions"),
  TYPE("types"),
  /** Its constraints included. */
  TABLE("tables"),
  COLUMN("columns"),
  INDEX("indexes"),
  /** Procedures and aggregates too; all of one name are one. */
  FUNCTION("functions"),
  TRIGGER("triggers"),
  /** Of row security. */
  POLICY("policies"),
  /** Materialized ones too. */
  VIEW("views");

  private final String plural;

  ObjectKind(String plural) {
    this.plural = plural;
  }

  /** For sentences: {@code table}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The key in plans: {@code tables}. */
  public String plural() {
    return plural;
  }

  /** Whether such an object is a part of a table and has its name in it: {@code users.email}. */
  public boolean inTable() {
    return this == COLUMN || this == TRIGGER || this == POLICY;
  }
}
