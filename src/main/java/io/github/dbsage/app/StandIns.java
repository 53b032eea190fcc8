package io.github.dbsage.app;

import io.github.dbsage.model.Event;
import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.shadow.Shadow;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Placeholders;
import io.github.dbsage.sql.Statement;
import io.github.dbsage.sql.tree.Grammar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes, in a shadow, what migrations count on and nobody makes there: a role is only a name, so
 * one without any rights stands for it.
 */
final class StandIns {

  private static final String UNDEFINED_OBJECT = "42704";

  /** What SET ROLE of nobody fails with. */
  private static final String INVALID_PARAMETER_VALUE = "22023";

  /** An extension that is not there, before and since PostgreSQL 15. */
  private static final Set<String> NO_EXTENSION = Set.of("58P01", "0A000");

  private static final String NAME = "('[^']+'|\"[^\"]+\"|[\\w$]+)";

  /** A parser's tree has the role of these as a mere word. */
  private static final Pattern BECOMES =
      Pattern.compile(
          "SET\\s+(?:(?:LOCAL|SESSION)\\s+)?(?:ROLE|SESSION\\s+AUTHORIZATION)\\s+" + NAME,
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CREATES =
      Pattern.compile("\\bCREATE\\s+(?:ROLE|USER|GROUP)\\s+" + NAME, Pattern.CASE_INSENSITIVE);

  private static final Pattern EXTENSION =
      Pattern.compile(
          "CREATE\\s+EXTENSION\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?" + NAME, Pattern.CASE_INSENSITIVE);

  private static final Set<String> NOBODY = Set.of("none", "default");

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
    return (UNDEFINED_OBJECT.equals(state) || INVALID_PARAMETER_VALUE.equals(state))
        && provide(step);
  }

  /** Before a step that cannot be tried twice: what it neither finds nor makes. */
  boolean provide(SqlStep step) {
    Set<String> missing = roles(step);
    missing.removeAll(made(step));
    return create(missing);
  }

  /** The same problem, or the one behind it: an extension that the server does not have. */
  Problem explained(SqlStep step, Problem error) {
    if (!NO_EXTENSION.contains(String.valueOf(error.sqlState()))) {
      return error;
    }
    List<Problem> missing = new ArrayList<>();
    read(
        step,
        statement -> {
          Matcher matcher = EXTENSION.matcher(statement.text());
          if (matcher.lookingAt() && !shadow.hasExtension(name(matcher.group(1)))) {
            missing.add(DryRunProblems.extension(name(matcher.group(1)), statement.start(), error));
          }
        });
    return missing.isEmpty() ? error : missing.get(0);
  }

  private boolean create(Set<String> roles) {
    boolean created = false;
    for (String role : roles) {
      if (!shadow.hasRole(role)) {
        created = true;
        shadow.createRole(role);
        run.listener()
            .on(
                new Event.Remark(
                    "role "
                        + Identifiers.write(role)
                        + " is made by no migration: in the throw-away server, a role without"
                        + " rights stands for it"));
      }
    }
    return created;
  }

  private Set<String> roles(SqlStep step) {
    Set<String> roles = new TreeSet<>();
    read(
        step,
        statement -> {
          roles.addAll(grammar.roles(statement.text()));
          Matcher matcher = BECOMES.matcher(statement.text());
          if (matcher.lookingAt() && !NOBODY.contains(name(matcher.group(1)))) {
            roles.add(name(matcher.group(1)));
          }
        });
    return roles;
  }

  private static Set<String> made(SqlStep step) {
    Set<String> made = new TreeSet<>();
    read(
        step,
        statement -> {
          Matcher matcher = CREATES.matcher(statement.text());
          while (matcher.find()) {
            made.add(name(matcher.group(1)));
          }
        });
    return made;
  }

  private static String name(String written) {
    char first = written.charAt(0);
    return first == '"' || first == '\''
        ? written.substring(1, written.length() - 1)
        : written.toLowerCase(Locale.ROOT);
  }

  private static void read(SqlStep step, Consumer<Statement> statements) {
    Placeholders placeholders =
        step.expand() ? Placeholders.expand(step.placeholders()) : Placeholders.off();
    try (Migration migration = Migration.open(step.source(), placeholders)) {
      for (Migration.Part part = migration.next(); part != null; part = migration.next()) {
        if (part instanceof Migration.Run statement) {
          statements.accept(statement.statement());
        }
      }
    } catch (IOException e) {
      // Whoever runs the file says so better.
    }
  }
}
