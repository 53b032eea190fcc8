package io.github.dbsage.sql.tree;

import io.github.dbsage.model.QualifiedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement as PostgreSQL's grammar reads it: the statements that we care about, and of them what
 * we care about. Names are folded as the server folds them; nothing is looked up in a catalog.
 */
public sealed interface Tree {

  /** How long a table lives, and whether it is logged. */
  enum Persistence {
    PERMANENT,
    UNLOGGED,
    TEMPORARY,
    /** Temporary, and gone with its transaction. */
    UNTIL_COMMIT;

    /** Whether it is the session's own. */
    public boolean isTemporary() {
      return this == TEMPORARY || this == UNTIL_COMMIT;
    }
  }

  /**
   * CREATE TABLE, CREATE FOREIGN TABLE.
   *
   * @param constraints of the table; those of its columns stand with them
   * @param parents of INHERITS, or the one of PARTITION OF
   * @param partitionKey its columns; what is an expression is left out
   * @param likes {@code LIKE other}
   * @param ofType the composite type of {@code OF type}, or null
   */
  record CreateTable(
      QualifiedName name,
      Persistence persistence,
      boolean ifNotExists,
      boolean foreign,
      List<Column> columns,
      List<Constraint> constraints,
      List<QualifiedName> parents,
      boolean isPartition,
      boolean isDefaultPartition,
      Bound bound,
      boolean partitioned,
      List<String> partitionKey,
      List<Like> likes,
      @Nullable QualifiedName ofType)
      implements Tree {
    public CreateTable {
      columns = List.copyOf(columns);
      constraints = List.copyOf(constraints);
      parents = List.copyOf(parents);
      partitionKey = List.copyOf(partitionKey);
      likes = List.copyOf(likes);
    }
  }

  /**
   * {@code LIKE other}: its columns with their types and NOT NULL, and more on request.
   *
   * @param constraints whether its CHECKs come along
   * @param indexes whether its indexes and keys come along
   */
  record Like(QualifiedName table, boolean constraints, boolean indexes) {}

  /** CREATE TABLE … AS, CREATE MATERIALIZED VIEW, SELECT … INTO. */
  record CreateTableAs(
      QualifiedName name,
      Persistence persistence,
      boolean materializedView,
      boolean ifNotExists,
      boolean withData,
      Mentions query)
      implements Tree {}

  /** CREATE VIEW. */
  record CreateView(QualifiedName name, boolean replace, Persistence persistence, Mentions query)
      implements Tree {}

  /** ALTER TABLE, and ALTER INDEX, VIEW, … where they share its grammar. */
  record AlterTable(
      Kind kind, QualifiedName name, boolean ifExists, boolean only, List<Action> actions)
      implements Tree {
    public AlterTable {
      actions = List.copyOf(actions);
    }
  }

  /**
   * CREATE INDEX.
   *
   * @param name null where PostgreSQL chooses it
   * @param columns the columns that are indexed as they stand, in order, up to the first expression
   * @param expressions whether one of its elements is an expression
   * @param mentions every column that its elements and its WHERE speak of
   */
  record CreateIndex(
      @Nullable String name,
      QualifiedName table,
      boolean only,
      boolean unique,
      boolean concurrently,
      boolean ifNotExists,
      String method,
      List<String> columns,
      boolean expressions,
      @Nullable Expr where,
      List<String> mentions)
      implements Tree {
    public CreateIndex {
      columns = List.copyOf(columns);
      mentions = List.copyOf(mentions);
    }
  }

  /**
   * DROP of anything that lives in a database.
   *
   * @param names of triggers, policies and rules: that of the table as schema is not kept; see
   *     {@code tables}
   * @param tables of triggers, policies and rules, one for each name
   * @param routines of functions and procedures, one for each name
   */
  record Drop(
      Kind kind,
      List<QualifiedName> names,
      List<QualifiedName> tables,
      List<Signature> routines,
      boolean ifExists,
      boolean cascade,
      boolean concurrently)
      implements Tree {
    public Drop {
      names = List.copyOf(names);
      tables = List.copyOf(tables);
      routines = List.copyOf(routines);
    }
  }

  /**
   * A function or procedure as other statements speak of it.
   *
   * @param arguments null where the name alone says which one
   */
  record Signature(QualifiedName name, @Nullable List<Type> arguments) {
    public Signature {
      arguments = arguments == null ? null : List.copyOf(arguments);
    }
  }

  /** CREATE DATABASE. */
  record CreateDatabase(String name) implements Tree {}

  /** DROP DATABASE. */
  record DropDatabase(String name, boolean ifExists) implements Tree {}

