package io.github.dbsage.sql;

/**
 * Tells from a statement's tokens whom it holds up while it waits for a lock. What is not known for
 * certain to be harmless counts as {@link LockKind#EXCLUSIVE}: a budget that is too short costs a
 * retry, one that is too long an outage.
 */
final class LockKinds {

  private LockKinds() {}

  /** The kind of a statement, the cursor on its first token. */
  static LockKind of(Command command, Cursor c) {
    if (command instanceof Command.Procedural) {
      // What it committed on its way stays: it cannot begin again, and it works through rows.
      return LockKind.ROWS;
    }
    if (command instanceof Command.Repeatable repeatable) {
      return repeatable(repeatable, c);
    }
    if (command instanceof Command.NonTransactional) {
      return LockKind.PATIENT;
    }
    return command instanceof Command.CopyIn ? LockKind.ROWS : ordinary(c);
  }

  private static LockKind repeatable(Command.Repeatable command, Cursor c) {
    return switch (command.what()) {
      case "VACUUM" -> {
        c.advance();
        yield isFull(c) ? LockKind.EXCLUSIVE : LockKind.PATIENT;
      }
      case "CREATE INDEX CONCURRENTLY" -> LockKind.PATIENT;
      case "CLUSTER", "REINDEX SCHEMA", "REINDEX DATABASE", "REINDEX SYSTEM" -> LockKind.EXCLUSIVE;
      default -> LockKind.NONE;
    };
  }

  /** The cursor behind VACUUM: {@code FULL …} or {@code (…, FULL [true], …)}. */
  private static boolean isFull(Cursor c) {
    if (!c.take('(')) {
      return c.is("full");
    }
    while (!c.atEnd() && !c.is(')')) {
      if (c.take("full")) {
        return !(c.is("false") || c.is("off") || c.is('0'));
      }
      c.advance();
    }
    return false;
  }

  private static LockKind ordinary(Cursor c) {
    if (c.takeAny("insert", "update", "delete", "merge", "copy")) {
      return LockKind.ROWS;
    }
    if (c.take("with")) {
      return with(c);
    }
    if (c.takeAny(
        "set",
        "reset",
        "show",
        "discard",
        "listen",
        "unlisten",
        "notify",
        "prepare",
        "deallocate",
        "close",
        "grant",
        "revoke",
        "load",
        "checkpoint")) {
      return LockKind.NONE;
    }
    if (c.takeAny("comment", "analyze", "analyse")) {
      return LockKind.PATIENT;
    }
    if (c.take("refresh")) {
      boolean concurrently = c.take("materialized", "view") && c.is("concurrently");
      return concurrently ? LockKind.PATIENT : LockKind.EXCLUSIVE;
    }
    if (c.is('(')
        || c.takeAny("do", "call", "execute", "select", "explain", "values", "table")
        || c.takeAny("declare", "fetch", "move")) {
      return LockKind.UNKNOWN;
    }
    if (c.take("create")) {
      return create(c);
    }
    return c.take("alter", "table") ? alterTable(c) : LockKind.EXCLUSIVE;
  }

  /** Behind WITH: the statement that follows the queries in parentheses. */
  private static LockKind with(Cursor c) {
    while (!c.atEnd()) {
      if (c.takeAny("insert", "update", "delete", "merge")) {
        return LockKind.ROWS;
      }
      if (c.is('(')) {
        c.skipGroup();
      } else {
        c.advance();
      }
    }
    return LockKind.UNKNOWN;
  }

  /** Behind CREATE: what touches no table that others use yet, or lets them read and write. */
  private static LockKind create(Cursor c) {
    boolean replace = c.take("or", "replace");
    if (c.takeAny("function", "procedure")) {
      return LockKind.NONE;
    }
    if (replace) {
      return LockKind.EXCLUSIVE;
    }
    if (c.takeAny("type", "domain", "sequence", "role", "view")) {
      return LockKind.NONE;
    }
    if (c.takeAny("statistics", "publication")) {
      return LockKind.PATIENT;
    }
    if (c.take("schema")) {
      return hasElements(c) ? LockKind.EXCLUSIVE : LockKind.NONE;
    }
    c.takeAny("global", "local");
    c.takeAny("temporary", "temp", "unlogged");
    return c.take("table") && isByItself(c) ? LockKind.NONE : LockKind.EXCLUSIVE;
  }

  /** Behind CREATE SCHEMA: it may go on with CREATE TABLE … and others. */
  private static boolean hasElements(Cursor c) {
    while (!c.atEnd()) {
      if (c.is("create") || c.is("grant")) {
        return true;
      }
      c.advance();
    }
    return false;
  }

  /** Behind CREATE TABLE: no foreign key, no parent, no query. */
  private static boolean isByItself(Cursor c) {
    int depth = 0;
    while (!c.atEnd()) {
      if (c.is("references") || c.is("inherits")) {
        return false;
      }
      if (depth == 0 && (c.is("as") || (c.take("partition") && c.is("of")))) {
        return false;
      }
      depth += c.is('(') ? 1 : c.is(')') ? -1 : 0;
      c.advance();
    }
    return true;
  }

  /** Behind ALTER TABLE: nothing but VALIDATE CONSTRAINT. */
  private static LockKind alterTable(Cursor c) {
    c.take("if", "exists");
    if (c.relation() == null) {
      return LockKind.EXCLUSIVE;
    }
    do {
      if (!c.take("validate", "constraint") || c.name() == null) {
        return LockKind.EXCLUSIVE;
      }
    } while (c.take(','));
    return c.atEnd() ? LockKind.PATIENT : LockKind.EXCLUSIVE;
  }
}
