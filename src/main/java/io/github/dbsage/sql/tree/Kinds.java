package io.github.dbsage.sql.tree;

/** Reads the grammar's names for kinds of objects. */
final class Kinds {

  private Kinds() {}

  static Kind of(String objectType) {
    return switch (objectType) {
      case "OBJECT_TABLE" -> Kind.TABLE;
      case "OBJECT_FOREIGN_TABLE" -> Kind.FOREIGN_TABLE;
      case "OBJECT_INDEX" -> Kind.INDEX;
      case "OBJECT_SEQUENCE" -> Kind.SEQUENCE;
      case "OBJECT_VIEW" -> Kind.VIEW;
      case "OBJECT_MATVIEW" -> Kind.MATERIALIZED_VIEW;
      case "OBJECT_COLUMN" -> Kind.COLUMN;
      case "OBJECT_ATTRIBUTE" -> Kind.ATTRIBUTE;
      case "OBJECT_TABCONSTRAINT" -> Kind.CONSTRAINT;
      case "OBJECT_DOMCONSTRAINT" -> Kind.DOMAIN_CONSTRAINT;
      case "OBJECT_TYPE" -> Kind.TYPE;
      case "OBJECT_DOMAIN" -> Kind.DOMAIN;
      case "OBJECT_FUNCTION", "OBJECT_ROUTINE" -> Kind.FUNCTION;
      case "OBJECT_PROCEDURE" -> Kind.PROCEDURE;
      case "OBJECT_AGGREGATE" -> Kind.AGGREGATE;
      case "OBJECT_TRIGGER" -> Kind.TRIGGER;
      case "OBJECT_EVENT_TRIGGER" -> Kind.EVENT_TRIGGER;
      case "OBJECT_POLICY" -> Kind.POLICY;
      case "OBJECT_RULE" -> Kind.RULE;
      case "OBJECT_SCHEMA" -> Kind.SCHEMA;
      case "OBJECT_EXTENSION" -> Kind.EXTENSION;
      case "OBJECT_DATABASE" -> Kind.DATABASE;
      case "OBJECT_ROLE" -> Kind.ROLE;
      case "OBJECT_STATISTIC_EXT" -> Kind.STATISTICS;
      case "OBJECT_PUBLICATION" -> Kind.PUBLICATION;
      default -> Kind.OTHER;
    };
  }

  /** Whether objects of that kind hang on a table and are named after it. */
  static boolean onTable(Kind kind) {
    return kind == Kind.TRIGGER || kind == Kind.POLICY || kind == Kind.RULE;
  }
}
