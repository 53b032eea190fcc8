package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.model.Severity;

/** BEGIN inside a transaction of the file; found while it is read. */
final class TxnNesting implements Rule {

  @Override
  public About about() {
    return new About(
        "TXN_NESTING",
        Severity.ERROR,
        "A BEGIN inside a transaction that is open already",
        "A transaction inside the transaction does not exist: the inner COMMIT ends"
            + " the outer one, and what follows cannot be taken back with it. The plugin"
            + " refuses the file.",
        "BEGIN and COMMIT one pair behind the other are fine, each a transaction of its"
            + " own, and so is BEGIN in PL/pgSQL.",
        "Remove the inner BEGIN and its COMMIT.");
  }
}
