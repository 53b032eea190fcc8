package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.model.Severity;

/** BEGIN, COMMIT and their kind inside a file; found while it is read. */
final class TxnNesting implements Rule {

  @Override
  public About about() {
    return new About(
        "TXN_NESTING",
        Severity.ERROR,
        "BEGIN and COMMIT that do not enclose the whole file",
        "A transaction inside the transaction does not exist: the inner COMMIT ends"
            + " the outer one, and what follows cannot be taken back with it. The plugin"
            + " refuses the file.",
        "One BEGIN as the first statement and one COMMIT as the last are fine, and"
            + " so is BEGIN in PL/pgSQL.",
        "Remove them, or make several migrations of the file.");
  }
}
