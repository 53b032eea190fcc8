package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Type;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What ALTER COLUMN … TYPE does to the table.
 *
 * @param from the type that the column has, as it is stored; null where the files do not tell
 * @param to the one that it gets, as it is stored
 */
public record ChangedType(TypeChange.Verdict verdict, @Nullable Type from, Type to) {

  /** Judges a change, by what the files tell of the column. */
  public static ChangedType of(Scene scene, Relation table, Action.AlterType change) {
    State state = scene.state();
    Type declared = table.has(change.column()) ? table.column(change.column()).type() : null;
    Type from = declared == null ? null : read(state, declared, change.type());
    Type to = plain(state, change.type());
    TypeChange.Verdict verdict = verdict(scene, change, declared, from, to);
    return new ChangedType(
        isChecked(table, change.column()) ? verdict.whereChecked() : verdict, from, to);
  }

  private static TypeChange.Verdict verdict(
      Scene scene, Action.AlterType change, @Nullable Type declared, @Nullable Type from, Type to) {
    State state = scene.state();
    Settings.Value zone = scene.settings().get("timezone");
    String timeZone = zone == null ? null : zone.text();
    Expr using = change.using() == null ? null : plain(state, change.using());
    boolean same = declared != null && declared.sameAs(change.type());
    AddedColumn domain = AddedColumn.ofType(state, change.type());
    if (!same && domain.isCertain(AddedColumn.Reason.CONSTRAINED_DOMAIN)) {
      return TypeChange.Verdict.REWRITE;
    }
    if (from == null) {
      // What USING computes is written whatever the column was.
      boolean computes =
          TypeChange.of(to, to, change.column(), using, timeZone) == TypeChange.Verdict.REWRITE;
      return computes ? TypeChange.Verdict.REWRITE : TypeChange.Verdict.CATALOG_DECIDES;
    }
    TypeChange.Verdict verdict = TypeChange.of(from, to, change.column(), using, timeZone);
    boolean told = isTold(state, from) && isTold(state, to);
    return verdict == TypeChange.Verdict.CATALOG_DECIDES && told
        ? TypeChange.Verdict.REWRITE
        : verdict;
  }

  /** PostgreSQL's own, or an enum or composite type of the files: no cast of theirs is free. */
  private static boolean isTold(State state, Type type) {
    TypeState known = state.type(type.name());
    return Types.isBuiltIn(type) || (known != null && known.form() != TypeState.Form.DOMAIN);
  }

  /**
   * Which indexes of the table are built anew: all that speak of the column where the table is
   * rewritten, else those that its new type or collation makes wrong.
   */
  public List<Relation> rebuilt(Relation table, Action.AlterType change) {
    String collation = "default".equals(change.collation()) ? null : change.collation();
    boolean collates =
        table.has(change.column())
            && !Objects.equals(table.column(change.column()).collation(), collation);
    return table.indexes().stream()
        .filter(index -> isRebuilt(index.index(), change.column(), collates))
        .toList();
  }

  private boolean isRebuilt(Relation.@Nullable Index index, String column, boolean collates) {
    if (index == null || !index.mentions().contains(column)) {
      return false;
    }
    if (verdict == TypeChange.Verdict.REWRITE || from == null) {
      return true;
    }
    return index.definition() == null
        ? IndexRebuild.of(from, to, collates)
        : IndexRebuild.of(from, to, collates, index.definition());
  }

  private static boolean isChecked(Relation table, String column) {
    return table.constraints().stream()
        .map(ConstraintState::expression)
        .anyMatch(check -> check != null && check.any(part -> isColumn(part, column)));
  }

  private static boolean isColumn(Expr part, String column) {
    return part instanceof Expr.Column found && found.name().equals(column);
  }

  /** PostgreSQL forgets the length of a domain's base where it makes another type of it. */
  private static Type read(State state, Type type, Type next) {
    Type plain = plain(state, type);
    return state.domain(type) == null || type.sameAs(next)
        ? plain
        : new Type(plain.name(), List.of(), plain.array(), plain.setOf(), plain.at());
  }

  /** What casts to domains come to that check nothing. */
  private static Expr plain(State state, Expr using) {
    return using instanceof Expr.Cast cast
            && state.domain(cast.type()) != null
            && AddedColumn.ofType(state, cast.type()).reason() == AddedColumn.Reason.NONE
        ? new Expr.Cast(plain(state, cast.value()), plain(state, cast.type()), cast.at())
        : using;
  }

  /** A domain is stored as its base. */
  private static Type plain(State state, Type type) {
    TypeState domain = state.domain(type);
    return domain == null || domain.base() == null ? type : plain(state, domain.base());
  }
}
