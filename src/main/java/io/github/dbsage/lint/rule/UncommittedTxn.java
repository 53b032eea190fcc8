package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.model.Severity;

/** BEGIN without COMMIT; found while the file is read. */
final class UncommittedTxn implements Rule {

  @Override
  public About about() {
    return new About(
        "UNCOMMITTED_TXN",
        Severity.ERROR,
        "A BEGIN without its COMMIT",
        "What stands behind BEGIN would be rolled back when the connection ends;"
            + " the plugin refuses the file.",
        "A file needs neither BEGIN nor COMMIT: the plugin runs it in a" + " transaction.",
        "Remove BEGIN, or end the file with COMMIT.");
  }
}
