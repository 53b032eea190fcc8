package io.github.dbsage.sql;

import io.github.dbsage.model.QualifiedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement is, as far as running it depends on that; read from its tokens alone. Names are
 * folded as the server folds them.
 */
public sealed interface Command {

  /** Anything that runs inside a transaction and needs nothing special. */
  record Ordinary() implements Command {}

  /** {@code BEGIN} or {@code START TRANSACTION}; {@code plain} when without transaction modes. */
  record Begin(boolean plain) implements Command {}

  /** {@code COMMIT} or {@code END}; {@code plain} when without {@code AND CHAIN}. */
  record Commit(boolean plain) implements Command {}

  /** ROLLBACK, ABORT, SAVEPOINT, RELEASE, PREPARE TRANSACTION, COMMIT PREPARED, … */
  record TransactionControl(String what) implements Command {}

  /**
   * INSERT INTO, UPDATE or DELETE FROM {@code [schema.]schema_migrations}.
   *
   * @param row the one that it is about, where it is of the shape that the migration plan template
   *     prints; else null
   */
  record HistoryWrite(String verb, @Nullable Row row) implements Command {

    /** One of another shape. */
    HistoryWrite(String verb) {
      this(verb, null);
    }

    /**
     * What such a statement says of a row.
     *
     * @param name null where it says nothing of it, which only an INSERT does
     * @param rollback the script as it stands in the file, placeholders included, or null
     */
    public record Row(Value version, @Nullable Value name, @Nullable Value rollback) {}

    /**
     * The value of a string.
     *
     * @param at where the string begins in the statement's text, in chars
     */
    public record Value(String text, int at) {}
  }

  /**
   * A statement that makes one of our own tables, or something of it, as the migration plan
   * template's setup does.
   *
   * @param what in a few words: {@code CREATE TABLE schema_migrations}
   * @param table {@code schema_migrations} or {@code migration_progress}
   * @param fits whether what the plugin makes is all that it asks for
   */
  record Setup(String what, String table, boolean fits) implements Command {}

  /** COPY … FROM STDIN: data follow. */
  record CopyIn() implements Command {}

  /** COPY … TO STDOUT: data would come back, and nobody is there to take them. */
  record CopyOut() implements Command {}

  /**
   * SET of something that the connection itself relies on: an encoding of the client that is not
   * the file's, or dates that do not begin as ISO writes them.
   *
   * @param name in lower case
   */
  record ConnectionSetting(String name, String value) implements Command {}

  /** ALTER TYPE … ADD VALUE: the label is usable only after a commit. */
  record AddEnumValue(QualifiedName type, String label, boolean ifNotExists) implements Command {}

  /** A statement that the server refuses inside a transaction block. */
  sealed interface NonTransactional extends Command {

    /** What it is, in PostgreSQL's words: {@code CREATE INDEX CONCURRENTLY}. */
    String what();
  }

  /**
   * CREATE INDEX CONCURRENTLY.
   *
   * @param name null where PostgreSQL chooses it
   * @param definition the text from behind the table's name to the end: {@code USING btree (a)
   *     WHERE …}
   */
  record CreateIndexConcurrently(
      @Nullable QualifiedName name,
      QualifiedName table,
      boolean unique,
      boolean ifNotExists,
      String definition)
      implements NonTransactional {
    @Override
    public String what() {
      return "CREATE INDEX CONCURRENTLY";
    }
  }

  /** DROP INDEX CONCURRENTLY. */
  record DropIndexConcurrently(List<QualifiedName> names, boolean ifExists)
      implements NonTransactional {
    @Override
    public String what() {
      return "DROP INDEX CONCURRENTLY";
    }
  }

  /**
   * REINDEX … CONCURRENTLY.
   *
   * @param target INDEX, TABLE, SCHEMA or DATABASE (SYSTEM cannot be concurrent)
   * @param name null for DATABASE without a name (15 and later)
   */
  record ReindexConcurrently(Target target, @Nullable QualifiedName name)
      implements NonTransactional {
    @Override
    public String what() {
      return "REINDEX CONCURRENTLY";
    }

    /** What is rebuilt. */
    public enum Target {
      INDEX,
      TABLE,
      SCHEMA,
      DATABASE
    }
  }

  /** ALTER TABLE … DETACH PARTITION … CONCURRENTLY. */
  record DetachPartitionConcurrently(QualifiedName parent, QualifiedName partition)
      implements NonTransactional {
    @Override
    public String what() {
      return "ALTER TABLE … DETACH PARTITION … CONCURRENTLY";
    }
  }

  /**
   * Running it again does what running it once does: VACUUM, CLUSTER without a table, REINDEX
   * SCHEMA/DATABASE/SYSTEM, ALTER SYSTEM, ALTER DATABASE … SET TABLESPACE, ALTER SUBSCRIPTION …
   * REFRESH, DISCARD ALL, …
   */
  record Repeatable(String what) implements NonTransactional {}

  /**
   * Creates or drops something of the whole cluster: CREATE/DROP DATABASE, TABLESPACE,
   * SUBSCRIPTION.
   *
   * @param create or drop
   * @param kind DATABASE, TABLESPACE or SUBSCRIPTION
   */
  record Shared(boolean create, String kind, String name) implements NonTransactional {
    @Override
    public String what() {
      return (create ? "CREATE " : "DROP ") + kind;
    }
  }

  /** CALL of a procedure, or DO, whose text commits or rolls back: it may have done a part. */
  record Procedural(String what) implements NonTransactional {}
}
