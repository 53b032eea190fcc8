package io.github.dbsage.sql;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.TransactionMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one reading of a migration, or of a rollback script, told. */
public final class Survey {

  private final List<Problem> faults = new ArrayList<>();
  private List<Migration.Ignored> ignored = List.of();
  private List<Migration.LeftOut> leftOut = List.of();
  private @Nullable String rollback;
  private String rollbackStands = "";
  private TransactionMode mode = TransactionMode.AUTO;
  private Timeouts timeouts = Timeouts.NONE;
  private int statements;
  private boolean copy;
  private boolean alone;
  private boolean enumValue;
  private boolean behindEnumValue;
  private boolean several;

  private Survey() {}

  /**
   * Reads to the end; the caller closes.
   *
   * @param most how many faults are kept
   * @throws IOException when it cannot be read
   */
  public static Survey of(Migration migration, int most) throws IOException {
    Survey survey = new Survey();
    for (Migration.Part part = migration.next(); part != null; part = migration.next()) {
      if (part instanceof Migration.Fault fault) {
        if (survey.faults.size() < most) {
          survey.faults.add(fault.problem());
        }
      } else if (part instanceof Migration.Run run) {
        survey.run(run.statement().command());
      } else {
        survey.copy = true;
      }
    }
    survey.ignored = migration.ignored();
    survey.leftOut = migration.leftOut();
    survey.rollback = migration.rollback();
    survey.rollbackStands = migration.rollbackStands();
    survey.timeouts = migration.timeouts();
    survey.several = migration.severalTransactions();
    // The file's own BEGIN and COMMIT ask for what the directive would.
    survey.mode = migration.outerTransaction() ? TransactionMode.TRUE : migration.mode();
    return survey;
  }

  private void run(Command command) {
    statements++;
    copy |= command instanceof Command.CopyIn;
    alone |= command instanceof Command.NonTransactional;
    boolean adds = command instanceof Command.AddEnumValue;
    behindEnumValue |= enumValue && !adds;
    enumValue |= adds;
  }

  /** Reasons not to run it. */
  public List<Problem> faults() {
    return List.copyOf(faults);
  }

  /** The hazards that it silences. */
  public List<Migration.Ignored> ignored() {
    return ignored;
  }

  /** The statements that are not run, beside BEGIN and COMMIT. */
  public List<Migration.LeftOut> leftOut() {
    return leftOut;
  }

  /** The rollback script in it, or null. */
  public @Nullable String rollback() {
    return rollback;
  }

  /** Where that script stands, in words. */
  public String rollbackStands() {
    return rollbackStands;
  }

  /** How it wants its transactions. */
  public TransactionMode mode() {
    return mode;
  }

  /** What its leading directives ask for. */
  public Timeouts timeouts() {
    return timeouts;
  }

  /**
   * What is run of it, and how.
   *
   * @param characters its length
   */
  public SqlStep.Shape shape(long characters) {
    boolean segmented =
        switch (mode) {
          case TRUE -> false;
          case FALSE -> statements > 0;
          case AUTO -> alone || behindEnumValue || several;
        };
    return new SqlStep.Shape(statements, segmented, copy, characters);
  }
}
