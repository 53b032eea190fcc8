package io.github.dbsage.app;

import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.ChangePattern;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.NewFile;
import io.github.dbsage.plan.pattern.Patterns;
import io.github.dbsage.sql.Fragment;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.Parsed;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What {@code new} was given, held against what a pattern can be told. */
final class NewValues {

  private final Map<ChangeParameter, String> given = new EnumMap<>(ChangeParameter.class);

  /**
   * Takes what was given.
   *
   * @param values by the parameters' names in lower case
   * @throws UserError where something of it is empty
   */
  NewValues(Map<String, String> values) {
    values.forEach(
        (name, value) -> {
          ChangeParameter parameter = ChangeParameter.valueOf(name.toUpperCase(Locale.ROOT));
          if (value.isBlank()) {
            throw new UserError(NewProblems.empty(parameter));
          }
          given.put(parameter, value.strip());
        });
  }

  /**
   * The pattern of that name.
   *
   * @throws UserError that lists them, where there is none
   */
  static ChangePattern pattern(String name) {
    return Patterns.ALL.stream()
        .filter(pattern -> pattern.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new UserError(NewProblems.unknownPattern(name, Patterns.ALL)));
  }

  /**
   * The name of a file that no pattern fills.
   *
   * @throws UserError where there is none, or where a pattern is lacking
   */
  String nameAlone() {
    String name = given.get(ChangeParameter.NAME);
    if (name == null || given.size() > 1) {
      throw new UserError(NewProblems.noPattern(given.keySet(), Patterns.ALL));
    }
    return name;
  }

  /**
   * The values for a pattern, expressions without comments.
   *
   * @throws UserError where one is lacking, where there is one that it does not know, or where an
   *     expression is none
   */
  Map<ChangeParameter, String> of(ChangePattern pattern, GoalRun run) {
    for (ChangeParameter parameter : given.keySet()) {
      if (!pattern.needs().containsKey(parameter) && !pattern.takes().containsKey(parameter)) {
        throw new UserError(NewProblems.notTaken(parameter, pattern));
      }
    }
    for (ChangeParameter parameter : ChangeParameter.values()) {
      if (pattern.needs().containsKey(parameter) && !given.containsKey(parameter)) {
        throw new UserError(NewProblems.missing(parameter, pattern));
      }
    }
    Map<ChangeParameter, String> values = new EnumMap<>(given);
    try (Grammar grammar = run.grammar()) {
      for (ChangeParameter parameter : pattern.expressions()) {
        String value = given.get(parameter);
        if (value != null) {
          values.put(parameter, expression(parameter, value, grammar));
        }
      }
    }
    return values;
  }

  private static String expression(ChangeParameter parameter, String value, Grammar grammar) {
    Fragment fragment = Fragment.of(value);
    if (fragment.fault() != null) {
      throw new UserError(
          NewProblems.noExpression(parameter, value, "there is " + fragment.fault()));
    }
    if (fragment.isEmpty()) {
      throw new UserError(NewProblems.noExpression(parameter, value, "there is nothing in it"));
    }
    if (grammar.parse("SELECT (" + fragment.text() + ")") instanceof Parsed.Refusal refusal) {
      throw new UserError(NewProblems.noExpression(parameter, value, refusal.message()));
    }
    return fragment.text();
  }

  /**
   * Whatever was given: no file is written that PostgreSQL cannot read.
   *
   * @throws UserError where it cannot
   */
  void require(NewChange change, GoalRun run) {
    try (Grammar grammar = run.grammar()) {
      for (NewFile file : change.files()) {
        if (file.kind() == NewFile.Kind.SQL
            && grammar.parse(file.text()) instanceof Parsed.Refusal refusal) {
          throw new UserError(NewProblems.noSql(given, refusal.message()));
        }
      }
    }
  }
}
