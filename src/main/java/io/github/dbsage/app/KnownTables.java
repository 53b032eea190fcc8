package io.github.dbsage.app;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.ChangePattern;
import io.github.dbsage.plan.Project;
import io.github.dbsage.schema.TableReading;
import io.github.dbsage.shadow.Supabase;
import io.github.dbsage.shadow.Surroundings;
import io.github.dbsage.sql.tree.Grammar;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables that a change is about.
 *
 * @param named each with its schema
 * @param facts what a catalog says of them; of none that could not be asked about
 */
record KnownTables(
    Map<ChangeParameter, QualifiedName> named, Map<QualifiedName, TableFacts> facts) {

  KnownTables {
    named = Map.copyOf(named);
    facts = Map.copyOf(facts);
  }

  /** Those that a pattern is told of, as they were written. */
  static Map<ChangeParameter, TableName> written(
      ChangePattern pattern, Map<ChangeParameter, String> values) {
    Map<ChangeParameter, TableName> names = new EnumMap<>(ChangeParameter.class);
    values.forEach(
        (parameter, value) -> {
          if (parameter == ChangeParameter.TABLE || pattern.furtherTables().contains(parameter)) {
            names.put(parameter, TableName.of(parameter.property(), withoutColumns(value)));
          }
        });
    return names;
  }

  /** A foreign key's target may name its columns: {@code customers(id)}. */
  private static String withoutColumns(String value) {
    boolean quoted = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      quoted = quoted != (c == '"');
      if (c == '(' && !quoted) {
        return value.substring(0, i).strip();
      }
    }
    return value;
  }

  /** As they were written, where nobody is asked. */
  static KnownTables assumed(Map<ChangeParameter, TableName> names) {
    Map<ChangeParameter, QualifiedName> named = new EnumMap<>(ChangeParameter.class);
    names.forEach((parameter, name) -> named.put(parameter, name.assumed()));
    return new KnownTables(named, Map.of());
  }

  /**
   * As a database has them.
   *
   * @throws UserError where one is not there
   */
  static KnownTables of(Session session, Map<ChangeParameter, TableName> names) {
    Map<ChangeParameter, QualifiedName> named = new EnumMap<>(ChangeParameter.class);
    Map<QualifiedName, TableFacts> facts = new HashMap<>();
    names.forEach(
        (parameter, name) -> {
          QualifiedName found = name.find(session);
          named.put(parameter, found);
          facts.put(found, read(session, parameter, found));
        });
    return new KnownTables(named, facts);
  }

  /** As the files make them, in a throw-away server; assumed where that cannot be tried. */
  static KnownTables of(GoalRun run, Project project, Map<ChangeParameter, TableName> names) {
    tell(run, NewProblems.trying(project.steps().size()));
    try (Grammar grammar = run.grammar();
        Stage stage = stage(run, project, grammar)) {
      return stage == null ? assumed(names) : found(run, stage.rehearsal().session(), names);
    }
  }

  /** Null where it cannot be had, or where the files do not run there. */
  private static @Nullable Stage stage(GoalRun run, Project project, Grammar grammar) {
    Problem problem;
    try {
      return Stage.shadow(
          run,
          grammar,
          Supabase::of,
          run.context().access().embeddedVersion(),
          Surroundings.bare(Facts.owner(project)),
          new Tables(run.schema(project)),
          project.steps(),
          false);
    } catch (UserError e) {
      problem = e.problem();
    } catch (ServerFailure e) {
      problem = AppProblems.server(e);
    }
    tell(run, NewProblems.factsUnknown(problem));
    return null;
  }

  private static KnownTables found(
      GoalRun run, Session session, Map<ChangeParameter, TableName> names) {
    Map<ChangeParameter, QualifiedName> named = new EnumMap<>(ChangeParameter.class);
    Map<QualifiedName, TableFacts> facts = new HashMap<>();
    names.forEach(
        (parameter, name) -> {
          QualifiedName found = name.findIfAny(session);
          named.put(parameter, found == null ? name.assumed() : found);
          if (found == null) {
            tell(run, NewProblems.notMade(name.assumed()));
          } else {
            facts.put(found, read(session, parameter, found));
          }
        });
    return new KnownTables(named, facts);
  }

  private static TableFacts read(Session session, ChangeParameter parameter, QualifiedName name) {
    TableFacts facts = TableReading.of(session, name);
    if (facts == null) {
      throw new UserError(NewProblems.noTable(parameter, name));
    }
    return facts;
  }

  private static void tell(GoalRun run, String line) {
    run.listener().on(new Event.Remark(line));
  }
}
