package io.github.dbsage.lint;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.Statement;
import io.github.dbsage.sql.tree.Code;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.Parsed;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a statement runs inside itself: the code of a DO block, of a function that it calls. */
final class Inner {

  /** Functions that call functions are followed so far. */
  private static final int DEEPEST = 4;

  private final Scene outer;
  private final Grammar grammar;
  private final Statement statement;
  private final String what;
  private final String body;
  private final int bodyAt;
  private final List<Scene> scenes = new ArrayList<>();

  private Inner(
      Scene outer, Grammar grammar, Statement statement, String what, String body, int bodyAt) {
    this.outer = outer;
    this.grammar = grammar;
    this.statement = statement;
    this.what = what;
    this.body = body;
    this.bodyAt = bodyAt;
  }

  /** The code that a statement holds, whether it runs now or later. */
  static List<Code> code(Tree tree, String text, Grammar grammar) {
    if (tree instanceof Tree.DoBlock block && block.language().equals("plpgsql")) {
      return grammar.code(text);
    }
    if (tree instanceof Tree.CreateFunction create
        && create.language().equals("plpgsql")
        && !create.body().isEmpty()) {
      return grammar.code(text);
    }
    return List.of();
  }

  /** The statements that a statement runs inside itself. */
  static List<Scene> of(Scene scene, Grammar grammar, int depth) {
    if (depth >= DEEPEST) {
      return List.of();
    }
    List<Scene> scenes = new ArrayList<>();
    Tree tree = scene.tree();
    if (tree instanceof Tree.DoBlock block) {
      Inner inner =
          new Inner(scene, grammar, scene.statement(), "a DO block", block.body(), block.bodyAt());
      inner.plpgsql(scene.code());
      scenes.addAll(inner.scenes);
    } else if (tree instanceof Tree.Call call) {
      called(scene, call.procedure(), grammar, scenes);
    } else if (tree instanceof Tree.Select select) {
      for (Expr mention : select.mentions().calls()) {
        if (mention instanceof Expr.Call call) {
          called(scene, call, grammar, scenes);
        }
      }
      writes(scene, select.mentions().writes(), scenes);
    } else if (tree instanceof Tree.Insert insert) {
      writes(scene, insert.mentions().writes(), scenes);
    } else if (tree instanceof Tree.Update update) {
      writes(scene, update.mentions().writes(), scenes);
    } else if (tree instanceof Tree.Delete delete) {
      writes(scene, delete.mentions().writes(), scenes);
    }
    return scenes;
  }

  /** INSERT, UPDATE and DELETE in WITH queries. */
  private static void writes(Scene scene, List<Tree> writes, List<Scene> scenes) {
    for (Tree write : writes) {
      scenes.add(scene.within(scene.statement(), write, scene.text(), 0, scene.inside(), false));
    }
  }

  private static void called(Scene scene, Expr.Call call, Grammar grammar, List<Scene> scenes) {
    List<Routine> meant = scene.state().called(call.function(), call.arguments().size());
    if (meant.isEmpty()) {
      return;
    }
    Routine routine = meant.get(meant.size() - 1);
    if (routine.definition().body().isEmpty()) {
      return;
    }
    Tree.CreateFunction function = routine.definition();
    boolean here =
        routine.birth().subject().step().version().equals(scene.subject().step().version());
    Inner inner =
        new Inner(
            scene,
            grammar,
            here ? routine.statement() : scene.statement(),
            "the function " + function.name(),
            function.body(),
            here ? function.bodyAt() : -1);
    if (function.language().equals("plpgsql")) {
      inner.plpgsql(grammar.code(routine.statement().text()));
    } else if (function.language().equals("sql")) {
      Scene.Inside inside = new Scene.Inside(inner.what, scene.inside().loops(), inner.batch());
      inner.sql(function.body(), 0, inside, false);
    }
    scenes.addAll(inner.scenes);
  }

  private void plpgsql(List<Code> code) {
    Scene.Inside inside = new Scene.Inside(what, outer.inside().loops(), batch());
    code.forEach(one -> plpgsql(one, inside, false));
  }

  /** What a function is called from counts for what stands in it. */
  private Code.@Nullable Loop batch() {
    return outer.inside().batch();
  }

  private void plpgsql(Code code, Scene.Inside inside, boolean inCommitting) {
    if (code instanceof Code.Sql sql) {
      sql(sql.text(), offset(sql.text(), sql.line()), inside, false);
    } else if (code instanceof Code.Query query) {
      sql(query.text(), offset(query.text(), query.line()), inside, false);
    } else if (code instanceof Code.Dynamic dynamic) {
      dynamic(dynamic, inside);
    }
    if (code instanceof Code.Loop loop) {
      boolean commits =
          inCommitting
              || loop.all().stream().anyMatch(one -> one instanceof Code.End end && end.commit());
      Code.Loop batch = commits ? null : loop.listed() ? inside.batch() : loop;
      Scene.Inside deeper = new Scene.Inside(what, inside.loops() + 1, batch);
      code.body().forEach(part -> plpgsql(part, deeper, commits));
    } else {
      code.body().forEach(part -> plpgsql(part, inside, inCommitting));
    }
  }

