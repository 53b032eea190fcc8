package io.github.dbsage.plan.pattern;

import io.github.dbsage.plan.ChangePattern;
import java.util.List;

/** The patterns, in the order in which they are listed. */
public final class Patterns {

  /** All of them. */
  public static final List<ChangePattern> ALL =
      List.of(
          new AddColumn(),
          new RenameColumn(),
          new ChangeType(),
          new NotNull(),
          new DropColumn(),
          new Index(),
          new Unique(),
          new ForeignKey(),
          new Check(),
          new RenameTable(),
          new SplitTable(),
          new MergeTables(),
          new Partition(),
          new EnumValue(),
          new RlsPolicy(),
          new FixOwnership());

  private Patterns() {}
}
