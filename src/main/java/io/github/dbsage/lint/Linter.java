package io.github.dbsage.lint;

import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.Statement;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.Parsed;
import io.github.dbsage.sql.tree.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges migrations in their order, carrying along what the files tell of the database. Use once.
 */
public final class Linter {

  private final Grammar grammar;
  private final List<Rule> rules;
  private final Server server;
  private final List<Found> findings = new ArrayList<>();
  private final State state = new State();
  private int transactions;

  /** A linter with these rules. */
  public Linter(Grammar grammar, List<Rule> rules, Server server) {
    this.grammar = grammar;
    this.rules = List.copyOf(rules);
    this.server = server;
  }

  /**
   * What was found, in the order of the files.
   *
   * @param files those that were judged
   */
  public record Verdict(List<Found> findings, List<Judged> files) {
    public Verdict {
      findings = List.copyOf(findings);
      files = List.copyOf(files);
    }
  }

  /**
   * Judges.
   *
   * @param subjects in version order; those that are not judged give state, as far as they speak of
   *     what the others name
   * @throws IOException when a file cannot be read any more
   */
  public Verdict judge(List<Subject> subjects) throws IOException {
    List<Judged> judged = new ArrayList<>();
    for (Reading reading : Relevance.read(subjects, grammar)) {
      List<Scene> scenes = file(reading);
      if (reading.subject().judged()) {
        judged.add(
            new Judged(
                reading.subject(), scenes, state, grammar::parse, grammar::code, findings::add));
      }
    }
    for (Judged file : judged) {
      rules.forEach(rule -> rule.conclude(file));
    }
    return new Verdict(findings, judged);
  }

  private List<Scene> file(Reading reading) {
    Settings settings = new Settings();
    List<Scene> scenes = new ArrayList<>();
    Txn transaction = new Txn(this::number, true, null);
    int number = -1;
    int place = 0;
    Map<Integer, List<Tree>> together = together(reading);
    for (Reading.Line line : reading.lines()) {
      if (line.transaction() != number) {
        if (number >= 0) {
          settings.committed();
          state.committed();
        }
        number = line.transaction();
        place = 0;
        transaction = new Txn(this::number, line.block(), line.forcedBy());
      }
      if (line.parsed() instanceof Parsed.Refusal refusal) {
        if (reading.subject().judged()) {
          findings.add(
              new Found(
                  syntax(line.statement(), refusal), reading.subject(), line.statement().start()));
        }
      } else if (line.parsed() instanceof Parsed.Unread) {
        if (reading.subject().judged()) {
          Place where = line.statement().start();
          findings.add(new Found(unread(where), reading.subject(), where));
        }
      } else if (line.parsed() instanceof Parsed.Trees trees) {
        for (Parsed.Located tree : trees.statements()) {
          Scene scene =
              new Scene(
                  reading.subject(),
                  line.statement(),
                  line.statement(),
                  tree.tree(),
                  line.statement().text(),
                  0,
                  Scene.Inside.FILE,
                  state,
                  settings,
                  transaction,
                  server,
                  line.timeouts(),
                  grammar,
                  () -> Inner.code(tree.tree(), line.statement().text(), grammar),
                  findings::add);
          List<Tree> all = together.getOrDefault(line.transaction(), List.of());
          int behind = ++place;
          scene.following(() -> all.subList(behind, all.size()));
          play(scene, scenes, 0);
        }
      }
    }
    state.path(List.of());
    return scenes;
  }

  private int number() {
    return ++transactions;
  }

  /** The trees of each transaction, in order. */
  private static Map<Integer, List<Tree>> together(Reading reading) {
    Map<Integer, List<Tree>> together = new HashMap<>();
    for (Reading.Line line : reading.lines()) {
      if (line.parsed() instanceof Parsed.Trees trees) {
        List<Tree> all = together.computeIfAbsent(line.transaction(), t -> new ArrayList<>());
        trees.statements().forEach(one -> all.add(one.tree()));
      }
    }
    return together;
  }

  /** Judges a statement, then what it runs inside itself, then carries it out. */
  private void play(Scene scene, List<Scene> scenes, int depth) {
    state.path(scene.settings().path());
    scene.effects(Effects.of(scene));
    if (scene.subject().judged()) {
      rules.forEach(rule -> rule.judge(scene));
      scenes.add(scene);
    }
    List<Scene> inside = Inner.of(scene, grammar, depth);
    for (int i = 0; i < inside.size(); i++) {
      int behind = i + 1;
      inside.get(i).following(() -> behind(inside, behind, scene));
      play(inside.get(i), scenes, depth + 1);
    }
    state.path(scene.settings().path());
    Changes.apply(scene);
    scene.transaction().ran(scene);
  }

  private static List<Tree> behind(List<Scene> inside, int from, Scene outer) {
    List<Tree> behind = new ArrayList<>();
    inside.subList(from, inside.size()).forEach(scene -> behind.add(scene.tree()));
    behind.addAll(outer.following());
    return behind;
  }

  private static Finding unread(Place where) {
    return new Finding(
        "NOT_JUDGED",
        Severity.WARNING,
        Certainty.CERTAIN,
        where,
        null,
        "the parser gave up on this statement, so it was not judged",
        null,
        "Judge it by hand, and tell us the statement.");
  }

  private static Finding syntax(Statement statement, Parsed.Refusal refusal) {
    Place where =
        refusal.position() > 0 ? statement.placeAtPosition(refusal.position()) : statement.start();
    return Finding.error(
        "SYNTAX",
        where,
        "PostgreSQL does not understand this: " + refusal.message() + ".",
        "Mend the statement; it is judged by the grammar of PostgreSQL 18.");
  }
}