  /**
   * ALTER … RENAME.
   *
   * @param object the relation or other object; of a column, constraint or trigger, its table
   * @param of what {@code object} is; OTHER for a rule's, which may be a view
   * @param part the column, constraint, trigger or attribute; null where the object is renamed
   */
  record Rename(
      Kind kind, Kind of, QualifiedName object, @Nullable String part, String to, boolean ifExists)
      implements Tree {}

  /** ALTER … SET SCHEMA. */
  record SetSchema(Kind kind, QualifiedName object, String schema) implements Tree {}

  /** ALTER … OWNER TO, where it is no ALTER TABLE. */
  record AlterOwner(Kind kind, QualifiedName object, String owner) implements Tree {}

  /**
   * CREATE TRIGGER.
   *
   * @param onInsert whether it fires on INSERT
   * @param onUpdate whether it fires on UPDATE
   * @param onDelete whether it fires on DELETE
   * @param columns of UPDATE OF; none where any of them will do
   * @param when its condition, or null
   */
  record CreateTrigger(
      String name,
      QualifiedName table,
      QualifiedName function,
      boolean constraint,
      boolean replace,
      boolean before,
      boolean row,
      @Nullable QualifiedName references,
      boolean onInsert,
      boolean onUpdate,
      boolean onDelete,
      List<String> columns,
      @Nullable Expr when)
      implements Tree {
    public CreateTrigger {
      columns = List.copyOf(columns);
    }
  }

  /**
   * CREATE FUNCTION, CREATE PROCEDURE.
   *
   * @param language in lower case; {@code sql} for one with a body in SQL's own form
   * @param body the code as a string; empty for SQL's own form
   * @param statements those of a body in SQL's own form
   * @param bodyAt offset of the body's first character in the statement's text, in chars; -1 where
   *     it cannot be told (a string with escapes)
   * @param volatility {@code immutable}, {@code stable} or {@code volatile}
   * @param settings what it is run with
   * @param returns null for procedures; of {@code TABLE} its only column's, or {@code record}
   * @param arguments types of what a call has to give
   * @param required how many of these have no default
   */
  record CreateFunction(
      QualifiedName name,
      boolean procedure,
      boolean replace,
      String language,
      String body,
      int bodyAt,
      List<Tree> statements,
      String volatility,
      boolean securityDefiner,
      List<SetVariable> settings,
      @Nullable Type returns,
      List<Type> arguments,
      int required,
      boolean variadic)
      implements Tree {
    public CreateFunction {
      statements = List.copyOf(statements);
      settings = List.copyOf(settings);
      arguments = List.copyOf(arguments);
    }

    /** Whether it is run with a setting of its own. */
    public boolean sets(String setting) {
      return settings.stream().anyMatch(one -> one.name().equals(setting));
    }
  }

  /**
   * ALTER FUNCTION, ALTER PROCEDURE: what it changes; null where it does not.
   *
   * @param arguments null where the name alone says which one
   * @param resets names of settings that it takes away; {@code all} for all of them
   */
  record AlterFunction(
      QualifiedName name,
      @Nullable List<Type> arguments,
      @Nullable String volatility,
      @Nullable Boolean securityDefiner,
      List<String> settings,
      List<String> resets)
      implements Tree {
    public AlterFunction {
      arguments = arguments == null ? null : List.copyOf(arguments);
      settings = List.copyOf(settings);
      resets = List.copyOf(resets);
    }
  }

  /** DO. */
  record DoBlock(String language, String body, int bodyAt) implements Tree {}

  /** CALL. */
  record Call(Expr.Call procedure) implements Tree {}

  /** A query, or a write of rows: it runs what it mentions. */
  interface Query {
    Mentions mentions();
  }

  /**
   * INSERT.
   *
   * @param updated columns that ON CONFLICT DO UPDATE sets; none where there is none
   */
  record Insert(QualifiedName target, boolean fromQuery, List<String> updated, Mentions mentions)
      implements Tree, Query {
    public Insert {
      updated = List.copyOf(updated);
    }
  }

  /** UPDATE. */
  record Update(
      QualifiedName target,
      List<String> columns,
      List<Expr> values,
      @Nullable Expr where,
      boolean hasFrom,
      Mentions mentions)
      implements Tree, Query {
    public Update {
      columns = List.copyOf(columns);
      values = List.copyOf(values);
    }
  }

  /** DELETE. */
  record Delete(QualifiedName target, @Nullable Expr where, boolean hasUsing, Mentions mentions)
      implements Tree, Query {}

  /**
   * MERGE.
   *
   * @param on which rows of the two are a pair
   * @param changes what is done to rows of the target that have a partner
   * @param inserts whether rows without a partner are inserted
   */
  record Merge(
      QualifiedName target,
      @Nullable Expr on,
      List<Matched> changes,
      boolean inserts,
      Mentions mentions)
      implements Tree, Query {
    public Merge {
      changes = List.copyOf(changes);
    }

    /**
     * UPDATE or DELETE behind WHEN MATCHED.
     *
     * @param condition that pairs have to fulfil as well, or null
     * @param columns that it sets; none for DELETE
     */
    public record Matched(@Nullable Expr condition, boolean deletes, List<String> columns) {
      public Matched {
        columns = List.copyOf(columns);
      }
    }
  }

