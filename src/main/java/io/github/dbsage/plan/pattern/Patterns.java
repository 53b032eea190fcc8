package io.github.dbsage.plan.pattern;

import io.github.dbsage.plan.ChangePattern;
import java.util.List;

/** The patterns, in the order in which they are listed. */
public final class Patterns {

  /** All of them. */
  public static final List<ChangePattern> ALL =
      List.of(
          new FixOwnership(),
          new RenameTable(),
          new SplitTable(),
          new MergeTables(),
          new Partition());

  private Patterns() {}
}
