package io.github.dbsage.app;

import io.github.dbsage.model.Event;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.shadow.Shadow;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Placeholders;
import io.github.dbsage.sql.tree.Grammar;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes, in a shadow, what migrations count on and nobody makes there: a role is only a name, so
 * one without any rights stands for it.
 */
final class StandIns {

  private static final String UNDEFINED_OBJECT = "42704";

  private final GoalRun run;
  private final Shadow shadow;
  private final Grammar grammar;

  StandIns(GoalRun run, Shadow shadow, Grammar grammar) {
    this.run = run;
    this.shadow = shadow;
    this.grammar = grammar;
  }

  /** Whether something was missing that is there now, so that the step is worth another try. */
  boolean provide(SqlStep step, Problem error) {
    if (!UNDEFINED_OBJECT.equals(error.sqlState())) {
      return false;
    }
    Set<String> missing = new TreeSet<>();
    for (String role : roles(step)) {
      if (!shadow.hasRole(role)) {
        missing.add(role);
      }
    }
    for (String role : missing) {
      shadow.createRole(role);
      run.listener()
          .on(
              new Event.Remark(
                  "role "
                      + role
                      + " is made by no migration: in the throw-away server, a role without rights"
                      + " stands for it"));
    }
    return !missing.isEmpty();
  }

  private Set<String> roles(SqlStep step) {
    Set<String> roles = new TreeSet<>();
    Placeholders placeholders =
        step.expand() ? Placeholders.expand(step.placeholders()) : Placeholders.off();
    try (Migration migration = Migration.open(step.source(), placeholders)) {
      for (Migration.Part part = migration.next(); part != null; part = migration.next()) {
        if (part instanceof Migration.Run statement) {
          roles.addAll(grammar.roles(statement.statement().text()));
        }
      }
    } catch (IOException e) {
      // Whoever runs the file says so better.
      return Set.of();
    }
    return roles;
  }
}
