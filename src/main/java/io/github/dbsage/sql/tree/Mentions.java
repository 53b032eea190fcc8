package io.github.dbsage.sql.tree;

import io.github.dbsage.model.QualifiedName;
import java.util.List;
import java.util.Set;

/**
 * What a query or statement names, wherever it stands in it.
 *
 * @param relations what it reads or writes, names of its own WITH queries left out
 * @param calls functions that it calls
 * @param writes INSERT, UPDATE, DELETE and MERGE in WITH queries
 * @param columns every column's last name
 */
public record Mentions(
    List<QualifiedName> relations, List<Expr> calls, List<Tree> writes, List<String> columns) {

  /** Nothing. */
  public static final Mentions NONE = new Mentions(List.of(), List.of(), List.of(), List.of());

  public Mentions {
    relations = List.copyOf(relations);
    calls = List.copyOf(calls);
    writes = List.copyOf(writes);
    columns = List.copyOf(columns);
  }

  /** Without the relations of these names, which are WITH queries around it. */
  Mentions except(Set<String> queries) {
    List<QualifiedName> others =
        relations.stream()
            .filter(name -> name.schema() != null || !queries.contains(name.name()))
            .toList();
    return new Mentions(others, calls, writes, columns);
  }
}
