package io.github.dbsage.app;

import io.github.dbsage.db.Literal;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.UserError;
import io.github.dbsage.schema.SchemaDeviation;
import io.github.dbsage.shadow.Shadow;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Placeholders;
import io.github.dbsage.sql.Statement;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.Needs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes, in a shadow, what migrations count on and none of them makes: roles without rights, empty
 * publications, the schemas of a platform. What cannot stand for anything is left out, and said.
 */
final class StandIns {

  /** What SET ROLE of nobody fails with. */
  private static final String INVALID_PARAMETER_VALUE = "22023";

  /** Of a schema, a table, a function, or anything else that is not there. */
  private static final Set<String> UNDEFINED =
      Set.of("3F000", "42P01", "42883", "42704", INVALID_PARAMETER_VALUE);

  /** A name may be there for other encodings. */
  private static final String OF_THE_ENCODING =
      "CASE WHEN collencoding IN (-1, pg_catalog.pg_char_to_encoding("
          + "pg_catalog.getdatabaseencoding())) THEN collname END";

  private static final String DUPLICATE_OBJECT = "42710";

  private static final String BROKEN = "58P01";
  private static final Set<String> UNAVAILABLE = Set.of("0A000", BROKEN);

  private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[\\w$]+)";

  /** A parser's tree has the role of these as a mere word. */
  private static final Pattern BECOMES =
      Pattern.compile(
          "SET\\s+(?:(?:LOCAL|SESSION)\\s+)?(?:ROLE|SESSION\\s+AUTHORIZATION)\\s+'?" + NAME + ".*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern CREATE_ROLE =
      Pattern.compile(
          ".*?\\bCREATE\\s+(?:ROLE|USER|GROUP)\\s+(?!MAPPING\\b)" + NAME + ".*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern CREATE_SCHEMA =
      Pattern.compile(
          "CREATE\\s+SCHEMA\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?" + NAME + ".*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Set<String> NOBODY = Set.of("none", "default");

  private final GoalRun run;
  private final Shadow shadow;
  private final Grammar grammar;
  private final Function<String, List<String>> schemas;
  private final Set<String> tried = new HashSet<>();
  private final Set<String> absent = new TreeSet<>();
  private boolean borrowed;

  /**
   * Ones that are made when they are asked for.
   *
   * @param schemas tells the statements that make what stands for a schema
   */
  StandIns(GoalRun run, Shadow shadow, Grammar grammar, Function<String, List<String>> schemas) {
    this.run = run;
    this.shadow = shadow;
    this.grammar = grammar;
    this.schemas = schemas;
  }

  /** Whether something was missing that is there now, so that the step is worth another try. */
  boolean provide(SqlStep step, Problem error) {
    String state = String.valueOf(error.sqlState());
    if (UNDEFINED.contains(state)) {
      Needs needs = needs(step);
      boolean extensions = shadow.createExtensions(needs.extensions(), SchemaDeviation.STAND_IN);
      List<String> made = new ArrayList<>();
      missingRoles(step, needs).forEach(role -> role(role, made));
      needs.publications().stream()
          .filter(this::isPublicationNew)
          .forEach(p -> publication(p, made));
      needs.collations().stream().filter(this::isCollationNew).forEach(c -> collation(c, made));
      Set<String> schemaNames = new TreeSet<>(needs.schemas());
      schemaNames.removeAll(named(CREATE_SCHEMA, step));
      schemaNames.stream().filter(this::isSchemaNew).forEach(s -> schema(s, made));
      made.forEach(this::tell);
      return extensions || !made.isEmpty();
    }
    return UNAVAILABLE.contains(state) && leaveOut(step, state.equals(BROKEN));
  }

  /** Whether something is as somebody else has it now, and may have it otherwise tomorrow. */
  boolean hasBorrowed() {
    return borrowed;
  }

  /** Before a step that cannot be tried twice: what it neither finds nor makes. */
  boolean prepare(SqlStep step) {
    List<String> made = new ArrayList<>();
    missingRoles(step, needs(step)).forEach(role -> role(role, made));
    made.forEach(this::tell);
    return leaveOut(step, false) || !made.isEmpty();
  }

  /** Those that a step names and does not make, and that are not there. */
  private Set<String> missingRoles(SqlStep step, Needs needs) {
    Set<String> roles = new TreeSet<>(needs.roles());
    roles.addAll(named(BECOMES, step));
    roles.removeAll(NOBODY);
    roles.removeAll(createdRoles(step));
    roles.removeIf(shadow::hasRole);
    return roles;
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
    for (String role : createdRoles(step)) {
      gone |= shadow.hasRole(role) && shadow.dropRole(role);
    }
    for (String extension : needs(step).extensions()) {
      gone |= shadow.dropExtension(extension);
    }
    return gone;
  }

  private static Set<String> createdRoles(SqlStep step) {
    return named(CREATE_ROLE, step);
  }

  private static Set<String> named(Pattern pattern, SqlStep step) {
    Set<String> names = new TreeSet<>();
    statements(
        step,
        statement -> {
          Matcher matcher = pattern.matcher(statement.text().strip());
          List<String> name = matcher.matches() ? Identifiers.parse(matcher.group(1)) : null;
          if (name != null) {
            names.addAll(name);
          }
        });
    return names;
  }

  /** The step without what cannot be had here; every position stays what it was. */
  SqlStep adapted(SqlStep step) {
    if (absent.isEmpty()) {
      return step;
    }
    List<String> texts = new ArrayList<>();
    statements(
        step,
        statement -> {
          if (grammar.needs(statement.text()).extensions().stream().anyMatch(absent::contains)) {
            texts.add(statement.text());
          }
        });
    return texts.isEmpty() ? step : Blanked.of(step, texts);
  }

  /** A failure with what could not be had, from which it may come. */
  Problem explained(Problem error) {
    if (absent.isEmpty()) {
      return error;
    }
    String lacking =
        "It may be for want of the extension "
            + String.join(", ", absent)
            + ", which the throw-away server does not have.";
    return error.because(error.why() == null ? lacking : error.why() + "\n" + lacking);
  }

  private void role(String role, List<String> made) {
    shadow.createRole(role);
    made.add(
        "role "
            + Identifiers.write(role)
            + " is made by no migration: in the throw-away server, a role without rights stands for"
            + " it");
  }

  private boolean isPublicationNew(String publication) {
    return shadow.lacks("pg_publication", "pubname", publication);
  }

  private void publication(String publication, List<String> made) {
    shadow.make(List.of("CREATE PUBLICATION " + Shadow.name(publication)));
    made.add("publication " + publication + " is made by no migration: an empty one stands for it");
  }

  private boolean isCollationNew(String collation) {
    return tried.add("collation " + collation)
        && shadow.lacks("pg_collation", OF_THE_ENCODING, collation);
  }

  /** Among the system's, where the others of its kind are. */
  private void collation(String collation, List<String> made) {
    String create = "CREATE COLLATION pg_catalog.%s FROM pg_catalog.\"C\"";
    shadow.make(
        List.of("SET allow_system_table_mods = on", create.formatted(Shadow.name(collation))));
    made.add(
        "collation "
            + collation
            + " is not known to the throw-away server: there, the order of bytes stands for it");
  }

  private boolean isSchemaNew(String schema) {
    return tried.add(schema) && shadow.lacks("pg_namespace", "nspname", schema);
  }

  private void schema(String schema, List<String> made) {
    List<String> statements = schemas.apply(schema);
    if (statements.isEmpty()) {
      return;
    }
    borrowed = true;
    int refused = shadow.make(statements);
    shadow.make(
        List.of(
            "COMMENT ON SCHEMA "
                + Shadow.name(schema)
                + " IS "
                + Literal.of(SchemaDeviation.STAND_IN)));
    made.add(
        "schema "
            + schema
            + " is made by no migration: its tables without rows, its types and functions stand for"
            + " it"
            + (refused == 0 ? "" : "; " + refused + " of its objects cannot be had here"));
  }

  private boolean leaveOut(SqlStep step, boolean broken) {
    Set<String> missing = new TreeSet<>();
    for (String extension : needs(step).extensions()) {
      // Some are there, and their libraries lack what they need.
      if ((broken || !shadow.hasExtension(extension)) && absent.add(extension)) {
        missing.add(extension);
      }
    }
    statements(
        step,
        statement -> {
          for (String extension : grammar.needs(statement.text()).extensions()) {
            if (missing.contains(extension)) {
              run.add(DryRunProblems.noExtension(statement.start(), extension));
            }
          }
        });
    return !missing.isEmpty();
  }

  private void tell(String line) {
    run.listener().on(new Event.Remark(line));
  }

  private Needs needs(SqlStep step) {
    List<Needs> all = new ArrayList<>();
    statements(step, statement -> all.add(grammar.needs(statement.text())));
    return all.stream().reduce(Needs.NOTHING, Needs::and);
  }

  private static void statements(SqlStep step, Consumer<Statement> each) {
    Placeholders placeholders =
        step.expand() ? Placeholders.expand(step.placeholders()) : Placeholders.off();
    try (Migration migration = Migration.open(step.source(), placeholders)) {
      for (Migration.Part part = migration.next(); part != null; part = migration.next()) {
        if (part instanceof Migration.Run statement) {
          each.accept(statement.statement());
        }
      }
    } catch (IOException e) {
      throw new UserError(AppProblems.unreadable(e), e);
    }
  }
}
