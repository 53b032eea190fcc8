package io.github.dbsage.sql;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;

/** What can be wrong with a migration as a whole, in words. */
final class MigrationProblems {

  private static final String DIRECTIVE_UNKNOWN = "DIRECTIVE_UNKNOWN";
  private static final String TXN_NESTING = "TXN_NESTING";

  /** What PostgreSQL would take, and the runner does not yet. */
  private static final String TXN_UNSUPPORTED = "TXN_UNSUPPORTED";

  private static final String UNCOMMITTED_TXN = "UNCOMMITTED_TXN";
  private static final String HISTORY_WRITE = "HISTORY_WRITE";
  private static final String SYNTAX = "SYNTAX";

  private MigrationProblems() {}

  static Problem directiveSpelling(Place at) {
    return Problem.of(
        DIRECTIVE_UNKNOWN,
        "This comment looks like a directive and is not read as one",
        at,
        "Write it as a line comment, in lower case: -- dbsage: key=value");
  }

  static Problem directiveBehindText(Place at) {
    return Problem.of(
        DIRECTIVE_UNKNOWN,
        "A directive behind other text on its line could mean the statement before or after it",
        at,
        "Put it on a line of its own in front of the statement that it is for");
  }

  static Problem directiveForm(Place at, String entry) {
    return Problem.of(
        DIRECTIVE_UNKNOWN,
        entry.isEmpty()
            ? "The directive says nothing"
            : "The directive \"" + entry + "\" is not of the form key=value",
        at,
        "Write transaction=auto|true|false, lock_timeout=<duration>, statement_timeout=<duration>,"
            + " or ignore HAZARD_ID because <reason>");
  }

  static Problem directiveKey(Place at, String key) {
    return Problem.of(
        DIRECTIVE_UNKNOWN,
        "Unknown directive \"" + key + "\"" + Choices.didYouMean(key, Directives.KEYS),
        at,
        "Write one of " + String.join(", ", Directives.KEYS));
  }

  static Problem directiveTwice(Place at, String key) {
    return Problem.of(
        DIRECTIVE_UNKNOWN, "The directive \"" + key + "\" is given twice", at, "Keep one of them");
  }

  static Problem transactionValue(Place at, String value) {
    return Problem.of(
        DIRECTIVE_UNKNOWN,
        "Unknown value \""
            + value
            + "\" of transaction"
            + Choices.didYouMean(value, Directives.MODES),
        at,
        "Write transaction=auto, transaction=true or transaction=false");
  }

  static Problem timeoutValue(Place at, String key, String value) {
    return Problem.of(
        DIRECTIVE_UNKNOWN,
        "\"" + value + "\" is not a duration for " + key,
        at,
        "Write a whole number with ms, s, m or h (at most 24 days), for example "
            + key
            + "=5s, or "
            + key
            + "=0 for no limit");
  }

  static Problem transactionNotLeading(Place at) {
    return Problem.of(
        DIRECTIVE_UNKNOWN,
        "transaction= holds for the whole file and is read in its leading comment block only",
        at,
        "Move it up to the comments at the file's first line, before the first blank line");
  }

  static Problem directiveBeforeDropped(Place at, String what) {
    return Problem.of(
        DIRECTIVE_UNKNOWN,
        "The directive stands before " + what + ", which is not sent to the server",
        at,
        "Put it right before the statement that it is for, or into the leading comment block");
  }

  static Problem directiveWithoutStatement(Place at) {
    return Problem.of(
        DIRECTIVE_UNKNOWN,
        "No statement follows the directive",
        at,
        "Put it right before the statement that it is for, or into the leading comment block");
  }

  static Problem ignoreWithoutHazard(Place at) {
    return Problem.of(
        DIRECTIVE_UNKNOWN,
        "ignore names no hazard",
        at,
        "Write -- dbsage:ignore HAZARD_ID because <reason>");
  }

  static Problem hazardShape(Place at, String rule) {
    return Problem.of(
        DIRECTIVE_UNKNOWN,
        "\"" + rule + "\" is not the id of a hazard: one id in capitals, such as DROP_COLUMN",
        at,
        "Write -- dbsage:ignore HAZARD_ID because <reason>, one comment for each id");
  }

  static Problem ignoreWithoutReason(Place at, String rule) {
    return Problem.of(
        "SUPPRESSION_NO_REASON",
        "ignore " + rule + " gives no reason",
        at,
        "Write -- dbsage:ignore " + rule + " because <reason>");
  }

  static Problem nestedBegin(Place at) {
    return Problem.of(
        TXN_NESTING,
        "BEGIN inside a transaction that is open already",
        at,
        "Remove it: the first BEGIN holds up to its COMMIT");
  }

  static Problem innerBegin(Place at) {
    return Problem.of(
        TXN_UNSUPPORTED,
        "BEGIN inside of the file: the runner opens and commits the transaction itself",
        at,
        "Remove it, or split the file where a transaction should end");
  }

  static Problem beginModes(Place at) {
    return Problem.of(
        TXN_UNSUPPORTED,
        "BEGIN with transaction modes is not supported yet: the runner opens the transaction itself",
        at,
        "Write BEGIN without modes, or remove it");
  }

