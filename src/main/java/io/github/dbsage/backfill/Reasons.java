package io.github.dbsage.backfill;

import io.github.dbsage.model.Identifiers;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was decided about a backfill and why, in words. */
final class Reasons {

  static final String MOVED_ROWS_MET_AGAIN =
      "an updated row moves, would be met again, and this backfill is not idempotent";
  static final String STATEMENT_OVER_PARTITIONS =
      "a statement of its own runs over all partitions, whose rows have the same places";
  static final String ROWS_CHANGE_PARTITIONS = "rows move between partitions";

  private Reasons() {}

  // One UPDATE, or batches.

  static String single(long rows) {
    return "one UPDATE: " + rows(rows) + ", fewer than " + number(Planner.FEW_ROWS);
  }

  static String singleAsked() {
    return "one UPDATE: the file says mode: single";
  }

  static String singleOfMany(long rows) {
    return singleAsked()
        + "; WARNING: it locks "
        + rows(rows)
        + " until it is through, and nothing is kept when it fails";
  }

  static String batched(long rows) {
    return "batches: " + rows(rows) + ", " + number(Planner.FEW_ROWS) + " or more";
  }

  static String batchedAsked() {
    return "batches: the file says mode: batched";
  }

  static String batchedToHoldBack(long rows) {
    return "batches, though it is " + rows(rows) + ": one UPDATE could not heed throttle.sql";
  }

  // The key.

  static String keyAsked(Key key) {
    return "key: " + key.shown() + ", as the file says";
  }

  static String primaryKey(Key key) {
    return "key: " + key.shown() + ", the primary key";
  }

  static String uniqueKey(Key key) {
    return "key: " + key.shown() + ", of a unique index without NULL";
  }

  static String noKey() {
    return "key: ctid, the physical order: there is no primary key and no unique index without NULL"
        + " that would do";
  }

  static String keyIsRandom(Key key) {
    return "key: ctid, the physical order: "
        + key.shown()
        + " is random, so its neighbours lie on different pages";
  }

  static String keyMayBeNull(Key key, List<String> columns) {
    return "key: ctid, the physical order, not "
        + key.shown()
        + " as the file says: "
        + names(columns)
        + " may be NULL, and such rows are in no range";
  }

  // The size of batches.

  static String batchAsked(int size) {
    return batchOf(size) + "the file says so";
  }

  static String batchOfUnknown(int size) {
    return batchOf(size) + "there is no row yet to tell how large they are";
  }

  static String batch(int size, long width) {
    return batchOf(size) + "a row has about " + bytes(width);
  }

  static String batchOfJson(int size, long width) {
    return batch(size, width) + ", JSON among it";
  }

  static String batchOfText(int size, long width) {
    return batch(size, width) + ", most of it out of line";
  }

  private static String batchOf(int size) {
    return "batches of " + number(size) + " rows at first: ";
  }

  // Passes.

  static String passesAsked(int count) {
    return count + " interleaved passes: the file says so";
  }

  static String noPassesOfStatement() {
    return "one pass, whatever the file says: interleaved ones along ctid need set:";
  }

  static String passes(int count, int indexes, int fillfactor, Collection<String> set) {
    return count
        + " interleaved passes: "
        + indexes
        + " indexes, no room on the pages (fillfactor "
        + fillfactor
        + "), "
        + names(set)
        + (set.size() == 1 ? " is" : " are")
        + " not indexed";
  }

  static String fewIndexes(int count) {
    return "one pass: "
        + (count == 0 ? "no index" : "one index")
        + ", too few for interleaved ones to pay";
  }

  static String indexed(String column) {
    return "one pass: "
        + Identifiers.write(column)
        + " is in an index, which needs new entries anyway";
  }

  static String roomOnPages(int fillfactor) {
    return "one pass: there is room on the pages (fillfactor " + fillfactor + ")";
  }

  static String oldSnapshot(long seconds) {
    return "one pass: a transaction has been open for "
        + number(seconds)
        + " s, and what is dead stays as long as it";
  }

  // Words.

  private static String names(Collection<String> columns) {
    return columns.stream().map(Identifiers::write).collect(Collectors.joining(", "));
  }

  private static String rows(long rows) {
    return rows == 0
        ? "no rows"
        : rows == 1 ? "one row" : "about " + number(rounded(rows)) + " rows";
  }

  /** Down to two digits: it is an estimate, and no limit is reached by writing it. */
  private static long rounded(long number) {
    long unit = 1;
    while (number / unit >= 100) {
      unit *= 10;
    }
    return number / unit * unit;
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String bytes(long bytes) {
    return bytes < 1024 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f KB", bytes / 1024.0);
  }
}
