package io.github.dbsage.lint;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.Statement;
import io.github.dbsage.sql.tree.Code;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.Mentions;
import io.github.dbsage.sql.tree.Parsed;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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
  private final boolean byTrigger;
  private Txn transaction;
  private final List<Scene> scenes = new ArrayList<>();

  /** What variables hold that were given a constant. */
  private final Map<String, Made> variables = new HashMap<>();

  private Inner(
      Scene outer,
      Grammar grammar,
      Statement statement,
      String what,
      String body,
      int bodyAt,
      boolean byTrigger) {
    this.outer = outer;
    this.grammar = grammar;
    this.statement = statement;
    this.what = what;
    this.body = body;
    this.bodyAt = bodyAt;
    this.byTrigger = byTrigger;
    this.transaction = outer.transaction().within();
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
          new Inner(
              scene, grammar, scene.statement(), "a DO block", block.body(), block.bodyAt(), false);
      inner.plpgsql(scene.code());
      scenes.addAll(inner.scenes);
    } else if (tree instanceof Tree.Call call) {
      called(scene, call.procedure(), grammar, scenes);
    } else {
      Mentions mentions = run(tree);
      List<Expr> calls = new ArrayList<>(mentions.calls());
      // Those of a WITH query are found with it.
      mentions.writes().forEach(write -> calls.removeAll(run(write).calls()));
      for (Expr mention : calls) {
        if (mention instanceof Expr.Call call) {
          called(scene, call, grammar, scenes);
        }
      }
      writes(scene, mentions.writes(), scenes);
      for (Tree.CreateTrigger trigger : fired(scene)) {
        Routine routine = scene.state().routine(trigger.function(), 0);
        if (routine != null
            && scene.transaction().firesFirst(trigger.table() + " " + trigger.name())) {
          called(scene, routine, grammar, true, scenes);
        }
      }
    }
    return scenes;
  }

  /** What a query or a write of rows runs. */
  private static Mentions run(Tree tree) {
    if (tree instanceof Tree.Query query) {
      return query.mentions();
    }
    return tree instanceof Tree.CreateTableAs create && create.withData()
        ? create.query()
        : Mentions.NONE;
  }

  /** The triggers that a write of rows fires. */
  private static List<Tree.CreateTrigger> fired(Scene scene) {
    Tree tree = scene.tree();
    if (tree instanceof Tree.Insert insert) {
      boolean updates = !insert.updated().isEmpty();
      return triggers(
          scene,
          insert.target(),
          trigger -> trigger.onInsert() || (updates && isFired(trigger, insert.updated())));
    }
    if (tree instanceof Tree.Update update) {
      return triggers(scene, update.target(), trigger -> isFired(trigger, update.columns()));
    }
    if (tree instanceof Tree.Merge merge) {
      return triggers(scene, merge.target(), trigger -> isFired(trigger, merge));
    }
    if (tree instanceof Tree.Copy copy && copy.from() && copy.table() != null) {
      return triggers(scene, copy.table(), Tree.CreateTrigger::onInsert);
    }
    return tree instanceof Tree.Delete delete
        ? triggers(scene, delete.target(), Tree.CreateTrigger::onDelete)
        : List.of();
  }

  private static boolean isFired(Tree.CreateTrigger trigger, Tree.Merge merge) {
    return (trigger.onInsert() && merge.inserts())
        || merge.changes().stream()
            .anyMatch(
                change ->
                    change.deletes() ? trigger.onDelete() : isFired(trigger, change.columns()));
  }

  /** UPDATE OF waits for a SET of one of its columns, changed or not. */
  private static boolean isFired(Tree.CreateTrigger trigger, List<String> set) {
    return trigger.onUpdate()
        && (trigger.columns().isEmpty() || trigger.columns().stream().anyMatch(set::contains));
  }

  private static List<Tree.CreateTrigger> triggers(
      Scene scene, QualifiedName table, Predicate<Tree.CreateTrigger> on) {
    return scene.relation(table).triggers().stream().filter(on).toList();
  }

  /** INSERT, UPDATE and DELETE in WITH queries. */
  private static void writes(Scene scene, List<Tree> writes, List<Scene> scenes) {
    for (Tree write : writes) {
      scenes.add(
          scene.within(
              scene.statement(),
              write,
              scene.text(),
              scene.base(),
              scene.inside(),
              scene.transaction().within(),
              false));
    }
  }

  private static void called(Scene scene, Expr.Call call, Grammar grammar, List<Scene> scenes) {
    Routine routine = scene.state().routine(call.function(), call.arguments().size());
    if (routine != null) {
      called(scene, routine, grammar, false, scenes);
    }
  }

  private static String what(Routine routine) {
    return "the function " + routine.definition().name();
  }

  private static void called(
      Scene scene, Routine routine, Grammar grammar, boolean byTrigger, List<Scene> scenes) {
    Tree.CreateFunction function = routine.definition();
    boolean here =
        routine.birth().subject().step().version().equals(scene.subject().step().version());
    Inner inner =
        new Inner(
            scene,
            grammar,
            here ? routine.statement() : scene.statement(),
            what(routine),
            function.body(),
            here ? function.bodyAt() : -1,
            byTrigger);
    Scene.Inside inside = new Scene.Inside(inner.what, scene.inside().loops(), inner.batch());
    for (Tree statement : function.statements()) {
      String text = routine.statement().text();
      inner.scenes.add(
          scene.within(
              inner.statement, statement, text, here ? 0 : -1, inside, inner.transaction, false));
    }
    if (function.language().equals("plpgsql") && !function.body().isEmpty()) {
      inner.plpgsql(grammar.code(routine.statement().text()));
    } else if (function.language().equals("sql")) {
      inner.sql(function.body(), 0, inside, false);
    }
    if (!function.settings().isEmpty()) {
      Settings own = scene.settings().inside(function.settings(), scene);
      inner.scenes.forEach(one -> one.settings(own));
    }
    scenes.addAll(inner.scenes);
  }

  private void plpgsql(List<Code> code) {
    Scene.Inside inside = new Scene.Inside(what, outer.inside().loops(), batch());
    code.forEach(one -> plpgsql(one, inside, false));
  }

  /** What a function is called from counts for what stands in it; a trigger's rows are others. */
  private Code.@Nullable Loop batch() {
    return byTrigger ? null : outer.inside().batch();
  }

  private void plpgsql(Code code, Scene.Inside inside, boolean inCommitting) {
    if (code instanceof Code.Sql sql) {
      sql(sql.text(), offset(sql.text(), sql.line()), inside, false);
    } else if (code instanceof Code.Query query) {
      sql(query.text(), offset(query.text(), query.line()), inside, false);
    } else if (code instanceof Code.Dynamic dynamic) {
      dynamic(dynamic, inside);
    } else if (code instanceof Code.Assign assign) {
      assign(assign);
    } else if (code instanceof Code.End) {
      transaction = transaction.next();
    }
    if (code instanceof Code.Loop loop) {
      boolean commits =
          inCommitting
              || loop.all().stream().anyMatch(one -> one instanceof Code.End end && end.commit());
      Code.Loop batch = commits ? null : loop.listed() ? inside.batch() : loop;
      Scene.Inside deeper = new Scene.Inside(what, inside.loops() + 1, batch);
      for (Runnable round : rounds(loop)) {
        round.run();
        code.body().forEach(part -> plpgsql(part, deeper, commits));
      }
    } else {
      code.body().forEach(part -> plpgsql(part, inside, inCommitting));
    }
  }

  private void assign(Code.Assign assign) {
    Made value = made(assign.value());
    if (value == null) {
      variables.remove(assign.variable());
    } else {
      variables.put(assign.variable(), value);
    }
  }

  /** What a loop does to its variable before each round: FOREACH over constants has several. */
  private List<Runnable> rounds(Code.Loop loop) {
    String element = loop.element();
    List<Runnable> rounds = new ArrayList<>();
    if (element != null && loop.over() != null) {
      Expr array = expression(loop.over());
      Expr list = array instanceof Expr.Cast cast ? cast.value() : array;
      if (list instanceof Expr.Compound compound && compound.kind().equals("A_ArrayExpr")) {
        for (Expr part : compound.parts()) {
          Made value = Made.by(part, variables);
          if (value != null && value.exact()) {
            rounds.add(() -> variables.put(element, value));
          }
        }
      }
    }
    if (rounds.isEmpty()) {
      rounds.add(() -> variables.remove(element));
    }
    return rounds;
  }

  private void dynamic(Code.Dynamic dynamic, Scene.Inside inside) {
    Made made = made(dynamic.expression());
    if (made != null) {
      sql(made.text(), offset("", dynamic.line()), inside, !made.exact());
    }
  }

  private @Nullable Made made(String expression) {
    Expr read = expression(expression);
    return read == null ? null : Made.by(read, variables);
  }

  private @Nullable Expr expression(String text) {
    return grammar.parse("SELECT " + text) instanceof Parsed.Trees trees
            && trees.statements().size() == 1
            && trees.statements().get(0).tree() instanceof Tree.Select select
            && select.outputs().size() == 1
        ? select.outputs().get(0)
        : null;
  }

  private void sql(String text, int at, Scene.Inside inside, boolean guessed) {
    if (text.isBlank() || !(grammar.parse(text) instanceof Parsed.Trees trees)) {
      return;
    }
    for (Parsed.Located one : trees.statements()) {
      int base = bodyAt < 0 || at < 0 ? -1 : bodyAt + at;
      scenes.add(outer.within(statement, one.tree(), text, base, inside, transaction, guessed));
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
}
