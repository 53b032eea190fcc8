package io.github.dbsage.model;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a check's query must do. */
public sealed interface Expectation {

  /** Of a smoke test: what it returns. */
  sealed interface Result extends Expectation permits Value, None, Rows, AtMost {}

  /** Of a test of row security: what the role gets to see. */
  sealed interface Access extends Expectation permits SomeRows, None, Denied, RowCount {}

  /** {@code 0}: one row of one column. */
  record Value(Cell cell) implements Result {}

  /** {@code none}: no row. */
  record None() implements Result, Access {}

  /** {@code [[1, a], [2, b]]}: these rows, all of one length, at least one. */
  record Rows(List<List<Cell>> rows) implements Result {
    public Rows {
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /** <code>{max: 10}</code>: one number that is not greater. */
  record AtMost(BigDecimal max) implements Result {}

  /** {@code rows}: at least one row. */
  record SomeRows() implements Access {}

  /** {@code denied}: the server refuses the query, SQLSTATE 42501. */
  record Denied() implements Access {}

  /** {@code 3}: as many rows. */
  record RowCount(long rows) implements Access {}

  /**
   * One value of a row.
   *
   * @param text as the plan has it; a number in plain decimals, a truth value as {@code true} or
   *     {@code false}; null for SQL's NULL
   */
  record Cell(Type type, @Nullable String text) {

    public Cell {
      if ((type == Type.NULL) != (text == null)) {
        throw new IllegalArgumentException("not a " + type + ": " + text);
      }
    }

    /** How it is written in the plan. */
    public enum Type {
      TEXT,
      NUMBER,
      BOOLEAN,
      NULL
    }
  }
}
