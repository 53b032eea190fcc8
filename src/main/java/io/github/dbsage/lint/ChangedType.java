package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Type;
import org.jspecify.annotations.Nullable;

/** What ALTER COLUMN … TYPE does to the table. */
public final class ChangedType {

  private ChangedType() {}

  /** Judges a change, by what the files tell of the column. */
  public static TypeChange.Verdict of(Scene scene, Relation table, Action.AlterType change) {
    Type from = plain(scene.state(), table.column(change.column()).type());
    if (from == null) {
      return TypeChange.Verdict.CATALOG_DECIDES;
    }
    Settings.Value zone = scene.settings().get("timezone");
    TypeChange.Verdict verdict =
        TypeChange.of(
            from,
            change.type(),
            change.column(),
            change.using(),
            zone == null ? null : zone.text());
    return isChecked(table, change.column()) ? verdict.whereChecked() : verdict;
  }

  private static boolean isChecked(Relation table, String column) {
    return table.constraints().stream()
        .map(ConstraintState::expression)
        .anyMatch(check -> check != null && check.any(part -> isColumn(part, column)));
  }

  private static boolean isColumn(Expr part, String column) {
    return part instanceof Expr.Column found && found.name().equals(column);
  }

  /** A domain is stored as its base. */
  private static @Nullable Type plain(State state, @Nullable Type type) {
    TypeState domain = state.domain(type);
    return domain == null || domain.base() == null ? type : plain(state, domain.base());
  }
}
