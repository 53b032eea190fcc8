package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.TableFacts.Partition;
import io.github.dbsage.model.UserError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The partitions of a table, each of which is changed by itself. */
final class Partitions {

  private Partitions() {}

  /** Whether the table is known to be partitioned. */
  static boolean are(@Nullable TableFacts table) {
    return table != null && table.partitioned();
  }

  /**
   * Those below it; none of a table that is not known to be partitioned.
   *
   * @throws UserError where one of them is partitioned itself
   */
  static List<QualifiedName> of(@Nullable TableFacts table) {
    if (table == null) {
      return List.of();
    }
    for (Partition partition : table.partitions()) {
      if (partition.partitioned()) {
        throw new UserError(PatternProblems.nested(partition.name(), table.name()));
      }
    }
    return table.partitions().stream().map(Partition::name).toList();
  }
}
