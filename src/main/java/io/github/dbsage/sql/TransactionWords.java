package io.github.dbsage.sql;

import io.github.dbsage.sql.Lexer.Kind;

/** Reads the statements that begin and end transactions. */
final class TransactionWords {

  private TransactionWords() {}

  /** The cursor behind the first word, which is given in lower case. */
  static Command classify(String verb, Cursor c) {
    return switch (verb) {
      case "begin" -> begin(c);
      case "start" -> c.take("transaction") ? begin(c) : new Command.Ordinary();
      case "commit" -> {
        boolean prepared = c.take("prepared") && c.kind() == Kind.STRING;
        yield prepared ? new Command.TransactionControl("COMMIT PREPARED") : commit(c);
      }
      case "end" -> commit(c);
      case "rollback" -> rollback(c);
      case "abort" -> new Command.TransactionControl("ABORT");
      case "savepoint" -> new Command.TransactionControl("SAVEPOINT");
      case "release" -> new Command.TransactionControl("RELEASE SAVEPOINT");
      default -> new Command.Ordinary();
    };
  }

  private static Command begin(Cursor c) {
    c.takeAny("work", "transaction");
    return new Command.Begin(c.atEnd());
  }

  private static Command commit(Cursor c) {
    c.takeAny("work", "transaction");
    c.take("and", "no", "chain");
    return new Command.Commit(c.atEnd());
  }

  private static Command rollback(Cursor c) {
    if (c.take("prepared")) {
      return new Command.TransactionControl("ROLLBACK PREPARED");
    }
    c.takeAny("work", "transaction");
    return new Command.TransactionControl(c.is("to") ? "ROLLBACK TO SAVEPOINT" : "ROLLBACK");
  }
}