  static Problem beginAgainstMode(Place at) {
    return Problem.of(
        TXN_NESTING,
        "BEGIN asks for one transaction, the directive transaction=false for none",
        at,
        "Remove BEGIN and COMMIT, or the directive");
  }

  static Problem innerCommit(Place at) {
    return Problem.of(
        TXN_UNSUPPORTED,
        "COMMIT inside of the file: the runner opens and commits the transaction itself",
        at,
        "Remove it, or split the file where a transaction should end");
  }

  static Problem commitChain(Place at) {
    return Problem.of(
        TXN_UNSUPPORTED,
        "COMMIT AND CHAIN is not supported yet: the runner commits the transaction itself",
        at,
        "Write COMMIT, or remove it");
  }

  static Problem commitWithoutBegin(Place at) {
    return Problem.of(
        UNCOMMITTED_TXN,
        "COMMIT without a BEGIN",
        at,
        "Remove it: the runner opens and commits the transaction itself");
  }

  static Problem beginWithoutCommit(Place at) {
    return Problem.of(
        UNCOMMITTED_TXN,
        "BEGIN without a COMMIT as the file's last statement",
        at,
        "Remove it: the runner opens and commits the transaction itself");
  }

  static Problem transactionControl(Place at, String what) {
    return Problem.of(
        TXN_UNSUPPORTED,
        what + " is not supported yet: the runner opens and commits the transaction itself",
        at,
        "Remove it");
  }

  static Problem historyWrite(Place at, String verb) {
    return Problem.of(
        HISTORY_WRITE,
        verb + " on schema_migrations: the plugin keeps this record itself",
        at,
        "Remove the statement");
  }

  static Problem otherInRecord(Place at, String what, String said, String wanted) {
    return Problem.of(
        HISTORY_WRITE,
        "The INSERT on schema_migrations has the "
            + what
            + " \""
            + said
            + "\", the file's name has \""
            + wanted
            + "\"",
        at,
        "Write '"
            + wanted
            + "', or rename the file; or remove the statement: the plugin keeps this"
            + " record itself");
  }

  static Problem ownTable(Place at) {
    return Problem.of(
        HISTORY_WRITE,
        "CREATE TABLE schema_migrations: the table is the plugin's, which makes it by itself, with"
            + " other columns or constraints than these",
        at,
        "Remove the statement, or give your table another name");
  }

  static Problem rollbacksDiffer(Place inRecord, Place inSection) {
    return Problem.of(
        "ROLLBACK_DIFFERS",
        "The rollback script of the INSERT on schema_migrations is not the one of the rollback"
            + " section in line "
            + inSection.line(),
        inRecord,
        "Make them the same, or keep one of them");
  }

  static Problem copyOut(Place at) {
    return Problem.of(
        "COPY_OUT",
        "COPY … TO STDOUT: a migration has nobody to send the data to",
        at,
        "Remove the statement, or write to a table");
  }

  static Problem connectionSetting(Place at, Command.ConnectionSetting setting) {
    boolean dates = setting.name().equals("datestyle");
    return Problem.of(
        "CONNECTION_SETTING",
        "SET "
            + setting.name()
            + " to "
            + setting.value()
            + ": "
            + (dates
                ? "the connection needs dates written as ISO does"
                : "the file is read and sent as UTF-8"),
        at,
        dates
            ? "Write SET datestyle = 'ISO, DMY' (or MDY, YMD): the second word says how dates are"
                + " read"
            : "Remove the statement, and save the file as UTF-8");
  }

  static Problem inTransaction(Place at, Command.NonTransactional command, String forcedBy) {
    return Problem.of(
        concurrent(command) ? "CONCURRENTLY_IN_TXN" : "NOT_ALLOWED_IN_TXN",
        command.what() + " cannot run inside a transaction, and " + forcedBy + " forces one",
        at,
        "Remove " + forcedBy + ": the runner then runs this statement by itself");
  }

  private static boolean concurrent(Command.NonTransactional command) {
    return command instanceof Command.CreateIndexConcurrently
        || command instanceof Command.DropIndexConcurrently
        || command instanceof Command.ReindexConcurrently
        || command instanceof Command.DetachPartitionConcurrently;
  }

  static Problem textBehindRollback(Place at) {
    return Problem.of(
        SYNTAX,
        "SQL behind the rollback section would never run",
        at,
        "Move it in front of the line -- ROLLBACK SECTION: the section ends the file");
  }

  static Problem secondRollbackSection(Place at) {
    return Problem.of(
        SYNTAX, "A second rollback section", at, "Keep one: the section ends the file");
  }

  static Problem rollbackWithoutScript(Place marker) {
    return Problem.of(
        SYNTAX,
        "No block comment with the rollback script follows the line -- ROLLBACK SECTION",
        marker,
        "Write the script between /* and */ right below the line, or remove the line");
  }

  static Problem emptyRollback(Place at) {
    return Problem.of(
        SYNTAX,
        "The rollback section is empty",
        at,
        "Write the script between /* and */, or remove the section and declare -- Rollback: none"
            + " because <reason> in the leading comment block");
  }
}
