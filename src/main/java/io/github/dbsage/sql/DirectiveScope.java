package io.github.dbsage.sql;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.TransactionMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a file's directives hold for: those of the leading block, and those of the next statement.
 */
final class DirectiveScope {

  private final Consumer<Problem> faults;
  private final List<Pending> pending = new ArrayList<>();
  private final List<Migration.Ignored> ignored = new ArrayList<>();
  private TransactionMode mode = TransactionMode.AUTO;
  private boolean modeSet;
  private Timeouts file = Timeouts.NONE;

  DirectiveScope(Consumer<Problem> faults) {
    this.faults = faults;
  }

  /** A directive in front of a statement that was not met yet. */
  private record Pending(Place at, Directive directive) {}

  TransactionMode mode() {
    return mode;
  }

  /** Those of the file. */
  Timeouts timeouts() {
    return file;
  }

  List<Migration.Ignored> ignored() {
    return List.copyOf(ignored);
  }

  /** A comment at the top level; most are no directive. */
  void comment(Item.Comment comment) {
    Directive directive = Directives.read(comment);
    if (directive instanceof Directive.Broken broken) {
      broken.problems().forEach(faults);
    } else if (directive != null && comment.leading()) {
      leading(directive, comment.at());
    } else if (directive != null) {
      if (directive instanceof Directive.Settings settings && settings.transaction() != null) {
        faults.accept(MigrationProblems.transactionNotLeading(comment.at()));
      }
      pending.add(new Pending(comment.at(), directive));
    }
  }

  private void leading(Directive directive, Place at) {
    if (directive instanceof Directive.Ignore ignore) {
      ignored.add(new Migration.Ignored(ignore.rule(), ignore.reason(), at, null));
    } else if (directive instanceof Directive.Settings settings) {
      file = merge(file, settings.timeouts(), at);
      if (settings.transaction() != null) {
        if (modeSet) {
          faults.accept(MigrationProblems.directiveTwice(at, "transaction"));
        }
        mode = settings.transaction();
        modeSet = true;
      }
    }
  }

  /** The time-outs of a statement that is sent; its directives are used up. */
  Timeouts take(Place statement) {
    Timeouts timeouts = Timeouts.NONE;
    for (Pending one : pending) {
      if (one.directive() instanceof Directive.Ignore ignore) {
        ignored.add(new Migration.Ignored(ignore.rule(), ignore.reason(), one.at(), statement));
      } else if (one.directive() instanceof Directive.Settings settings) {
        timeouts = merge(timeouts, settings.timeouts(), one.at());
      }
    }
    pending.clear();
    return timeouts.orElse(file);
  }

  /** The next statement is not sent: what was meant for it would be lost. */
  void drop(String statement) {
    for (Pending one : pending) {
      faults.accept(MigrationProblems.directiveBeforeDropped(one.at(), statement));
    }
    pending.clear();
  }

  /** No statement follows. */
  void end() {
    for (Pending one : pending) {
      faults.accept(MigrationProblems.directiveWithoutStatement(one.at()));
    }
  }

  private Timeouts merge(Timeouts before, Timeouts more, Place at) {
    if (before.lock() != null && more.lock() != null) {
      faults.accept(MigrationProblems.directiveTwice(at, "lock_timeout"));
    }
    if (before.statement() != null && more.statement() != null) {
      faults.accept(MigrationProblems.directiveTwice(at, "statement_timeout"));
    }
    return before.orElse(more);
  }
}
