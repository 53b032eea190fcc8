package io.github.dbsage.db;

import java.util.List;

/**
 * What the last statement of a message brought.
 *
 * @param columns how many its rows have; 0 where it brings none
 * @param touched the rows that it brought, moved over or changed
 */
public record Answer(int columns, List<Session.Row> rows, long touched) {

  static final Answer NONE = new Answer(0, List.of(), 0);

  public Answer {
    rows = List.copyOf(rows);
  }
}
