package io.github.dbsage.run;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps a rollback from taking data away that nobody named. A transaction that would is rolled back
 * and what it takes is looked into; where nothing is there, it runs again with those tables locked
 * first, so that nothing can come in between. One for each rollback; not thread-safe.
 */
final class LossGuard {

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** A policy would hide rows from us: then an error is the right answer. */
  private static final String SEEING_ALL =
      "SET LOCAL row_security = off; SET LOCAL search_path = pg_catalog, pg_temp";

  /** Enough for what lies behind what lies behind. */
  private static final int MOST_LOOKS = 5;

  private final Session outside;
  private final SqlStep script;
  private final LossAllowance allowance;
  private final Settings settings;

  /** What was empty when it was looked into. */
  private final Set<Loss> seenEmpty = new LinkedHashSet<>();

  private int looks;

  LossGuard(Session outside, SqlStep script, LossAllowance allowance, Settings settings) {
    this.outside = outside;
    this.script = script;
    this.allowance = allowance;
    this.settings = settings;
  }

  /** How long {@link #locking} may wait. */
  Duration lockTimeout() {
    return settings.exclusive(script.timeouts());
  }

  /** Locks the tables that have to be empty, or is empty itself. */
  String locking() {
    return seenEmpty.isEmpty()
        ? ""
        : seenEmpty.stream()
            .map(loss -> loss.table().quoted())
            .distinct()
            .collect(Collectors.joining(", ", "LOCK TABLE ", " IN ACCESS EXCLUSIVE MODE"));
  }

  /**
   * The tables are locked.
   *
   * @throws UserError where one is not empty any more
   */
  void locked(Session work) {
    work.send("SAVEPOINT dbsage_look; " + SEEING_ALL);
    List<Loss> full = seenEmpty.stream().filter(loss -> holdsData(work, loss)).toList();
    requireNone(full);
    work.send("ROLLBACK TO SAVEPOINT dbsage_look; RELEASE SAVEPOINT dbsage_look");
  }

  /**
   * The transaction is about to be committed.
   *
   * @throws DataAtRisk where it would take away what was not looked into
   */
  void ending(Session work) {
    List<Loss> risks =
        Losses.of(work, outside).stream()
            .filter(loss -> !allowance.covers(loss) && !seenEmpty.contains(loss))
            .toList();
    if (!risks.isEmpty()) {
      throw new DataAtRisk(risks);
    }
  }

  /**
   * Looks, behind the ROLLBACK, without keeping anybody waiting.
   *
   * @throws UserError where data would be lost
   */
  void look(Session work, Watch watch, Budget budget, DataAtRisk risk) {
    watch.over(
        work,
        budget,
        () -> "a look at what the script takes away",
        () -> {
          look(work, risk);
          return 0;
        });
    String names =
        risk.losses().stream().map(Loss::name).distinct().collect(Collectors.joining(", "));
    watch.tell(
        new Event.Remark(
            "no data in what the script takes away ("
                + names
                + "); it was rolled back, and runs again with that locked"));
  }

  private void look(Session work, DataAtRisk risk) {
    if (++looks > MOST_LOOKS) {
      requireNone(risk.losses());
    }
    List<Loss> full = new ArrayList<>();
    long wait = lockTimeout().toMillis();
    for (Loss loss : risk.losses()) {
      work.send("BEGIN READ ONLY; " + SEEING_ALL + "; SET LOCAL lock_timeout = " + wait);
      try {
        if (holdsData(work, loss)) {
          full.add(loss);
        }
      } finally {
        work.send("ROLLBACK");
      }
    }
    requireNone(full);
    seenEmpty.addAll(risk.losses());
  }

  /** What was checked is gone for good. */
  void committed() {
    seenEmpty.clear();
    looks = 0;
  }

  private boolean holdsData(Session work, Loss loss) {
    try {
      return work.one(loss.question(), row -> row.flag(1));
    } catch (ServerFailure e) {
      if (e.is(LOCK_NOT_AVAILABLE)) {
        // Somebody else has it in hand now; it is looked into again behind the lock.
        return false;
      }
      if (e.connectionLost()) {
        throw e;
      }
      throw new UserError(UndoProblems.notSeen(script, loss, allowance, e), e);
    }
  }

  private void requireNone(List<Loss> full) {
    if (!full.isEmpty()) {
      throw new UserError(UndoProblems.dataLoss(script, full, allowance));
    }
  }
}
