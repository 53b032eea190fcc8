package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.ColumnState;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** ALTER TABLE … RENAME COLUMN. */
final class RenameColumn implements Rule {

  @Override
  public About about() {
    return new About(
        "RENAME_COLUMN",
        Severity.ERROR,
        "Renaming a column breaks whoever uses its old name",
        "From that moment the running application gets errors (42703) from each statement that names"
            + " the column, until every instance has been replaced.",
        "A column or table that the same migration creates has no users yet. Constraints, indexes,"
            + " triggers and policies are named by no query.",
        "A second column with the new name, a trigger that keeps both alike, a backfill, and when"
            + " nobody uses the old name any more, DROP COLUMN.");
  }

  @Override
  public void judge(Scene scene) {
    if (!(scene.tree() instanceof Tree.Rename rename)
        || rename.kind() != Kind.COLUMN
        || rename.part() == null) {
      return;
    }
    Relation table = scene.state().relation(rename.object(), rename.of());
    if (scene.isNew(table) || scene.isNew(table.column(rename.part()).birth())) {
      return;
    }
    String message =
        "whoever still says " + rename.part() + " of " + table.name() + " gets an error";
    String fix =
        table.kind() == Kind.TABLE
            ? inSteps(scene, table, table.column(rename.part()), rename.to())
            : "Create a second "
                + table.kind().words().toLowerCase(Locale.ROOT)
                + " with the new column, and drop this one when nobody uses it.";
    scene.find(this, -1, message, fix);
  }

  private static String inSteps(Scene scene, Relation table, ColumnState column, String to) {
    String name = Sql.name(table.name());
    String old = column.name();
    SyncTrigger trigger = SyncTrigger.of(table.name(), old, to);
    String type = column.type() == null ? "<type of " + old + ">" : column.type().toString();
    BackfillText backfill =
        new BackfillText(
            table.name().name() + "_" + to,
            table.name(),
            Map.of(to, Sql.name(old)),
            null,
            Sql.name(to) + " IS DISTINCT FROM " + Sql.name(old),
            null);
    List<String> lines = new ArrayList<>();
    lines.add("ALTER TABLE " + name + " ADD COLUMN " + Sql.name(to) + " " + type + ";");
    lines.add(trigger.sql());
    lines.add("-- in the next migration, a " + Sql.backfillFile(scene) + ":");
    lines.add(Fill.commented(backfill.text()));
    if (Boolean.TRUE.equals(column.notNull())) {
      lines.add("-- in the one after it:");
      lines.addAll(SetNotNullScan.steps(table.name(), to));
    }
    lines.add("-- in the contract phase, when nobody uses " + old + " any more:");
    lines.add(trigger.drop());
    String alter = "ALTER TABLE " + name;
    if (column.hasDefault()) {
      lines.add(alter + " ALTER COLUMN " + Sql.name(to) + " SET DEFAULT <that of " + old + ">;");
    }
    lines.add(alter + " DROP COLUMN " + Sql.name(old) + ";");
    return String.join("\n", lines);
  }
}
