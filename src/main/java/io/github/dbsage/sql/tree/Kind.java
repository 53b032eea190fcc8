package io.github.dbsage.sql.tree;

/** What a statement is about, as PostgreSQL's grammar tells them apart. */
public enum Kind {
  TABLE,
  FOREIGN_TABLE,
  INDEX,
  SEQUENCE,
  VIEW,
  MATERIALIZED_VIEW,
  COLUMN,
  ATTRIBUTE,
  CONSTRAINT,
  DOMAIN_CONSTRAINT,
  TYPE,
  DOMAIN,
  FUNCTION,
  PROCEDURE,
  AGGREGATE,
  TRIGGER,
  EVENT_TRIGGER,
  POLICY,
  RULE,
  SCHEMA,
  EXTENSION,
  DATABASE,
  ROLE,
  STATISTICS,
  PUBLICATION,
  OTHER;

  /** As SQL writes it: {@code MATERIALIZED VIEW}. */
  public String words() {
    return this == DOMAIN_CONSTRAINT ? "CONSTRAINT" : name().replace('_', ' ');
  }
}