  /**
   * SELECT, VALUES, TABLE.
   *
   * @param outputs what it gives back
   */
  record Select(List<Expr> outputs, Mentions mentions, boolean limited) implements Tree, Query {
    public Select {
      outputs = List.copyOf(outputs);
    }
  }

  /** COPY. */
  record Copy(@Nullable QualifiedName table, boolean from, Mentions mentions) implements Tree {}

  /** TRUNCATE. */
  record Truncate(List<QualifiedName> tables, boolean cascade) implements Tree {
    public Truncate {
      tables = List.copyOf(tables);
    }
  }

  /** LOCK TABLE; the mode as the server calls it: {@code AccessExclusiveLock}. */
  record LockTable(List<QualifiedName> tables, String mode, boolean nowait) implements Tree {
    public LockTable {
      tables = List.copyOf(tables);
    }
  }

  /** VACUUM, ANALYZE. */
  record Vacuum(boolean vacuum, boolean full, List<QualifiedName> tables) implements Tree {
    public Vacuum {
      tables = List.copyOf(tables);
    }
  }

  /** CLUSTER. */
  record Cluster(@Nullable QualifiedName table) implements Tree {}

  /** REINDEX; kind INDEX, TABLE, SCHEMA, DATABASE or OTHER for SYSTEM. */
  record Reindex(Kind kind, @Nullable QualifiedName name, boolean concurrently) implements Tree {}

  /** REFRESH MATERIALIZED VIEW. */
  record Refresh(QualifiedName view, boolean concurrently, boolean withData) implements Tree {}

  /** CREATE TYPE … AS ENUM. */
  record CreateEnum(QualifiedName name, List<String> labels) implements Tree {
    public CreateEnum {
      labels = List.copyOf(labels);
    }
  }

  /** ALTER TYPE … ADD VALUE, or RENAME VALUE where {@code renamed} is not null. */
  record AlterEnum(QualifiedName name, @Nullable String renamed, String label, boolean ifNotExists)
      implements Tree {}

  /**
   * CREATE TYPE of another kind: composite, range, base.
   *
   * @param attributes of a composite type
   */
  record CreateType(QualifiedName name, List<Column> attributes) implements Tree {
    public CreateType {
      attributes = List.copyOf(attributes);
    }
  }

  /** CREATE DOMAIN. */
  record CreateDomain(QualifiedName name, Type type, List<Constraint> constraints) implements Tree {
    public CreateDomain {
      constraints = List.copyOf(constraints);
    }
  }

  /**
   * ALTER DOMAIN.
   *
   * @param added the constraint that it adds; of SET NOT NULL and SET DEFAULT as well
   */
  record AlterDomain(
      QualifiedName name, Change change, @Nullable String constraint, @Nullable Constraint added)
      implements Tree {
    /** What it changes. */
    public enum Change {
      DEFAULT,
      DROP_NOT_NULL,
      SET_NOT_NULL,
      ADD_CONSTRAINT,
      DROP_CONSTRAINT,
      VALIDATE
    }
  }

  /** CREATE SCHEMA, with the statements inside it. */
  record CreateSchema(String name, boolean ifNotExists, List<Tree> elements) implements Tree {
    public CreateSchema {
      elements = List.copyOf(elements);
    }
  }

  /** CREATE SEQUENCE. */
  record CreateSequence(QualifiedName name, Persistence persistence, boolean ifNotExists)
      implements Tree {}

  /** CREATE EXTENSION. */
  record CreateExtension(String name, boolean ifNotExists) implements Tree {}

  /** CREATE POLICY. */
  record CreatePolicy(String name, QualifiedName table) implements Tree {}

  /** CREATE RULE, CREATE STATISTICS: what hangs on a table. */
  record CreateOn(Kind kind, @Nullable String name, QualifiedName table) implements Tree {}

  /** BEGIN, COMMIT, SAVEPOINT, …: the verb in upper case. */
  record Transaction(String verb) implements Tree {}

  /**
   * SET, RESET.
   *
   * @param name in lower case; {@code all} for RESET ALL
   * @param values empty for the default
   */
  record SetVariable(String name, List<String> values, boolean local, boolean reset)
      implements Tree {
    public SetVariable {
      values = List.copyOf(values);
    }
  }

  /** Anything else, by PostgreSQL's own name of the node: {@code GrantStmt}. */
  record Other(String node) implements Tree {}
}
