package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Judged;
import io.github.dbsage.lint.Routine;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Tree;
import io.github.dbsage.sql.tree.Type;
import java.util.stream.Collectors;

/** SECURITY DEFINER without a search path of its own. */
final class SecdefNoSearchPath implements Rule {

  private static final String PATH = "search_path";

  @Override
  public About about() {
    return new About(
        "SECDEF_NO_SEARCH_PATH",
        Severity.WARNING,
        "SECURITY DEFINER without SET search_path lets its caller choose what it means",
        "The function runs with its owner's rights, but looks up names on its caller's search path:"
            + " whoever may call it can put a table or function of the same name in front.",
        "A body in SQL's own form (BEGIN ATOMIC) looks its names up once, when it is created. A"
            + " search path that ALTER FUNCTION sets in the same migration counts.",
        "SET search_path = pg_catalog, <schema>, pg_temp in the function's definition.");
  }

  @Override
  public void conclude(Judged file) {
    for (Scene scene : file.scenes()) {
      if (scene.tree() instanceof Tree.CreateFunction create) {
        created(file, scene, create);
      } else if (scene.tree() instanceof Tree.AlterFunction alter && opens(alter)) {
        altered(file, scene, alter);
      }
    }
  }

  private void created(Judged file, Scene scene, Tree.CreateFunction create) {
    boolean open = create.securityDefiner() && !create.sets(PATH);
    for (Routine routine : file.state().routines()) {
      if (open && isBornIn(file, routine) && routine.definition().equals(create)) {
        tell(scene, routine, true);
      }
    }
  }

  private void altered(Judged file, Scene scene, Tree.AlterFunction alter) {
    Routine routine = file.state().routine(alter.name(), alter.arguments());
    if (routine != null) {
      boolean told =
          isBornIn(file, routine)
              && routine.definition().securityDefiner()
              && !routine.definition().sets(PATH);
      if (!told) {
        tell(scene, routine, false);
      }
    } else if (Boolean.TRUE.equals(alter.securityDefiner())) {
      scene.suspect(
          this,
          -1,
          message(alter.name().toString()),
          "whether the function has a search_path already",
          null);
    }
  }

  private static boolean isBornIn(Judged file, Routine routine) {
    return routine.birth().subject().equals(file.subject());
  }

  private static boolean opens(Tree.AlterFunction alter) {
    boolean resets = alter.resets().contains(PATH) || alter.resets().contains("all");
    return (Boolean.TRUE.equals(alter.securityDefiner()) || resets)
        && !alter.settings().contains(PATH);
  }

  private static boolean isOpen(Routine routine) {
    Tree.CreateFunction definition = routine.definition();
    boolean bound = definition.language().equals("sql") && definition.body().isEmpty();
    return routine.securityDefiner()
        && !routine.sets(PATH)
        && !bound
        && !"pg_temp".equals(definition.name().schema());
  }

  private void tell(Scene scene, Routine routine, boolean creates) {
    if (!isOpen(routine)) {
      return;
    }
    Tree.CreateFunction function = routine.definition();
    String kind = function.procedure() ? "PROCEDURE " : "FUNCTION ";
    String types =
        function.arguments().stream().map(Type::toString).collect(Collectors.joining(", "));
    String schema = function.name().schema();
    String fix =
        (creates ? "-- in its definition, or behind it:\n" : "")
            + "ALTER "
            + kind
            + Sql.name(function.name())
            + "("
            + types
            + ") SET search_path = pg_catalog, "
            + Sql.name(Sql.or(schema, "public"))
            + ", pg_temp;";
    scene.find(this, -1, message(function.name().toString()), fix);
  }

  private static String message(String function) {
    return function + " looks up names on its caller's search path, with its owner's rights";
  }
}
