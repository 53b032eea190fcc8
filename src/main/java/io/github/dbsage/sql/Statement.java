package io.github.dbsage.sql;

import io.github.dbsage.model.Place;
import java.util.List;

/**
 * One statement as the server receives it: from its first token to its last, placeholders expanded,
 * without the semicolon; comments inside are kept.
 *
 * @param ordinal from 1 within the script, every statement counted
 * @param text what is sent
 * @param start of its first token in the file
 * @param expansions the places where the text differs from the file, in order
 * @param command what it is
 */
public record Statement(
    int ordinal, String text, Place start, List<Expansion> expansions, Command command) {

  public Statement {
    expansions = List.copyOf(expansions);
  }

  /**
   * A placeholder that was replaced.
   *
   * @param offset in {@link Statement#text}, in chars, where the value begins
   * @param valueLength the value's length in chars
   * @param raw what the file holds instead: {@code ${name}}
   */
  public record Expansion(int offset, int valueLength, String raw) {}
}
