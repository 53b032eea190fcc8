package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Judged;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.model.Rollback;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Parsed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A migration without a way back, or with one that leaves something behind. */
final class RollbackMissing implements Rule {

  @Override
  public About about() {
    return new About(
        "ROLLBACK_MISSING",
        Severity.WARNING,
        "A migration that can be undone by nothing, or only in part",
        "When the deployment has to be taken back, somebody writes the way back in a hurry, or what"
            + " is left of the migration stands in the way of its next try.",
        "A file that declares -- Rollback: none because …, and one without any statement. What goes"
            + " with its table, column or schema need not be dropped by its own name.",
        "A rollback section at the end of the file, a .rollback.sql beside it, or -- Rollback: none"
            + " because … in its head.");
  }

  @Override
  public void conclude(Judged file) {
    Rollback rollback = file.subject().step().rollback();
    String script = rollback.script();
    if (rollback.forwardOnly() != null
        || (script == null && file.subject().forwardOnly())
        || file.subject().step().shape().statements() == 0) {
      return;
    }
    if (script == null) {
      file.find(this, "nothing undoes this migration", section(file));
      return;
    }
    if (file.parser().apply(script) instanceof Parsed.Refusal refusal) {
      // Placeholders are filled in when it runs.
      if (!script.contains("${")) {
        String message = "the rollback script is no PostgreSQL: " + refusal.message();
        file.find(this, message, "Mend the script.");
      }
      return;
    }
    List<Thing> left = Undone.left(file, script);
    if (!left.isEmpty()) {
      String what = left.stream().map(Thing::toString).collect(Collectors.joining(", "));
      file.find(
          this, "the rollback script leaves behind what the migration makes: " + what, drops(left));
    }
  }

  /** A section to begin with. */
  private static String section(Judged file) {
    List<Thing> made = new ArrayList<>(Undone.made(file).things());
    made.removeIf(thing -> !thing.sure());
    return Sql.lines(
        "-- at the end of the file:",
        "-- ROLLBACK SECTION",
        "/*",
        made.isEmpty() ? "<what undoes it>" : drops(made),
        "*/",
        "-- or in its head:",
        "-- Rollback: none because <reason>");
  }

  /** The last one first; what holds rows is left to whoever decides that they may go. */
  private static String drops(List<Thing> things) {
    List<Thing> reversed = new ArrayList<>(things);
    Collections.reverse(reversed);
    return reversed.stream()
        .map(
            thing ->
                holdsRows(thing)
                    ? thing.drop() + " -- only where what was written since may go"
                    : thing.drop())
        .collect(Collectors.joining("\n"));
  }

  private static boolean holdsRows(Thing thing) {
    return thing.kind() == Kind.TABLE || (thing.kind() == Kind.COLUMN && !thing.derived());
  }
}
