package io.github.dbsage.sql;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.TransactionMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one {@code -- dbsage:} comment says; read by {@link Directives}. */
public sealed interface Directive {

  /**
   * {@code -- dbsage: key=value, …}.
   *
   * @param transaction null where the comment is silent
   */
  record Settings(@Nullable TransactionMode transaction, Timeouts timeouts) implements Directive {}

  /** {@code -- dbsage:ignore HAZARD_ID because …}. */
  record Ignore(String rule, String reason) implements Directive {}

  /** A comment that means to be a directive and is none; one problem for each mistake in it. */
  record Broken(List<Problem> problems) implements Directive {
    public Broken {
      problems = List.copyOf(problems);
    }
  }
}
