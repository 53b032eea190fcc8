package io.github.dbsage.app;

import io.github.dbsage.model.Event;
import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.schema.SchemaDeviation;
import io.github.dbsage.shadow.Shadow;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Placeholders;
import io.github.dbsage.sql.tree.Grammar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes, in a shadow, what migrations count on and nobody makes there: a role is only a name, so
 * one without any rights stands for it.
 */
final class StandIns {

  private static final String UNDEFINED_OBJECT = "42704";
  private static final String DUPLICATE_OBJECT = "42710";

  /** What a missing extension can look like: no such object, function, table or schema. */
  private static final Set<String> UNDEFINED = Set.of(UNDEFINED_OBJECT, "42883", "42P01", "3F000");

  private static final Pattern CREATE_ROLE =
      Pattern.compile(
          "CREATE\\s+(?:ROLE|USER|GROUP)\\s+(?!MAPPING\\b)(\"(?:[^\"]|\"\")+\"|[^\\s;]+).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern CREATE_EXTENSION =
      Pattern.compile(
          "CREATE\\s+EXTENSION\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(\"(?:[^\"]|\"\")+\"|[^\\s;]+).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

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
    String state = error.sqlState();
    if (state == null || !UNDEFINED.contains(state)) {
      return false;
    }
    boolean extensions =
        shadow.createExtensions(named(CREATE_EXTENSION, step), SchemaDeviation.STAND_IN);
    return (state.equals(UNDEFINED_OBJECT) && provideRoles(step)) || extensions;
  }

  /**
   * The target has its roles and extensions already, those too that an applied migration made:
   * whether there was one of that migration's, and it is gone now.
   */
  boolean makeWay(SqlStep step, Problem error) {
    if (!DUPLICATE_OBJECT.equals(error.sqlState())) {
      return false;
    }
    boolean gone = false;
    for (String role : named(CREATE_ROLE, step)) {
      gone |= shadow.hasRole(role) && shadow.dropRole(role);
    }
    for (String extension : named(CREATE_EXTENSION, step)) {
      gone |= shadow.dropExtension(extension);
    }
    return gone;
  }

  /** The names that a pattern finds in the statements of a step. */
  private static Set<String> named(Pattern pattern, SqlStep step) {
    Set<String> names = new TreeSet<>();
    for (String statement : statements(step)) {
      Matcher matcher = pattern.matcher(statement.strip());
      List<String> name = matcher.matches() ? Identifiers.parse(matcher.group(1)) : null;
      if (name != null) {
        names.addAll(name);
      }
    }
    return names;
  }

  private boolean provideRoles(SqlStep step) {
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
    statements(step).forEach(statement -> roles.addAll(grammar.roles(statement)));
    return roles;
  }

  private static List<String> statements(SqlStep step) {
    List<String> statements = new ArrayList<>();
    Placeholders placeholders =
        step.expand() ? Placeholders.expand(step.placeholders()) : Placeholders.off();
    try (Migration migration = Migration.open(step.source(), placeholders)) {
      for (Migration.Part part = migration.next(); part != null; part = migration.next()) {
        if (part instanceof Migration.Run statement) {
          statements.add(statement.statement().text());
        }
      }
    } catch (IOException e) {
      // Whoever runs the file says so better.
      return List.of();
    }
    return statements;
  }
}
