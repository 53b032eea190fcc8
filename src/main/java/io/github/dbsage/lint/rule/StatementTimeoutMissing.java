package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;

/** A statement_timeout that the file takes away. */
final class StatementTimeoutMissing implements Rule {

  @Override
  public About about() {
    return new About(
        "STATEMENT_TIMEOUT_MISSING",
        Severity.INFO,
        "The file takes statement_timeout away from a statement that locks a table",
        "Nothing ends the statement when it takes longer than anybody thought, and the table stays"
            + " locked all that time.",
        "A file that says nothing: what dbsage.statementTimeout says holds. RESET gives it back to"
            + " the plugin; SET LOCAL ends with its transaction, and outside of one it sets nothing."
            + " CONCURRENTLY takes long and locks nobody out.",
        "Leave statement_timeout to the plugin, or set one: SET LOCAL statement_timeout = '15min'.");
  }

  @Override
  public void judge(Scene scene) {
    String fix =
        "Leave that out: dbsage.statementTimeout holds then. Or set a limit in front of the"
            + " statement: SET statement_timeout = '15min';";
    NoTimeout.judge(this, scene, "statement_timeout", scene.timeouts().statement(), fix);
  }
}
