package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Judged;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.model.Severity;
import java.util.List;

/** A rollback script that takes more than the migration brought. */
final class RollbackLosesData implements Rule {

  @Override
  public About about() {
    return new About(
        "ROLLBACK_LOSES_DATA",
        Severity.WARNING,
        "A rollback that drops what holds data",
        "What the application has written since the migration, and what the migration itself has"
            + " filled, is gone when the script has run.",
        "An index, constraint, trigger, function, view or generated column holds nothing of its"
            + " own; a type or schema goes only when nothing is left in it. A condition that"
            + " deletes the rows which the migration has inserted undoes just that.",
        "Declare -- Rollback: none because … and go forward: the older version of the application"
            + " does not mind another table or column. Where what was written since may go, say so:"
            + " -- dbsage:ignore ROLLBACK_LOSES_DATA because ….");
  }

  @Override
  public void conclude(Judged file) {
    String script = file.subject().step().rollback().script();
    List<String> losses = script == null ? List.of() : Losses.of(file, script);
    if (!losses.isEmpty()) {
      file.find(this, "the rollback script " + String.join("; ", losses), null);
    }
  }
}
