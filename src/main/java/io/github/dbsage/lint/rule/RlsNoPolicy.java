package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Judged;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Row security without any policy. */
final class RlsNoPolicy implements Rule {

  @Override
  public About about() {
    return new About(
        "RLS_NO_POLICY",
        Severity.WARNING,
        "Row security without any policy shows no row to anybody",
        "Nobody but the owner, superusers and roles with BYPASSRLS sees or changes a row, with FORCE"
            + " not even the owner: the application finds an empty table, without any error.",
        "Policies of the same or an earlier migration count. A table that nobody but its owner"
            + " shall read is right so.",
        "CREATE POLICY before ENABLE ROW LEVEL SECURITY, in the same migration.");
  }

  @Override
  public void conclude(Judged file) {
    Set<Relation> told = new HashSet<>();
    for (Scene scene : file.scenes()) {
      for (Relation table : touched(scene)) {
        boolean there = file.state().find(table.name()) == table;
        boolean open = table.hasPolicies() || table.hadPolicies(file.subject());
        if (there && table.rowSecurity() && !open && told.add(table)) {
          tell(scene, table);
        }
      }
    }
  }

  private void tell(Scene scene, Relation table) {
    String message = "no policy of " + table.name() + " lets anybody see a row";
    String fix =
        "CREATE POLICY "
            + Sql.name(table.name().name() + "_policy")
            + " ON "
            + Sql.name(table.name())
            + " USING (<who may see which row>);\n"
            + Sql.statement(scene);
    if (table.birth() == null) {
      scene.suspect(this, -1, message, "whether the table has a policy already", fix);
    } else {
      scene.find(this, -1, message, fix);
    }
  }

  /** The tables whose row security or policies a statement changes. */
  private static List<Relation> touched(Scene scene) {
    Tree tree = scene.tree();
    boolean enables =
        scene.actions(Action.RowSecurity.class).stream()
            .anyMatch(security -> security.enable() && !security.force());
    boolean drops = tree instanceof Tree.Drop drop && drop.kind() == Kind.POLICY;
    return enables || drops
        ? scene.effects().stream().map(effect -> effect.relation()).distinct().toList()
        : List.of();
  }
}
