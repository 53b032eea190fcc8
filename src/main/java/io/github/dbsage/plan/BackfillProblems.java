package io.github.dbsage.plan;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;

/** What can be wrong with what a backfill's file says, in words. */
final class BackfillProblems {

  private BackfillProblems() {}

  private static Finding error(Place at, String message, String fix) {
    return Finding.error(YamlProblems.PLAN_KEY, at, message, fix);
  }

  // Names.

  static Finding nameForm(Place at, String name) {
    return error(
        at,
        "\"" + name + "\" is no name for a backfill: letters, digits, _ . and -",
        "Write backfill: " + proposed(name));
  }

  private static String proposed(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_.-]+", "_");
    return plain.matches("[_.-]*") || plain.length() > Identifiers.LONGEST ? "users_email" : plain;
  }

  static Finding nameTooLong(Place at, String name) {
    return error(
        at,
        "The name of this backfill has "
            + name.length()
            + " characters, and at most "
            + Identifiers.LONGEST
            + " are kept",
        "Write backfill: and a shorter name");
  }

  static Finding nameTwice(Place at, String name, Place first) {
    return error(
        at,
        "The backfill " + name + " is already there at " + first,
        "Write backfill: and another name: progress is kept under it");
  }

  static Finding columnForm(Place at, String what, String column) {
    String bare = column.replaceAll("^\"|\"$", "").replace("\"\"", "\"");
    return error(
        at,
        what + " has the column " + column + " in SQL's quotes",
        "Write " + bare + ": columns stand here as the catalog has them, without quotes");
  }

  static Finding columnEmpty(Place at, String what) {
    return error(
        at, what + " has a column without a name", "Write the column's name, or remove it");
  }

  // What is done.

  static Finding nothingToDo(Place at) {
    return error(
        at,
        "The backfill does not say what it does",
        "Write set: {column: expression}, or statement: with {chunk} in its condition");
  }

  static Finding twoWays(Place at) {
    return error(
        at, "There are both set and statement, and a backfill does one thing", "Keep one of them");
  }

  static Finding setEmpty(Place at) {
    return error(at, "set names no column", "Write set: {column: expression}");
  }

  static Finding setForm(Place at) {
    return error(at, "set must be a mapping of columns", "Write set: {column: expression}");
  }

  static Finding valueEmpty(Place at, String column) {
    return error(
        at, "There is nothing behind the column " + column, "Write an SQL expression, or NULL");
  }

  static Finding valueForm(Place at, String what) {
    return error(
        at, what + " must be SQL in one text", "Write the SQL behind the colon, in quotes");
  }

  static Finding valueIsDate(Place at, String written) {
    return error(
        at,
        written + " is a date to YAML, and a subtraction to SQL",
        "Write \"'" + written + "'\": SQL's quotes inside YAML's");
  }

  static Finding sqlFault(Place at, String what, String fault) {
    return error(at, "In " + what + " there is " + fault, "Correct the SQL: it is one piece");
  }

  static Finding sqlEmpty(Place at, String what) {
    return error(at, what + " holds nothing but a comment", "Write SQL, or remove the key");
  }

  static Finding whereBesideStatement(Place at) {
    return error(
        at,
        "where goes with set, and here is a statement",
        "Write it into the statement: WHERE {chunk} AND (…)");
  }

  static Finding noChunk(Place at) {
    return error(
        at,
        "The statement does not say {chunk} outside of strings and comments",
        "Write WHERE {chunk}, and AND for more: it stands for the rows of one batch");
  }

  static Finding severalChunks(Place at, String what, int count) {
    return error(
        at,
        what + " says {chunk} " + count + " times, and a batch is taken once",
        "Keep the one that speaks of the table");
  }

  static Finding quotedChunk(Place at, String what) {
    return error(
        at,
        what + " says {chunk} in quotes too, where it would be replaced as well",
        "Write '{' || 'chunk}' there");
  }

  static Finding tableNotInStatement(Place at, String what, QualifiedName table) {
    return error(
        at,
        what + " does not take rows from " + table + " where {chunk} stands",
        "Write the table into it, or correct the key table");
  }

  // By which rows.

  static Finding keyForm(Place at) {
    return error(
        at, "key must be a column or several", "Write key: id, or key: [a, b], or key: ctid");
  }

  static Finding columnTwice(Place at, String column) {
    return error(at, "key has the column " + column + " twice", "Keep one of them");
  }

  static Finding ctidAmongOthers(Place at) {
    return error(
        at, "ctid is an order of its own, and no part of a key", "Write key: ctid, or the columns");
  }

  static Finding keyChanges(Place at, String column) {
    return error(
        at,
        "The backfill changes " + column + ", and goes along it: rows would be met twice, or never",
        "Write key: with columns that stay as they are");
  }

  static Finding ctidNotIdempotent(Place at) {
    return error(
        at,
        "A row that is changed gets another ctid and can be met again, and doing it twice is not the"
            + " same here",
        "Write key: with columns, or idempotent: true where it is known to do no harm");
  }

  // How.

  static Finding passes(Place at, String written) {
    return error(
        at,
        "passes is \"" + written + "\", which is no number of passes",
        "Write passes: auto, off, 2, 4, 8, 16, 32 or 64");
  }

  static Finding remainingOfStatement(Place at) {
    return error(
        at,
        "remaining counts rows that where still finds, and a statement has none of its own",
        "Write remaining: off, and a query behind mismatches");
  }

  static Finding remainingUnknown(Place at) {
    return error(
        at,
        "Which rows remain cannot be told: a value is made from itself or is new each time, and"
            + " there is no where",
        "Write remaining: off, or where: with the rows that still need it");
  }

  static Finding rollbackForm(Place at) {
    return error(
        at,
        "rollback is neither an UPDATE or DELETE nor a statement with {chunk}",
        "Write one UPDATE or DELETE of the table, or a statement with WHERE {chunk}");
  }
}
