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
          new AddColumnSerial(),
          new AddColumnIdentity(),
          new AddColumnStoredGenerated(),
          new AddColumnNotNullNoDefault(),
          new AddColumnConstrainedDomain(),
          new AddUniqueBuildsIndex(),
          new AddPkBuildsIndex(),
          new PkUsingIndexNullable(),
          new AddFkValidating(),
          new FkNotValidPartitioned(),
          new AddCheckValidating(),
          new AddExclude(),
          new NotValidValidateSameTxn(),
          new SetNotNullScan(),
          new DomainConstraintScan(),
          new AlterTypeRewrite(),
          new AlterTypeIndexRebuild(),
          new SetLoggedRewrite(),
          new DropNotNull(),
          new DropConstraint(),
          // Indexes, partitions, maintenance.
          new CreateIndexBlocking(),
          new DropIndexBlocking(),
          new ReindexBlocking(),
          new ConcurrentlyInTxn(),
          new ConcurrentlyOnPartitioned(),
          new ConcurrentlyMultiDrop(),
          new DetachConcurrentlyWithDefault(),
          new RefreshConcurrentlyNoUnique(),
          new CicIfNotExistsInvalid(),
          new AttachPartitionScan(),
          new DetachBlocking(),
          new RefreshMatviewBlocking(),
          new VacuumFull(),
          new ClusterTable(),
          new LockTableStatement(),
          new TriggerLock(),
          new DisableTriggers(),
          new NotAllowedInTxn(),
          new UncommittedTxn(),
          new TxnNesting(),
          new TruncateTable(),
          new TruncateCascade(),
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
          new FkMissingIndex(),
          new RlsNoPolicy(),
          new SecdefNoSearchPath(),
          new IntPk(),
          new SerialType(),
          new CharN(),
          new TimestampNoTz(),
          new JsonColumn(),
          new IdentifierTooLong(),
          new RollbackMissing(),
          new RollbackLosesData());

  private Rules() {}
}
