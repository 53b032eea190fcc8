package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.ColumnState;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.lint.State;
import io.github.dbsage.lint.TypeState;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Tree;
import io.github.dbsage.sql.tree.Type;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A constraint of a domain that tables use. */
final class DomainConstraintScan implements Rule {

  @Override
  public About about() {
    return new About(
        "DOMAIN_CONSTRAINT_SCAN",
        Severity.ERROR,
        "A new constraint of a domain reads every table that uses the domain",
        "INSERT, UPDATE and DELETE on all of these tables wait until the last one was read whole"
            + " (SHARE lock); one value that breaks the constraint and it fails.",
        "NOT VALID reads nothing: new values are checked from then on. A domain that no table uses"
            + " yet costs nothing.",
        "ALTER DOMAIN … ADD CONSTRAINT … CHECK (…) NOT VALID; VALIDATE CONSTRAINT in a quiet hour,"
            + " in a migration of its own.");
  }

  @Override
  public void judge(Scene scene) {
    if (!(scene.tree() instanceof Tree.AlterDomain alter)
        || alter.added() == null
        || alter.added().kind() == Constraint.Kind.DEFAULT
        || alter.added().notValid()) {
      return;
    }
    TypeState domain = scene.state().type(alter.name());
    if (domain != null && scene.isNew(domain.birth())) {
      return;
    }
    List<Relation> users =
        domain == null
            ? List.of()
            : scene.state().relations().stream()
                .filter(table -> uses(scene.state(), table, domain))
                .filter(table -> !scene.isNew(table))
                .toList();
    String message =
        users.isEmpty()
            ? "every table that uses " + alter.name() + " is read whole"
            : users.stream()
                    .map(Relation::name)
                    .map(QualifiedName::toString)
                    .collect(Collectors.joining(", "))
                + " and whatever else uses "
                + alter.name()
                + " is read whole";
    if (users.isEmpty() && domain != null && domain.birth() != null) {
      // The files create the domain, and none of them a table that uses it.
      scene.suspect(this, alter.added().at(), message, "which tables use it", fix(scene, alter));
    } else {
      scene.find(this, alter.added().at(), message, fix(scene, alter));
    }
  }

  private static boolean uses(State state, Relation table, TypeState domain) {
    return table.columns().stream()
        .map(ColumnState::type)
        .anyMatch(type -> type != null && isOrRestsOn(state, type, domain));
  }

  private static boolean isOrRestsOn(State state, Type type, TypeState domain) {
    TypeState found = state.type(type.name());
    return found != null
        && (found == domain || (found.base() != null && isOrRestsOn(state, found.base(), domain)));
  }

  private static @Nullable String fix(Scene scene, Tree.AlterDomain alter) {
    String domain = Sql.name(alter.name());
    Constraint added = alter.added();
    if (added == null || added.kind() != Constraint.Kind.CHECK) {
      String name = Sql.name(alter.name().name() + "_present");
      return Sql.fix(scene, steps(domain, name, "CHECK (VALUE IS NOT NULL)"));
    }
    String written = Written.item(scene.text(), added.at());
    String name = Sql.name(Sql.or(added.name(), alter.name().name() + "_check"));
    return Sql.fix(scene, steps(domain, name, Written.behindName(written)));
  }

  private static List<String> steps(String domain, String name, String words) {
    return List.of(
        "ALTER DOMAIN " + domain + " ADD CONSTRAINT " + name + " " + words + " NOT VALID;",
        "-- in the next migration, in a quiet hour:",
        "ALTER DOMAIN " + domain + " VALIDATE CONSTRAINT " + name + ";");
  }
}
