package io.github.dbsage.sql.tree;

import java.util.List;

/**
 * What a partition holds.
 *
 * @param values of a LIST partition
 * @param from of a RANGE partition, one for each column of its key; MINVALUE is a column's name
 * @param to likewise
 * @param hash whether it is one of HASH
 */
public record Bound(List<Expr> values, List<Expr> from, List<Expr> to, boolean hash) {

  /** DEFAULT, or no partition at all. */
  public static final Bound NONE = new Bound(List.of(), List.of(), List.of(), false);

  public Bound {
    values = List.copyOf(values);
    from = List.copyOf(from);
    to = List.copyOf(to);
  }
}