  private void dynamic(Code.Dynamic dynamic, Scene.Inside inside) {
    if (grammar.parse("SELECT " + dynamic.expression()) instanceof Parsed.Trees trees
        && trees.statements().size() == 1
        && trees.statements().get(0).tree() instanceof Tree.Select select
        && select.outputs().size() == 1) {
      Made made = Made.by(select.outputs().get(0));
      if (made != null) {
        sql(made.text(), offset("", dynamic.line()), inside, !made.exact());
      }
    }
  }

  private void sql(String text, int at, Scene.Inside inside, boolean guessed) {
    if (text.isBlank() || !(grammar.parse(text) instanceof Parsed.Trees trees)) {
      return;
    }
    for (Parsed.Located one : trees.statements()) {
      int base = bodyAt < 0 || at < 0 ? -1 : bodyAt + at;
      scenes.add(outer.within(statement, one.tree(), text, base, inside, guessed));
    }
  }

  /** Where a statement of the body stands in it, in chars. */
  private int offset(String text, int line) {
    int at = 0;
    for (int n = 1; n < line && at >= 0; n++) {
      at = body.indexOf('\n', at) + 1;
      if (at == 0) {
        return -1;
      }
    }
    int found = text.isEmpty() ? -1 : body.indexOf(text, at);
    if (found >= 0) {
      return found;
    }
    while (at < body.length() && Character.isWhitespace(body.charAt(at))) {
      at++;
    }
    return at;
  }

  /**
   * The statement that an expression makes.
   *
   * @param exact whether it is known to the letter; else names stand for what is computed
   */
  private record Made(String text, boolean exact) {

    static @Nullable Made by(Expr expr) {
      if (expr instanceof Expr.Constant constant) {
        return new Made(constant.text(), true);
      }
      if (expr instanceof Expr.Cast cast) {
        return by(cast.value());
      }
      if (expr instanceof Expr.Operation operation
          && operation.operator().equals("||")
          && operation.left() != null
          && operation.right() != null) {
        Made left = by(operation.left());
        Made right = by(operation.right());
        return left == null || right == null
            ? null
            : new Made(left.text() + right.text(), left.exact() && right.exact());
      }
      if (expr instanceof Expr.Column column) {
        return new Made(column.name(), false);
      }
      if (expr instanceof Expr.Call call) {
        return call(call);
      }
      return new Made("unknown", false);
    }

    private static @Nullable Made call(Expr.Call call) {
      String name = call.function().name();
      List<Expr> arguments = call.arguments();
      if (name.equals("format") && !arguments.isEmpty()) {
        Made pattern = by(arguments.get(0));
        return pattern == null || !pattern.exact() ? null : format(pattern.text(), arguments);
      }
      if ((name.equals("quote_ident") || name.equals("quote_literal")) && arguments.size() == 1) {
        Made value = by(arguments.get(0));
        if (value == null) {
          return null;
        }
        String text =
            name.equals("quote_ident")
                ? QualifiedName.quote(value.text())
                : "'" + value.text().replace("'", "''") + "'";
        return new Made(text, value.exact());
      }
      return new Made("unknown", false);
    }

    private static Made format(String pattern, List<Expr> arguments) {
      StringBuilder text = new StringBuilder();
      boolean exact = true;
      int next = 1;
      for (int i = 0; i < pattern.length(); i++) {
        char c = pattern.charAt(i);
        if (c != '%' || i + 1 == pattern.length()) {
          text.append(c);
          continue;
        }
        i++;
        int digits = i;
        while (digits < pattern.length() && Character.isDigit(pattern.charAt(digits))) {
          digits++;
        }
        if (digits > i && digits < pattern.length() && pattern.charAt(digits) == '$') {
          next = Integer.parseInt(pattern.substring(i, digits));
          i = digits + 1;
        }
        char kind = i < pattern.length() ? pattern.charAt(i) : '%';
        if (kind == '%') {
          text.append('%');
          continue;
        }
        Made value = next < arguments.size() ? by(arguments.get(next)) : null;
        next++;
        String shown = value == null ? "unknown" : value.text();
        exact &= value != null && value.exact();
        text.append(
            switch (kind) {
              case 'I' -> QualifiedName.quote(shown);
              case 'L' -> "'" + shown.replace("'", "''") + "'";
              default -> shown;
            });
      }
      return new Made(text.toString(), exact);
    }
  }
}
