package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.LockMode;
import io.github.dbsage.sql.tree.Tree;
import java.util.List;
import java.util.stream.Collectors;

/** LOCK TABLE in a strong mode. */
final class LockTableStatement implements Rule {

  @Override
  public About about() {
    return new About(
        "LOCK_TABLE",
        Severity.WARNING,
        "LOCK TABLE takes a strong lock and keeps it to the end of the transaction",
        "Writers, in ACCESS EXCLUSIVE readers too, wait until the migration" + " commits.",
        "ACCESS SHARE, ROW SHARE, ROW EXCLUSIVE and SHARE UPDATE EXCLUSIVE let"
            + " readers and writers through. A table that is created in the same"
            + " migration is nobody's yet.",
        "Leave it out: each statement takes the lock that it needs, and the plugin"
            + " retries it with a short lock_timeout.");
  }

  @Override
  public void judge(Scene scene) {
    if (!(scene.tree() instanceof Tree.LockTable lock)) {
      return;
    }
    LockMode mode = LockMode.of(lock.mode());
    List<QualifiedName> used =
        lock.tables().stream().filter(name -> !scene.isNew(scene.relation(name))).toList();
    if (!used.isEmpty() && mode.blocksWrites()) {
      String tables = used.stream().map(QualifiedName::toString).collect(Collectors.joining(", "));
      scene.find(
          this,
          -1,
          tables + " is locked in " + mode.words() + " mode until the transaction ends",
          null);
    }
  }
}
