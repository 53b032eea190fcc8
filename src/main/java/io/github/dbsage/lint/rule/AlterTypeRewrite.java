package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.ChangedType;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** ALTER COLUMN … TYPE that writes every row anew. */
final class AlterTypeRewrite implements Rule {

  private static final Set<String> ZONED = Set.of("timestamp", "timestamptz");
  private static final Set<String> TEXTS = Set.of("text", "varchar");

  @Override
  public About about() {
    return new About(
        "ALTER_TYPE_REWRITE",
        Severity.ERROR,
        "Changing a column's type rewrites the table",
        "Every row is written anew and every index built anew under ACCESS EXCLUSIVE: nobody reads"
            + " or writes the table until that is done.",
        "A longer varchar, varchar to text, a numeric of the same scale and more digits, more"
            + " digits of a second, and other changes that leave the stored bytes alone cost"
            + " nothing; timestamp to timestamptz and back while TimeZone is UTC. A table that is"
            + " created in the same migration has no rows yet.",
        "Add a column of the new type, let a trigger keep it equal, fill the old rows in batches,"
            + " move the application over, and drop the old column in the contract phase.");
  }

  @Override
  public void judge(Scene scene) {
    Sql.tablesInUse(scene).forEach(table -> judge(scene, table));
  }

  private void judge(Scene scene, Relation table) {
    for (Action.AlterType change : scene.actions(Action.AlterType.class)) {
      ChangedType changed = ChangedType.of(scene, table, change);
      int at = change.type().at();
      String what = table.name() + " is rewritten to make " + change.column() + " " + change.type();
      switch (changed.verdict()) {
        case NONE, SCAN -> {
          // The rows stay as they are.
        }
        case REWRITE -> scene.find(this, at, what, fix(scene, table, change, changed));
        case TIME_ZONE_DECIDES ->
            scene.suspect(
                this,
                at,
                what + " unless TimeZone is UTC",
                "the session's TimeZone",
                fix(scene, table, change, changed));
        case CATALOG_DECIDES ->
            scene.suspect(
                this,
                at,
                table.name()
                    + " is rewritten if the stored values of "
                    + change.column()
                    + " differ as "
                    + change.type(),
                changed.from() == null ? "the column's type" : "what the types are",
                fix(scene, table, change, changed));
      }
    }
  }

  private static @Nullable String fix(
      Scene scene, Relation table, Action.AlterType change, ChangedType changed) {
    if (table.ofType() != null) {
      return null;
    }
    Type from = changed.from();
    String alter = "ALTER TABLE " + Sql.tableName(scene);
    String column = Sql.name(change.column());
    Type to = change.type();
    if (from != null && !from.array() && !to.array()) {
      boolean zoned = ZONED.contains(from.base()) && ZONED.contains(to.base());
      if (zoned && !from.base().equals(to.base()) && to.modifiers().isEmpty()) {
        return Sql.fix(
            scene,
            List.of(
                "-- where the values without a time zone are UTC, no row has to change:",
                (scene.transaction().isBlock() ? "SET LOCAL" : "SET") + " TimeZone = 'UTC';",
                alter + " ALTER COLUMN " + column + " TYPE " + to + ";"));
      }
      boolean shortens = TEXTS.contains(from.base()) && to.base().equals("varchar");
      if (shortens && change.using() == null && to.modifiers().size() == 1) {
        String check = "CHECK (char_length(" + column + ") <= " + to.modifiers().get(0) + ")";
        String name = Sql.name(Sql.bareTableName(scene) + "_" + change.column() + "_length");
        return Sql.fix(scene, NotValid.on(Sql.tableName(scene), name, check));
      }
    }
    String twin = change.column() + "_new";
    List<String> lines = new ArrayList<>();
    lines.add(alter + " ADD COLUMN " + Sql.name(twin) + " " + changed.to() + ";");
    SyncTrigger trigger = SyncTrigger.of(table.name(), change.column(), twin);
    boolean alike = change.using() == null;
    lines.add(alike ? trigger.sql() : "-- a trigger computes it for new rows");
    String value = value(scene, change);
    String still =
        Sql.name(twin) + " IS DISTINCT FROM (" + value + ")" + (alike ? "::" + changed.to() : "");
    lines.addAll(Fill.backfill(scene, twin, value, still));
    if (Boolean.TRUE.equals(table.column(change.column()).notNull())) {
      lines.add("-- in the one after it:");
      lines.addAll(SetNotNullScan.steps(table.name(), twin));
    }
    lines.add("-- in the contract phase, when the application has moved over to " + twin + ":");
    if (alike) {
      lines.add(trigger.drop());
    }
    lines.add(alter + " DROP COLUMN " + column + ";");
    return Sql.fix(scene, lines);
  }

  /** What the new column is computed from. */
  private static String value(Scene scene, Action.AlterType change) {
    String written = Written.item(scene.text(), change.type().at());
    int using = written.toUpperCase(Locale.ROOT).indexOf(" USING ");
    return change.using() == null || using < 0
        ? Sql.name(change.column())
        : written.substring(using + " USING ".length());
  }
}
