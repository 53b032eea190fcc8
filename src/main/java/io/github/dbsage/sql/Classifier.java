package io.github.dbsage.sql;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.Lexer.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Says what a statement is from its tokens. What it does not know for certain to be special is
 * {@link Command.Ordinary}. Not thread-safe: it remembers a script's procedures.
 *
 * <p>What may not run in a transaction block is what the server's {@code PreventInTransactionBlock}
 * guards, tried out on PostgreSQL 15 and read for 14 to 18.
 */
final class Classifier {

  private static final Command ORDINARY = new Command.Ordinary();

  private final Procedures procedures = new Procedures();

  /** What the statement is whose first token the cursor stands on. */
  Command classify(Cursor c) {
    if (c.kind() != Kind.WORD) {
      return ORDINARY;
    }
    String verb = c.folded();
    c.advance();
    return switch (verb) {
      case "insert" -> c.take("into") ? HistoryWrites.classify("INSERT", c) : ORDINARY;
      case "update" -> HistoryWrites.classify("UPDATE", c);
      case "delete" -> c.take("from") ? HistoryWrites.classify("DELETE", c) : ORDINARY;
      case "comment" -> TemplateSetup.comment(c);
      case "copy" -> copy(c);
      case "set" -> ConnectionSettings.classify(c);
      case "create" -> create(c);
      case "drop" -> drop(c);
      case "alter" -> alter(c);
      case "reindex" -> Reindex.classify(c);
      case "vacuum" -> new Command.Repeatable("VACUUM");
      case "cluster" -> cluster(c);
      case "discard" -> c.is("all") ? new Command.Repeatable("DISCARD ALL") : ORDINARY;
      case "call" ->
          procedures.commits(c.name())
              ? new Command.Procedural("CALL of a procedure that commits")
              : ORDINARY;
      case "do" ->
          procedures.blockCommits(c) ? new Command.Procedural("DO block that commits") : ORDINARY;
      case "prepare" ->
          c.take("transaction") && c.kind() == Kind.STRING
              ? new Command.TransactionControl("PREPARE TRANSACTION")
              : ORDINARY;
      default -> TransactionWords.classify(verb, c);
    };
  }

  private static Command copy(Cursor c) {
    c.take("binary");
    if (c.kind() != Kind.OPEN && c.name() == null) {
      return ORDINARY;
    }
    c.skipGroup();
    boolean in = c.take("from");
    boolean out = !in && c.take("to");
    // The grammar takes STDIN and STDOUT for each other.
    if (!c.is("stdin") && !c.is("stdout")) {
      return ORDINARY;
    }
    return in ? new Command.CopyIn() : out ? new Command.CopyOut() : ORDINARY;
  }

  private Command create(Cursor c) {
    if (c.take("or")) {
      c.take("replace");
    }
    if (c.take("procedure")) {
      procedures.created(c);
      return ORDINARY;
    }
    if (c.take("table")) {
      return TemplateSetup.table(c);
    }
    boolean unique = c.take("unique");
    if (c.take("index")) {
      if (c.take("concurrently")) {
        return createIndex(c, unique);
      }
      return unique ? ORDINARY : TemplateSetup.index(c);
    }
    if (c.take("database")) {
      return shared(true, "DATABASE", c);
    }
    if (c.take("tablespace")) {
      return shared(true, "TABLESPACE", c);
    }
    return c.take("subscription") ? Subscriptions.create(c) : ORDINARY;
  }

  private static Command createIndex(Cursor c, boolean unique) {
    boolean ifNotExists = c.take("if", "not", "exists");
    QualifiedName name = c.is("on") ? null : c.name();
    QualifiedName table = c.take("on") ? c.relation() : null;
    if (table == null) {
      return new Command.Repeatable("CREATE INDEX CONCURRENTLY");
    }
    return new Command.CreateIndexConcurrently(name, table, unique, ifNotExists, c.rest());
  }

  private static Command drop(Cursor c) {
    if (c.take("index")) {
      return c.take("concurrently") ? dropIndex(c) : ORDINARY;
    }
    if (c.take("database")) {
      return shared(false, "DATABASE", c);
    }
    if (c.take("tablespace")) {
      return shared(false, "TABLESPACE", c);
    }
    return c.take("subscription") ? shared(false, "SUBSCRIPTION", c) : ORDINARY;
  }

  private static Command dropIndex(Cursor c) {
    boolean ifExists = c.take("if", "exists");
    List<QualifiedName> names = new ArrayList<>();
    do {
      QualifiedName name = c.name();
      if (name != null) {
        names.add(name);
      }
    } while (c.take(','));
    return new Command.DropIndexConcurrently(names, ifExists);
  }

  /** The cursor behind the kind: {@code [IF EXISTS] name}. */
  static Command shared(boolean create, String kind, Cursor c) {
    c.take("if", "exists");
    QualifiedName name = c.name();
    return new Command.Shared(create, kind, name == null ? "" : name.name());
  }

  private static Command alter(Cursor c) {
    if (c.take("system")) {
      return new Command.Repeatable("ALTER SYSTEM");
    }
    if (c.take("type")) {
      return addValue(c);
    }
    if (c.take("table")) {
      return detach(c);
    }
    if (c.take("database")) {
      return c.name() != null && c.take("set", "tablespace")
          ? new Command.Repeatable("ALTER DATABASE … SET TABLESPACE")
          : ORDINARY;
    }
    return c.take("subscription") ? Subscriptions.alter(c) : ORDINARY;
  }

  private static Command addValue(Cursor c) {
    QualifiedName type = c.name();
    if (type == null || !c.take("add", "value")) {
      return ORDINARY;
    }
    boolean ifNotExists = c.take("if", "not", "exists");
    String label = c.string();
    return label == null ? ORDINARY : new Command.AddEnumValue(type, label, ifNotExists);
  }

  private static Command detach(Cursor c) {
    c.take("if", "exists");
    QualifiedName parent = c.relation();
    if (parent == null || !c.take("detach", "partition")) {
      return ORDINARY;
    }
    QualifiedName partition = c.name();
    return partition != null && c.is("concurrently")
        ? new Command.DetachPartitionConcurrently(parent, partition)
        : ORDINARY;
  }

  /** With a table it may run in a transaction, unless the table is partitioned. */
  private static Command cluster(Cursor c) {
    c.take("verbose");
    c.skipGroup();
    return c.atEnd() ? new Command.Repeatable("CLUSTER") : ORDINARY;
  }
}
