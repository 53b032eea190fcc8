package io.github.dbsage.sql.tree;

import java.util.List;

/** What the grammar says of a text. */
public sealed interface Parsed {

  /** It is right: its statements, in order. */
  record Trees(List<Located> statements) implements Parsed {
    public Trees {
      statements = List.copyOf(statements);
    }
  }

  /**
   * A statement in a text.
   *
   * @param at where its first token stands, in chars
   */
  record Located(Tree tree, int at) {}

  /**
   * It is no PostgreSQL.
   *
   * @param message PostgreSQL's own
   * @param position from 1, in code points; 0 where it is not known
   */
  record Refusal(String message, int position) implements Parsed {}

  /** It may be right, but could not be read here; {@code why} goes behind "because". */
  record Unread(String why) implements Parsed {

    static final String TOO_DEEP = "it nests too deeply";
    static final String TOO_LARGE = "it needs more memory than there is";
  }
}
