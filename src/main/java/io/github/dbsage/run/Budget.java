package io.github.dbsage.run;

import io.github.dbsage.model.Timeouts;
import io.github.dbsage.sql.LockKind;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.SettingChange;
import io.github.dbsage.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which timeouts have to be set in front of a statement, knowing what is in force already: the
 * file's own SET stays, then comes its directive, then {@code -D} and the POM, then the default for
 * its kind. One for each migration; not thread-safe.
 *
 * <p>A transaction keeps its locks to its end. So behind a statement that holds others up, each
 * further wait is as short as that one's, whatever its own kind.
 */
final class Budget {

  private static final String LOCK_TIMEOUT = "lock_timeout";
  private static final String STATEMENT_TIMEOUT = "statement_timeout";

  private final Settings settings;
  private final Set<String> lately = new LinkedHashSet<>();
  private Setting lock = Setting.AT_START;
  private Setting statement = Setting.AT_START;
  private Setting lockBefore = lock;
  private Setting statementBefore = statement;
  private boolean inTransaction;
  private boolean once;
  private LockKind strictest = LockKind.NONE;

  Budget(Settings settings) {
    this.settings = settings;
  }

  /** A transaction begins. */
  void begin() {
    inTransaction = true;
    once = false;
    strictest = LockKind.NONE;
    lockBefore = lock;
    statementBefore = statement;
    lately.clear();
  }

  /** The transaction was committed. */
  void committed() {
    inTransaction = false;
    lock = lock.committed();
    statement = statement.committed();
  }

  /** The transaction was rolled back, and with it what it had set. */
  void rolledBack() {
    inTransaction = false;
    lock = lockBefore;
    statement = statementBefore;
  }

  /** The next statement, by itself, does not begin again when it gets no lock. */
  void once() {
    once = true;
  }

  /** Whether what runs now does not begin again when it gets no lock. */
  boolean isOnce() {
    return once;
  }

  /** What to set in front of a statement, null where it stays; takes note that it will run. */
  Timeouts before(Migration.Run run) {
    Duration wantedLock = lock(run);
    Duration wantedStatement = run.timeouts().statement();
    if (wantedStatement == null) {
      wantedStatement = settings.statement();
    }
    Timeouts needed = new Timeouts(needed(lock, wantedLock), needed(statement, wantedStatement));
    if (needed.lock() != null) {
      lock = lock.set(needed.lock(), inTransaction);
    }
    if (needed.statement() != null) {
      statement = statement.set(needed.statement(), inTransaction);
    }
    if (run.statement().locks() != LockKind.NONE) {
      if (!inTransaction) {
        lately.clear();
        once = false;
      }
      lately.add(describe(lock));
    }
    ran(run.statement());
    return needed;
  }

  /** What to set in front of a LOCK TABLE of ours, null where it stays. */
  @Nullable Duration beforeLock(Duration wanted) {
    strictest = LockKind.EXCLUSIVE;
    Duration needed = needed(lock, wanted);
    if (needed != null) {
      lock = lock.set(needed, inTransaction);
    }
    lately.add(describe(lock));
    return needed;
  }

  /** What a statement by itself has to find, where nothing can be set in front of it. */
  Timeouts wanted(Migration.Run run) {
    Duration asked = run.timeouts().statement();
    return new Timeouts(lock(run), asked != null ? asked : settings.statement());
  }

  /** Takes note of what a statement itself sets. */
  void ran(Statement ran) {
    for (SettingChange change : SettingChange.in(ran)) {
      boolean all = change.name().equals(SettingChange.ALL);
      if (all || change.name().equals(LOCK_TIMEOUT)) {
        lock = lock.changed(change, inTransaction);
      }
      if (all || change.name().equals(STATEMENT_TIMEOUT)) {
        statement = statement.changed(change, inTransaction);
      }
    }
  }

  /** How long the next wait for a lock may take; zero for no limit, null where the file says. */
  @Nullable Duration lock() {
    return lock.ours();
  }

  /** The lock_timeout of the statements of late, for people: {@code 2 s}. */
  String described() {
    return lately.isEmpty() ? describe(lock) : String.join(" or ", lately);
  }

  private @Nullable Duration lock(Migration.Run run) {
    LockKind kind = run.statement().locks();
    if (inTransaction && kind.compareTo(strictest) > 0) {
      strictest = kind;
    }
    Duration asked = run.timeouts().lock();
    return asked != null ? asked : settings.lock(inTransaction ? strictest : kind);
  }

  private static @Nullable Duration needed(Setting setting, @Nullable Duration wanted) {
    return wanted == null || setting.isTheirs() || wanted.equals(setting.ours()) ? null : wanted;
  }

  private static String describe(Setting setting) {
    Duration ours = setting.ours();
    if (ours == null) {
      return "what the file has set";
    }
    if (ours.isZero()) {
      return "no limit";
    }
    return ours.toMillis() % 1000 == 0 ? ours.toSeconds() + " s" : ours.toMillis() + " ms";
  }
}
