package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.Rule;
import java.util.List;

/** The rules, in the order of the hazards' list. */
public final class Rules {

  /** All of them. */
  public static final List<Rule> ALL =
      List.of(
          // Columns, constraints, types.
          new AddColumnVolatileDefault(),
          new SetNotNullScan(),
          // Indexes, partitions, maintenance.
          new CreateIndexBlocking(),
          // Transactions, rows, names.
          new MultiAelTxn(),
          new StatementAfterAel(),
          new MultiAlterSameTable(),
          new LockTimeoutMissing(),
          new StatementTimeoutMissing(),
          new DdlThenBackfillTxn(),
          new MassDml(),
          new DropColumn(),
          new DropTable(),
          new DropSchema(),
          new DropView(),
          new DropDatabase(),
          new DropCascade(),
          new RenameColumn(),
          new RenameTable(),
          new RenameSchema(),
          new SetSchema(),
          new EnumValueUsedInTxn(),
          new EnumRenameValue(),
          new LoopBackfill(),
          new SyncTriggerCoalesce(),
          new NotIdempotent(),
          // Style, functions, policies, rollbacks.
          new RollbackMissing(),
          new RollbackLosesData());

  private Rules() {}
}
